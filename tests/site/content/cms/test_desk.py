"""The front page of `/cms/`: what waits for an editor, and what they may begin."""

import datetime as dt

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from content.cms import desk
from core import clock
from directory.library.models import Resource
from search.models import SearchMiss
from tests.factories.accounts import PASSWORD, account
from tests.factories.articles import article, empty_site
from tests.factories.library import ResourceFactory

pytestmark = pytest.mark.django_db
TODAY = clock.now().date()


@pytest.fixture
def editor(client: Client) -> User:
    empty_site()
    person = account("ed@mail.example", roles=("editor",))
    client.force_login(person)
    return person


def miss(text: str, *, near: str = "", times: int = 4) -> SearchMiss:
    return SearchMiss.objects.create(text=text, near=near, times=times, first_on=TODAY, last_on=TODAY)


def home(client: Client) -> str:
    return str(client.get(reverse("wagtailadmin_home")).content.decode())


def test_pages_past_their_day_lead_to_their_editor(client: Client, editor: User) -> None:
    late = article("Late", review_by=TODAY - dt.timedelta(days=2))
    article("Later", review_by=TODAY - dt.timedelta(days=3))
    article("Next week", review_by=TODAY + dt.timedelta(days=7))

    text = home(client)

    assert "2 pages are past their day" in text
    assert f'<a href="{reverse("wagtailadmin_pages:edit", args=[late.pk])}">Late</a>' in text
    assert ">Next week</a>" not in text
    assert reverse("cms_reviews:index") in text


def test_drafts_are_shown_with_ones_own_first(editor: User) -> None:
    theirs = article("Theirs", publish=False)
    own = article("Own", publish=False, owner=editor)
    article("Published")

    assert list(desk.drafts(editor)) == [own.page_ptr, theirs.page_ptr]


def test_a_published_page_with_newer_words_is_a_draft(editor: User) -> None:
    page = article("Published")
    page.title = "Reworded"
    page.save_revision()

    assert [draft.draft_title for draft in desk.drafts(editor)] == ["Reworded"]


def test_what_was_handed_in_or_is_scheduled_is_no_draft(client: Client, editor: User) -> None:
    handed_in = article("Handed in", publish=False)
    handed_in.get_workflow().start(handed_in, account("au@mail.example", roles=("author",)))
    scheduled = article("Scheduled", publish=False)
    scheduled.go_live_at = clock.now() + dt.timedelta(days=2)
    scheduled.save_revision().publish()

    assert list(desk.drafts(editor)) == []
    text = home(client)
    assert "1 page waits for a reader" in text
    assert reverse("wagtailadmin_pages:edit", args=[handed_in.pk]) in text


def test_dead_links_and_searches_in_vain_stand_beside_them(client: Client, editor: User) -> None:
    dead = ResourceFactory(title="Gone away", link_state=Resource.LinkState.DEAD)
    miss("supervision", near="Taunton")
    miss("once", times=1)

    text = home(client)

    assert "1 resource has a dead link" in text
    assert reverse("cms_resources:edit", args=[dead.pk]) in text
    assert "1 search found nothing" in text
    assert "supervision near Taunton" in text
    assert "once" not in text


def test_where_nothing_waits_that_is_said_with_what_to_begin(client: Client, editor: User) -> None:
    text = home(client)

    assert "Nothing waits for you." in text
    assert "Write an article" in text
    assert "Ask a question" in text
    assert "Tell what is new" in text


def test_others_learn_nothing(client: Client) -> None:
    empty_site()
    article("Late", review_by=TODAY - dt.timedelta(days=2))
    article("Draft", publish=False)
    miss("supervision")
    client.force_login(account("money@mail.example", roles=("finance",)))

    text = home(client)

    for words in ("past its day", "1 draft", "found nothing", "Write an article"):
        assert words not in text


def test_front_page_costs_the_same_with_one_and_with_three(client: Client, editor: User) -> None:
    counts = []
    for number in (1, 2):
        for more in range(number):
            article(f"Draft {number} {more}", publish=False)
            article(f"Late {number} {more}", review_by=TODAY - dt.timedelta(days=2))
            ResourceFactory(link_state=Resource.LinkState.DEAD)
        home(client)
        with CaptureQueriesContext(connection) as captured:
            home(client)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize(("roles", "where"), [(("editor",), "/cms/"), ((), "/me/bookings/")])
def test_staff_begin_in_the_back_office(client: Client, roles: tuple[str, ...], where: str) -> None:
    empty_site()
    account("who@mail.example", roles=roles)

    answer = client.post("/account/login/", {"login": "who@mail.example", "password": PASSWORD})
    assert answer.headers["Location"] == where


def test_where_somebody_wanted_to_go_comes_first(client: Client) -> None:
    empty_site()
    account("who@mail.example", roles=("editor",))

    answer = client.post(
        "/account/login/?next=/search/",
        {"login": "who@mail.example", "password": PASSWORD, "next": "/search/"},
    )
    assert answer.headers["Location"] == "/search/"
