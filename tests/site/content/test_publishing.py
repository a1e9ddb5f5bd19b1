"""Publishing by every way there is: what a check holds back stays a draft, and says why."""

import datetime as dt
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow, WorkflowTask

from accounts.models import User
from accounts.roles import ensure_roles
from content import checks
from content.errors import NotReadyToPublish
from content.models import ArticleIndexPage, ArticlePage
from content.models.page import REFUSED
from content.schedule import publish_scheduled
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site, site_pages
from tests.factories.blocks import text
from tests.site.content.test_editing import adding, form

pytestmark = pytest.mark.django_db
CLAIM = "Smoking fell by 40 % in a year."
WORDS = "says “40 %” and names no source"


@pytest.fixture
def user() -> User:
    empty_site()
    return account("ed@mail.example", roles=("editor",))


@pytest.fixture
def editor(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


def claiming(**given: Any) -> dict[str, Any]:
    """What the browser sends for an article with a claim."""
    sent = form(**given)
    value = json.loads(sent["body-0-value"])
    value["blocks"][0]["text"] = CLAIM
    return {
        key: words for key, words in (sent | {"body-0-value": json.dumps(value)}).items() if words is not None
    }


def held_back() -> ArticlePage:
    """A draft with a claim."""
    return article("Held", blocks=[text(f"<p>{CLAIM}</p>")], publish=False)


@pytest.mark.parametrize("act", ["action-publish", "action-submit"])
def test_claim_without_source_is_refused_beside_its_block(editor: Client, act: str) -> None:
    answer = editor.post(
        adding(ArticleIndexPage.objects.get()), claiming(**{"action-publish": None, act: "yes"})
    )

    assert answer.status_code == 200
    (block_error,) = answer.context["form"].errors.as_data()["body"]
    assert [WORDS in words for words in block_error.block_errors[0].messages] == [True]
    assert not ArticlePage.objects.exists()


def test_draft_is_saved_all_the_same_and_the_editor_shows_what_is_missing(editor: Client) -> None:
    answer = editor.post(adding(ArticleIndexPage.objects.get()), claiming(**{"action-publish": None}))

    page = ArticlePage.objects.get()
    assert (answer.status_code, page.live) == (302, False)
    text_ = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert WORDS in text_
    assert f'href="#block-{page.body[0].id}-section"' in text_


def test_draft_saved_by_itself_brings_the_findings_along(editor: Client) -> None:
    page = article("Title", publish=False)

    answer = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        claiming(**{"action-publish": None}),
        headers={"accept": "application/json"},
    )

    saved = answer.json()
    assert saved["success"] is True
    assert 'data-w-teleport-target-value="#publishing-checks"' in saved["html"]
    assert WORDS in saved["html"]


def test_new_page_says_when_there_will_be_something_to_see(editor: Client) -> None:
    assert "Once this is saved" in editor.get(adding(ArticleIndexPage.objects.get())).content.decode()


def test_page_without_findings_is_published(editor: Client) -> None:
    answer = editor.post(adding(ArticleIndexPage.objects.get()), form())

    page = ArticlePage.objects.get()
    assert (answer.status_code, page.live) == (302, True)
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "Nothing stands in the way of publishing." in shown


def test_revision_is_refused_whoever_publishes_it(user: User) -> None:
    page = held_back()

    with pytest.raises(NotReadyToPublish, match="40 %"):
        page.get_latest_revision().publish(user=user)

    assert not ArticlePage.objects.get(pk=page.pk).live


def test_bulk_publishing_leads_to_the_page_with_the_words(editor: Client) -> None:
    page = held_back()

    answer = editor.post(
        reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"]) + f"?id={page.pk}",
        follow=True,
    )

    assert answer.redirect_chain[-1][0] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert "“Held” is not published yet. Paragraph 1" in answer.content.decode()
    assert not ArticlePage.objects.get(pk=page.pk).live


def waiting(page: ArticlePage, user: User) -> str:
    """Put a page before the editors; the address to which they send "approve"."""
    task = GroupApprovalTask.objects.create(name="An editor reads it")
    task.groups.set(ensure_roles("editor"))
    workflow = Workflow.objects.create(name="Reading")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    state = workflow.start(page, user).current_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])


def test_approval_is_refused_and_the_page_goes_on_waiting(editor: Client, user: User) -> None:
    page = held_back()
    address = waiting(page, user)

    answer = editor.post(address, {"comment": ""}, headers={"x-requested-with": "XMLHttpRequest"})

    there = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert answer.json() == {"step": "success", "redirect": there}
    assert "“Held” is not published yet. Paragraph 1" in editor.get(there).content.decode()
    page = ArticlePage.objects.get(pk=page.pk)
    assert (page.live, page.current_workflow_state.status) == (False, "in_progress")


def test_approval_of_a_page_without_findings_publishes_it(editor: Client, user: User) -> None:
    page = article("Fine", publish=False)

    editor.post(waiting(page, user), {"comment": ""})

    assert ArticlePage.objects.get(pk=page.pk).live


def test_changes_may_be_asked_for_whatever_the_checks_say(editor: Client, user: User) -> None:
    page = held_back()
    waiting(page, user)

    answer = editor.post(
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        claiming(
            **{
                "action-publish": None,
                "action-workflow-action": "yes",
                "workflow-action-name": "reject",
                "workflow-action-extra-data": '{"comment": "A source?"}',
            }
        ),
    )

    assert answer.status_code == 302
    assert page.current_workflow_state.status == "needs_changes"


def scheduled(page: ArticlePage) -> None:
    """As if its day had been set and had come."""
    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() - dt.timedelta(minutes=1)
    revision.save()


def test_scheduled_page_goes_live_and_one_held_back_stays_a_draft_with_a_word() -> None:
    empty_site()
    fine, held = article("Fine", publish=False), held_back()
    scheduled(held)
    scheduled(fine)

    assert publish_scheduled() == 2

    assert [ArticlePage.objects.get(pk=page.pk).live for page in (fine, held)] == [True, False]
    (entry,) = PageLogEntry.objects.filter(action=REFUSED)
    assert (entry.page_id, WORDS in entry.message) == (held.pk, True)
    assert publish_scheduled() == 0


def test_page_expires_on_its_day() -> None:
    empty_site()
    page = article("Gone", publish=True)
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))

    assert publish_scheduled() == 1
    assert not ArticlePage.objects.get(pk=page.pk).live


def test_nothing_holds_back_the_pages_a_site_starts_with() -> None:
    site_pages()

    pages = Page.objects.filter(depth__gt=1).specific()

    assert [found.words for page in pages for found in checks.blocking(page)] == []
