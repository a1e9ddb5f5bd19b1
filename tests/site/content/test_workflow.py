"""An author hands a page in, an editor reads and publishes it."""

import datetime as dt
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage

from accounts.models import User
from content.models import ArticleAuthor, ArticleIndexPage, ArticlePage, Author, HomePage
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site, paragraph
from tests.site.content.test_editing import adding, form

pytestmark = pytest.mark.django_db


@pytest.fixture
def author() -> User:
    empty_site()
    return account("author@mail.example", roles=("author",))


def browser(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def handing_in(**given: Any) -> dict[str, Any]:
    """What an author's browser sends."""
    return {key: value for key, value in form(**given).items() if key != "action-publish"} | {
        "action-submit": "yes"
    }


def test_wagtails_own_groups_and_workflow_are_replaced_by_ours() -> None:
    assert list(Workflow.objects.values_list("name", "active")) == [("Author, then editor", True)]
    (task,) = GroupApprovalTask.objects.all()
    assert set(task.groups.values_list("name", flat=True)) == {"editor", "admin"}
    assert WorkflowPage.objects.get().page.depth == 1
    assert not Group.objects.filter(name__in=["Editors", "Moderators"]).exists()


def test_author_may_not_publish(author: User) -> None:
    browser(author).post(adding(ArticleIndexPage.objects.get()), form())

    assert [page.live for page in ArticlePage.objects.all()] == [False]


def test_author_hands_in_and_editor_publishes(author: User) -> None:
    editor = account("ed@mail.example", roles=("editor",))
    browser(author).post(adding(ArticleIndexPage.objects.get()), handing_in())
    page = ArticlePage.objects.get()
    state = page.current_workflow_state
    assert (page.live, state.status, state.requested_by) == (False, "in_progress", author)

    desk = browser(editor).get(reverse("wagtailadmin_home")).content.decode()
    assert "At the Front Desk" in desk
    act = reverse(
        "wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.current_task_state.pk]
    )
    browser(editor).post(act, {"comment": "Lovely."})

    assert ArticlePage.objects.get().live


def test_author_changes_own_pages_only(author: User) -> None:
    other = article("By somebody else")

    answer = browser(author).get(reverse("wagtailadmin_pages:edit", args=[other.pk]))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("wagtailadmin_home"))


def test_reviewer_who_is_gone_leaves_the_page_to_the_next_editor(author: User) -> None:
    account("gone@mail.example", roles=("editor",))
    browser(author).post(adding(ArticleIndexPage.objects.get()), handing_in())
    User.objects.filter(email="gone@mail.example").update(is_active=False)
    page = ArticlePage.objects.get()

    browser(account("ed@mail.example", roles=("editor",))).post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]), form()
    )

    page = ArticlePage.objects.get()
    assert (page.live, page.current_workflow_state) == (True, None)


@pytest.mark.parametrize(("role", "code"), [("admin", 200), ("editor", 302), ("author", 302)])
def test_admins_keep_workflows(client: Client, role: str, code: int) -> None:
    client.force_login(account("staff@mail.example", roles=(role,)))

    assert client.get(reverse("wagtailadmin_workflows:index")).status_code == code
    assert client.get(reverse("wagtailadmin_workflows:task_index")).status_code == code


def test_schedule_names_the_zone_beside_its_fields() -> None:
    index = empty_site()
    client = browser(account("ed@mail.example", roles=("editor",)))

    text = client.get(adding(index)).content.decode()

    assert text.count(f"Time in {settings.TIME_ZONE}, the site&#x27;s own zone.") == 2


def test_scheduled_day_means_the_sites_zone_across_a_change_of_clocks() -> None:
    """Noon on a summer day, typed in winter or summer, is eleven o'clock UTC in London."""
    index = empty_site()
    client = browser(account("ed@mail.example", roles=("editor",), time_zone="Asia/Tokyo"))
    year = timezone.now().year + 1

    client.post(adding(index), form(go_live_at=f"{year}-07-01 12:00"))
    client.post(adding(index), form(slug="winter", go_live_at=f"{year}-12-01 12:00"))

    days = [page.go_live_at.astimezone(dt.UTC).hour for page in ArticlePage.objects.order_by("go_live_at")]
    assert days == [11, 12]
    assert not ArticlePage.objects.live().exists()


def test_page_that_moves_leaves_its_address_behind() -> None:
    index = empty_site()
    page = article("Wards")
    elsewhere = HomePage.objects.get().add_child(
        instance=apps.get_model("content", "StandardPage")(title="Old", slug="old")
    )

    Page.objects.get(pk=page.pk).specific.move(elsewhere, pos="last-child")

    assert Redirect.objects.get(old_path="/articles/wards").redirect_page_id == page.pk
    answer = Client().get("/articles/wards/")
    assert (answer.status_code, answer.headers["Location"]) == (301, "/old/wards/")
    assert index.get_children().count() == 0


def test_page_that_is_renamed_leaves_its_address_behind(django_capture_on_commit_callbacks: Any) -> None:
    empty_site()
    page = article("Wards")
    page.slug = "on-the-wards"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert Client().get("/articles/wards/").headers["Location"].endswith("/articles/on-the-wards/")


def test_two_versions_can_be_compared() -> None:
    empty_site()
    page = article("Wards")
    page.intro = "After the night shift."
    page.save_revision()
    client = browser(account("ed@mail.example", roles=("editor",)))

    answer = client.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"]))

    assert answer.status_code == 200
    assert "After the night shift." in answer.content.decode()


def test_usage_is_shown_before_something_is_deleted() -> None:
    empty_site()
    linked = article("Linked")
    article("Linking", blocks=[paragraph(f'<a linktype="page" id="{linked.pk}">there</a>')])
    client = browser(account("ed@mail.example", roles=("editor",)))

    text = client.get(reverse("wagtailadmin_pages:delete", args=[linked.pk])).content.decode()

    assert "1 time" in text
    usage = client.get(reverse("wagtailadmin_pages:usage", args=[linked.pk])).content.decode()
    assert "Linking" in usage


def test_places_that_link_to_a_page_are_named_before_it_is_deleted() -> None:
    empty_site()
    linked = article("Linked")
    linking = article("Linking", blocks=[paragraph(f'<a linktype="page" id="{linked.pk}">there</a>')])
    client = browser(account("ed@mail.example", roles=("editor",)))

    text = client.get(reverse("wagtailadmin_pages:delete", args=[linked.pk])).content.decode()

    there = reverse("wagtailadmin_pages:edit", args=[linking.pk])
    assert f'<li><a href="{there}">Linking (Article page)</a></li>' in text
    alone = client.get(reverse("wagtailadmin_pages:delete", args=[linking.pk])).content.decode()
    assert "these lose what they point at" not in alone


def test_articles_of_an_author_are_named_before_the_author_is_deleted() -> None:
    empty_site()
    nan = Author.objects.create(name="Nan Early")
    page = article("Written")
    page.article_authors.add(ArticleAuthor(author=nan))
    page.save_revision().publish()
    client = browser(account("ed@mail.example", roles=("editor",)))

    answer = client.get(reverse("wagtailsnippets_content_author:delete", args=[nan.pk]))

    assert "Written (Article page)" in answer.content.decode()
