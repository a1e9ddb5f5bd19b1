"""What waits for a moderator: which, in which order, who sees it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertContains

from accounts.models import User
from content.cms.moderation import queue
from content.cms.moderation.views import PER_PAGE
from content.models import Flag, Perspective, QuestionPage
from content.perspectives import actions
from core import clock
from tests.factories.accounts import account
from tests.factories.perspectives import FlagFactory, PerspectiveFactory, question, undo, words

pytestmark = pytest.mark.django_db
State = Perspective.State


@pytest.fixture
def moderator() -> User:
    return account("mod@mail.example", roles=("moderator",), name="Mo Sallis")


@pytest.fixture
def desk(client: Client, moderator: User) -> Client:
    client.force_login(moderator)
    return client


@pytest.fixture
def asked() -> QuestionPage:
    return question()


def held(asked: QuestionPage, *, days: int = 0, **fields: Any) -> Perspective:
    """One that has waited for so many days."""
    since = clock.now() - dt.timedelta(days=days)
    return PerspectiveFactory(
        **{"question": asked, "state": State.HELD, "sent_at": since, "changed_at": since} | fields
    )


def reported(asked: QuestionPage, **fields: Any) -> Perspective:
    row = PerspectiveFactory(question=asked, sent_at=clock.now() - dt.timedelta(days=300), **fields)
    actions.report(perspective=row, reporter=None, why="hurtful", words="It mocks.")
    return row


def appealed(asked: QuestionPage, *, by: User) -> Perspective:
    row = held(asked)
    row = actions.leave_out(perspective=row, by=by, version=row.version, reason="Elsewhere.")
    actions.appeal(perspective=row, by=row.author, words="It belongs here.")
    return row


def listed(desk: Client, **given: str) -> list[int]:
    answer = desk.get(reverse("cms_perspectives:index"), given)
    assert answer.status_code == 200
    return [row["perspective"].pk for row in answer.context["rows"]]


def test_queue_lists_what_waits_longest_first_and_nothing_else(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    young, old = held(asked, days=1), held(asked, days=2)
    looked_at, asked_about = reported(asked), appealed(asked, by=moderator)
    PerspectiveFactory(question=asked)
    PerspectiveFactory(question=asked, state=State.WITHDRAWN)

    assert listed(desk) == [old.pk, young.pk, looked_at.pk, asked_about.pk]
    assert listed(desk, show="held") == [old.pk, young.pk]
    assert listed(desk, show="reported") == [looked_at.pk]
    assert listed(desk, show="appealed") == [asked_about.pk]
    assert queue.counts() == {"all": 4, "held": 2, "reported": 1, "appealed": 1}


def test_queue_is_narrowed_by_age_question_and_words_and_turned_round(
    desk: Client, asked: QuestionPage
) -> None:
    month, week = held(asked, days=31), held(asked, days=8, said="The room went quiet.")
    new, elsewhere = held(asked), held(question(), days=9)

    assert listed(desk, days="7") == [month.pk, elsewhere.pk, week.pk]
    assert listed(desk, days="30") == [month.pk]
    assert listed(desk, question=str(asked.pk)) == [month.pk, week.pk, new.pk]
    assert listed(desk, q="quiet room") == [week.pk]
    assert listed(desk, days="7", order="newest") == [week.pk, elsewhere.pk, month.pk]
    assert listed(desk, days="ever", question="none", show="no", order="no") == listed(desk)


def test_tabs_and_pages_keep_what_was_asked_and_count_within_it(desk: Client, asked: QuestionPage) -> None:
    for _ in range(PER_PAGE + 1):
        held(asked, days=8)
    held(asked)

    answer = desk.get(reverse("cms_perspectives:index"), {"show": "held", "days": "7"})

    tabs = [(tab.query, tab.total, tab.current) for tab in answer.context["tabs"]]
    assert tabs[:2] == [("?days=7", PER_PAGE + 1, False), ("?show=held&days=7", PER_PAGE + 1, True)]
    assertContains(answer, 'href="?show=held&amp;days=7&amp;p=2"')
    assert len(listed(desk, show="held", days="7", p="2")) == 1


def test_empty_queue_says_whether_nothing_waits_or_nothing_like_that(
    desk: Client, asked: QuestionPage
) -> None:
    index = reverse("cms_perspectives:index")
    assertContains(desk.get(index), "Nothing waits. Whatever comes in shows up here")
    held(asked)
    assertContains(desk.get(index, {"days": "30"}), "Nothing like that waits.")
    assertContains(desk.get(index, {"show": "reported"}), "Nothing waits for this reason.")


def test_decision_taken_back_leaves_it_where_it_was(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    rows = [held(asked, days=days) for days in (3, 2, 1)]
    old = reported(asked)
    actions.leave_out(perspective=rows[1], by=moderator, version=1, reason="Elsewhere.")
    undo(rows[1], by=moderator)
    actions.settle_reports(perspective=old, by=moderator, version=1)
    reported(asked)
    undo(old, by=moderator)

    assert listed(desk)[:4] == [rows[0].pk, rows[1].pk, rows[2].pk, old.pk]


def test_what_its_author_reworded_waits_from_then_on(desk: Client, asked: QuestionPage) -> None:
    first, second = held(asked), held(asked)
    assert listed(desk) == [first.pk, second.pk]

    actions.edit_own(perspective=first, by=first.author, words=words(), shown_name="Joss")

    assert listed(desk) == [second.pk, first.pk]


def test_queue_shows_the_near_duplicate_as_it_stands_now(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    other = PerspectiveFactory(question=asked, said="He is from Canal Street.")
    FlagFactory(perspective=held(asked), kind=Flag.Kind.DUPLICATE, words="", like=other)
    actions.redact(
        perspective=other, by=moderator, version=1, words=words(said="He is from here."), reason="A street."
    )

    text = desk.get(reverse("cms_perspectives:index")).content.decode()

    assert ("He is from here." in text, "Canal Street" in text) == (True, False)


def test_queue_shows_why_with_the_words_marked(desk: Client, asked: QuestionPage) -> None:
    row = held(asked, said="I met him <there>.", happened="The man from Canal Street\nsmiled.")
    FlagFactory(perspective=row, kind=Flag.Kind.IDENTIFYING, words="man from Canal Street")
    reported(asked)

    text = desk.get(reverse("cms_perspectives:index")).content.decode()

    assert "The <mark>man from Canal Street</mark>\nsmiled." in text
    assert "I met him &lt;there&gt;." in text
    assert ("Might point to somebody" in text, "It is hurtful" in text, "It mocks." in text) == (True,) * 3


def test_queue_says_where_nobody_is_left_to_decide_an_appeal(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    alone = "Nobody is left to decide on this appeal"
    row = appealed(asked, by=moderator)
    pages = (reverse("cms_perspectives:index"), reverse("cms_perspectives:decide", args=[row.pk]))
    assert [alone in desk.get(url).content.decode() for url in pages] == [True, True]

    account("ed@mail.example", roles=("editor",))

    assert [alone in desk.get(url).content.decode() for url in pages] == [False, False]


def test_queue_asks_equally_often_for_one_and_three_appeals(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            listed(desk)
        return len(captured)

    appealed(asked, by=moderator)
    queries()
    first = queries()
    appealed(asked, by=moderator)
    appealed(asked, by=moderator)

    assert queries() == first


def test_queue_asks_equally_often_for_one_and_three(desk: Client, asked: QuestionPage) -> None:
    other = PerspectiveFactory(question=asked)

    def another() -> None:
        FlagFactory(perspective=held(asked), kind=Flag.Kind.DUPLICATE, like=other)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(listed(desk)) == Perspective.objects.waiting().count()
        return len(captured)

    another()
    queries()
    first = queries()
    another()
    another()

    assert queries() == first


def test_menu_and_front_page_say_how_many_wait(desk: Client, asked: QuestionPage) -> None:
    home = reverse("wagtailadmin_home")
    assert "to moderate" not in desk.get(home).content.decode()
    held(asked)

    text = desk.get(home).content.decode()

    assert ("Perspectives (1)" in text, "1 perspective to moderate" in text) == (True, True)


@pytest.mark.parametrize(
    ("role", "sees"),
    [("moderator", True), ("editor", True), ("admin", True), ("author", False), ("finance", False)],
)
def test_moderators_and_editors_alone_see_it(
    client: Client, asked: QuestionPage, role: str, sees: bool
) -> None:
    row = held(asked)
    user = account("staff@mail.example", roles=(role,))
    client.force_login(user)

    answers = [
        client.get(reverse("cms_perspectives:index")),
        client.get(reverse("cms_perspectives:decide", args=[row.pk])),
        client.get(reverse("cms_perspectives:history")),
    ]

    assert [answer.status_code == 200 for answer in answers] == [sees] * 3
    assert ("1 perspective to moderate" in client.get(reverse("wagtailadmin_home")).content.decode()) is sees


def test_history_finds_by_words_and_state(desk: Client, asked: QuestionPage) -> None:
    quiet = PerspectiveFactory(question=asked, said="The whole room went quiet.")
    PerspectiveFactory(question=asked, said="Quiet, too.", state=State.HELD)
    PerspectiveFactory(question=asked, said="Loud.")

    def found(**given: str) -> list[int]:
        answer = desk.get(reverse("cms_perspectives:history"), given)
        return [row.pk for row in answer.context["page"]]

    assert found(q="room quiet", state="published") == [quiet.pk]
    assert len(found(q="quiet")) == 2
    assert len(found()) == 3


def test_history_asks_equally_often_for_one_and_three(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            desk.get(reverse("cms_perspectives:history"))
        return len(captured)

    PerspectiveFactory(question=asked, decided_by=moderator)
    queries()
    first = queries()
    PerspectiveFactory.create_batch(2, question=asked, decided_by=moderator)

    assert queries() == first
