"""One perspective before a moderator: what they may do, what is refused, what can be taken back."""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.asserts import assertRedirects
from wagtail.models import ModelLogEntry

from accounts.models import User
from content.cms.moderation.forms import READY
from content.models import Appeal, Flag, Perspective, QuestionPage, Suspension
from content.perspectives import actions, trail
from tests.factories.accounts import account
from tests.factories.perspectives import FlagFactory, PerspectiveFactory, SuspensionFactory, question, words
from tests.site.content.cms.moderation import test_queue as queue

pytestmark = pytest.mark.django_db
State = Perspective.State
moderator, desk, asked = queue.moderator, queue.desk, queue.asked


def page(desk: Client, row: Perspective) -> HttpResponse:
    return desk.get(reverse("cms_perspectives:decide", args=[row.pk]))


def do(desk: Client, row: Perspective, name: str, **given: Any) -> HttpResponse:
    """What the browser sends from the page as it stands."""
    version, last = Perspective.objects.get(pk=row.pk).version, trail.last_act(row)
    read = {"version": version, "event": last.pk if last else "", "show": "all"}
    return desk.post(reverse(f"cms_perspectives:{name}", args=[row.pk]), read | given)


def offered(desk: Client, row: Perspective) -> set[str]:
    return {name for name, may in page(desk, row).context["may"].items() if may}


def state(row: Perspective) -> str:
    return Perspective.objects.get(pk=row.pk).state


def test_publishing_opens_the_next_one_with_a_way_back(desk: Client, asked: QuestionPage) -> None:
    first, second = queue.held(asked, days=2), queue.held(asked, days=1)

    answer = do(desk, first, "publish")

    there = reverse("cms_perspectives:decide", args=[second.pk])
    assert (answer.status_code, answer.headers["Location"], state(first)) == (302, there, State.PUBLISHED)
    text = desk.get(there).content.decode()
    assert f'action="{reverse("cms_perspectives:undo", args=[first.pk])}"' in text
    assert "is published." in text


def test_last_one_leads_back_to_the_list(desk: Client, asked: QuestionPage) -> None:
    answer = do(desk, queue.held(asked), "publish")

    assert answer.headers["Location"] == reverse("cms_perspectives:index")
    assert "Nothing waits." in desk.get(answer.headers["Location"]).content.decode()


def test_undo_brings_back_what_was_and_is_offered_no_more(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)
    do(desk, row, "leave-out", reason="Not here.")

    answer = do(desk, row, "undo")

    assert answer.headers["Location"] == reverse("cms_perspectives:decide", args=[row.pk])
    assert (state(row), offered(desk, row)) == (State.HELD, {"publish", "reword", "leave_out", "suspend"})
    assert "is left out." not in desk.get(reverse("cms_perspectives:index")).content.decode()


def test_undo_offered_for_a_decision_undoes_no_later_one(desk: Client, asked: QuestionPage) -> None:
    row = queue.reported(asked)
    there = do(desk, row, "reword", said="Shorter.", happened="He smiled.", reason="Too long.").headers[
        "Location"
    ]
    read = {"event": trail.last_act(row).pk, "show": "all"}
    assert f'name="event" value="{read["event"]}"' in desk.get(there).content.decode()
    actions.report(perspective=row, reporter=None, why="hurtful")
    actions.settle_reports(perspective=row, by=account("ed@mail.example", roles=("editor",)), version=2)

    answer = desk.post(reverse("cms_perspectives:undo", args=[row.pk]), read)

    assert (answer.status_code, row.reports.filter(settled_at=None).exists()) == (409, False)
    assert "Somebody else has decided on it" in answer.content.decode()
    assert "in your wording" not in desk.get(reverse("cms_perspectives:index")).content.decode()


def test_rewording_publishes_and_the_trail_keeps_the_words_before(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked, said="He is from Canal Street.")

    do(desk, row, "reword", said="He is from here.", happened="He smiled.", reason="A street was named.")

    changed = Perspective.objects.get(pk=row.pk)
    assert (changed.state, changed.said, changed.reason) == (
        State.PUBLISHED,
        "He is from here.",
        "A street was named.",
    )
    text = page(desk, row).content.decode()
    assert ("The words before" in text, "He is from Canal Street." in text) == (True, True)


def test_leaving_out_takes_a_ready_made_reason(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)

    do(desk, row, "leave-out", ready=str(READY[1]))

    assert Perspective.objects.get(pk=row.pk).reason == str(READY[1])


@pytest.mark.parametrize("name", ["leave-out", "reword"])
def test_reason_left_empty_is_asked_for_beside_the_field(
    desk: Client, asked: QuestionPage, name: str
) -> None:
    row = queue.held(asked)

    answer = do(desk, row, name, said="Kept words.", happened="And more.")

    assert (answer.status_code, state(row)) == (400, State.HELD)
    form = answer.context["forms"][name.replace("-", "_")]
    assert form.errors == {"reason": ["Please give a reason, as its author should read it."]}
    assert (name == "leave-out") or "Kept words." in answer.content.decode()


def test_words_changed_meanwhile_are_shown_and_nothing_is_decided(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)
    actions.edit_own(perspective=row, by=row.author, words=words(said="Quite new words."), shown_name="Joss")

    answer = desk.post(reverse("cms_perspectives:publish", args=[row.pk]), {"version": 1})

    text = answer.content.decode()
    assert (answer.status_code, state(row)) == (409, State.HELD)
    assert ("Its author has changed it since you opened it." in text, "Quite new words." in text) == (
        True,
        True,
    )
    assert 'name="version" value="2"' in text


def test_reported_one_may_be_kept(desk: Client, asked: QuestionPage) -> None:
    row = queue.reported(asked)

    do(desk, row, "keep")

    assert (state(row), row.reports.filter(settled_at=None).exists()) == (State.PUBLISHED, False)


def test_keeping_it_is_taken_back_from_the_next_page(desk: Client, asked: QuestionPage) -> None:
    row, following = queue.reported(asked), queue.reported(asked)
    there = do(desk, row, "keep").headers["Location"]

    assert there == reverse("cms_perspectives:decide", args=[following.pk])
    text = desk.get(there).content.decode()
    undo = reverse("cms_perspectives:undo", args=[row.pk])
    assert ("stays as it is." in text, f'action="{undo}"' in text) == (True, True)
    assert "undo" in offered(desk, row)

    assert do(desk, row, "undo").headers["Location"] == reverse("cms_perspectives:decide", args=[row.pk])
    assert {"keep", "reword", "leave_out"} <= offered(desk, row)
    assert "undo" not in offered(desk, row)


def test_report_that_was_not_on_the_page_is_not_settled_by_it(desk: Client, asked: QuestionPage) -> None:
    row = queue.reported(asked)
    newest = page(desk, row).context["newest_report"]
    assert f'name="newest" value="{newest}"' in page(desk, row).content.decode()
    later = actions.report(perspective=row, reporter=row.decided_by, why="hurtful", words="And it names him.")

    do(desk, row, "keep", newest=newest)

    assert list(row.reports.filter(settled_at=None)) == [later]


def test_answered_appeal_is_taken_back_from_the_next_page(desk: Client, asked: QuestionPage) -> None:
    row = queue.appealed(asked, by=account("ed@mail.example", roles=("editor",)))
    there = do(desk, row, "appeal", outcome="upheld", reply="It does not belong here.").headers["Location"]

    assert "The appeal is decided" in desk.get(there).content.decode()
    do(desk, row, "undo")

    assert (Appeal.objects.get().outcome, "appeal" in offered(desk, row)) == ("", True)


def test_who_decided_leaves_the_appeal_to_somebody_else(
    desk: Client, asked: QuestionPage, moderator: User
) -> None:
    row = queue.appealed(asked, by=moderator)

    text = page(desk, row).content.decode()

    assert "the appeal waits for somebody else" in text
    assert offered(desk, row) == {"suspend"}
    assert do(desk, row, "undo").status_code == 400
    answer = do(desk, row, "appeal", outcome="upheld", reply="No.")
    assert (answer.status_code, Appeal.objects.get().outcome) == (400, "")


def test_somebody_else_decides_the_appeal(desk: Client, asked: QuestionPage) -> None:
    row = queue.appealed(asked, by=account("ed@mail.example", roles=("editor",)))

    do(desk, row, "appeal", outcome="changed", reply="It does belong here.")

    assert (state(row), Appeal.objects.get().outcome) == (State.PUBLISHED, "changed")


def test_answer_left_empty_is_asked_for_beside_the_fields(desk: Client, asked: QuestionPage) -> None:
    row = queue.appealed(asked, by=account("ed@mail.example", roles=("editor",)))

    answer = do(desk, row, "appeal")

    assert answer.status_code == 400
    assert answer.context["forms"]["appeal"].errors == {
        "outcome": ["Please choose one of the two."],
        "reply": ["Please write a sentence to its author, who is waiting for it."],
    }


def test_suspension_without_a_reason_is_asked_for_beside_the_field(desk: Client, asked: QuestionPage) -> None:
    answer = do(desk, queue.held(asked), "suspend")

    assert answer.context["forms"]["suspend"].errors == {
        "reason": ["Please give a reason, as the member should read it."]
    }
    assert not Suspension.objects.exists()


def test_nobody_decides_on_their_own(desk: Client, asked: QuestionPage, moderator: User) -> None:
    row = queue.held(asked, author=moderator)

    assert (offered(desk, row), "somebody else decides" in page(desk, row).content.decode()) == (set(), True)
    assert (do(desk, row, "publish").status_code, state(row)) == (400, State.HELD)


def test_near_duplicate_stands_beside(desk: Client, asked: QuestionPage) -> None:
    other = PerspectiveFactory(question=asked, said="Much the same was said before.")
    row = queue.held(asked)
    FlagFactory(perspective=row, kind=Flag.Kind.DUPLICATE, words=other.said, like=other)

    text = page(desk, row).content.decode()

    assert ("Much like this one" in text, "Much the same was said before." in text) == (True, True)


def test_member_is_suspended_until_the_end_of_a_day_and_let_again(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)

    do(desk, row, "suspend", reason="Three advertisements.", last_day="2099-07-31")

    found = Suspension.objects.get()
    assert (found.user, found.until) == (row.author, dt.datetime(2099, 7, 31, 23, tzinfo=dt.UTC))
    text = page(desk, row).content.decode()
    assert ("Let them contribute again" in text, "Up to and including 31 July 2099." in text) == (True, True)
    assert 'value="2099-07-31"' in text

    do(desk, row, "change-end", last_day="2099-08-31")
    assert Suspension.objects.get().last_day == dt.date(2099, 8, 31)
    do(desk, row, "lift")
    assert not Suspension.objects.in_force().exists()
    logged = ModelLogEntry.objects.order_by("pk")
    assert [(one.action, one.data.get("act"), one.user.email) for one in logged] == [
        ("wagtail.create", None, "mod@mail.example"),
        ("wagtail.edit", "change-end", "mod@mail.example"),
        ("wagtail.edit", "lift", "mod@mail.example"),
    ]
    assert row.author.get_full_name() not in {one.label for one in logged}


def test_day_that_is_over_is_said_beside_it(desk: Client, asked: QuestionPage) -> None:
    answer = do(desk, queue.held(asked), "suspend", reason="Advertisements.", last_day="2020-01-01")

    assert answer.context["forms"]["suspend"].errors == {
        "last_day": ["That day is over already. You could choose a later one, or none."]
    }


def test_published_one_becomes_a_pick_and_no_longer(desk: Client, asked: QuestionPage) -> None:
    row = PerspectiveFactory(question=asked)

    do(desk, row, "pick")
    assert Perspective.objects.get(pk=row.pk).picked_at is not None
    do(desk, row, "unpick")

    assert Perspective.objects.get(pk=row.pk).picked_at is None


def test_neighbours_stay_within_the_list_that_was_opened(desk: Client, asked: QuestionPage) -> None:
    rows = [queue.held(asked, days=days) for days in (3, 2, 1)]
    queue.reported(asked)

    answer = desk.get(reverse("cms_perspectives:decide", args=[rows[1].pk]), {"show": "held"})

    at = answer.context["place"]
    assert (at.number, at.total, at.before, at.after) == (2, 3, rows[0].pk, rows[2].pk)


@pytest.mark.parametrize("order", ["", "newest"])
def test_decision_goes_on_within_what_was_narrowed(desk: Client, asked: QuestionPage, order: str) -> None:
    old, here, young = (queue.held(asked, days=days) for days in (9, 8, 7))
    queue.held(question(), days=8)
    queue.held(asked)
    narrowed = {"days": "7", "question": str(asked.pk)} | ({"order": order} if order else {})
    page = reverse("cms_perspectives:decide", args=[here.pk])
    at = desk.get(page, narrowed).context["place"]

    answer = desk.post(reverse("cms_perspectives:publish", args=[here.pk]), {"version": 1, **narrowed})

    following = old if order else young
    assert (at.number, at.total, at.after) == (2, 3, following.pk)
    decide = reverse("cms_perspectives:decide", args=[following.pk])
    assertRedirects(answer, f"{decide}?{urlencode(narrowed)}")


def test_every_form_of_a_deed_carries_what_was_narrowed(desk: Client, asked: QuestionPage) -> None:
    answer = desk.get(reverse("cms_perspectives:decide", args=[queue.held(asked).pk]), {"q": "quiet"})

    text = answer.content.decode()
    assert text.count('<input type="hidden" name="q" value="quiet">') == text.count('class="mod-deed"')


def test_deeds_are_forms_alone(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)

    assert desk.get(reverse("cms_perspectives:publish", args=[row.pk])).status_code == 405
    assert (
        desk.post(reverse("cms_perspectives:publish", args=[row.pk + 1]), {"version": 1}).status_code == 404
    )


def test_refusal_is_said_where_the_deed_is_offered_no_more(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)
    actions.approve(perspective=row, by=account("ed@mail.example", roles=("editor",)), version=1)

    answer = desk.post(reverse("cms_perspectives:publish", args=[row.pk]), {"version": 1})

    assert (answer.status_code, "Somebody else has decided on it" in answer.content.decode()) == (409, True)


def test_refusal_stands_once_in_the_form_with_what_was_typed(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)

    answer = do(desk, row, "leave-out", version=row.version + 1, reason="It names a ward.")

    form = answer.content.decode().partition('data-open="l"')[2].partition("</details>")[0]
    said = "since you opened it"
    assert (answer.status_code, answer.content.decode().count(said), form.count(said)) == (409, 1, 1)
    assert "It names a ward.</textarea>" in form
    assert list(answer.context["messages"]) == []


def test_refusal_of_a_button_is_a_message_and_said_once(desk: Client, asked: QuestionPage) -> None:
    row = queue.held(asked)

    answer = do(desk, row, "publish", version=row.version + 1)

    [message] = answer.context["messages"]
    assert (answer.status_code, message.level_tag) == (409, "error")
    assert answer.content.decode().count("since you opened it") == 1


def test_script_in_a_members_words_stays_text(desk: Client, asked: QuestionPage) -> None:
    bad = "<script>alert(1)</script>"
    row = queue.reported(asked, said=bad, happened=bad, changed=bad, shown_name=bad)
    FlagFactory(perspective=row, words=bad)
    PerspectiveFactory(question=asked, state=State.HELD)

    queue_url, history_url = reverse("cms_perspectives:index"), reverse("cms_perspectives:history")
    pages = [page(desk, row), desk.get(queue_url), desk.get(history_url)]
    do(desk, row, "pick")
    pages.append(page(desk, row))
    do(desk, row, "leave-out", reason=bad + " Not here.")
    pages += [page(desk, row), desk.get(queue_url)]

    assert [(bad in one.content.decode(), "&lt;script&gt;" in one.content.decode()) for one in pages] == [
        (False, True)
    ] * 6


def test_nobody_lifts_their_own_suspension(desk: Client, asked: QuestionPage, moderator: User) -> None:
    row = queue.held(asked, author=moderator)
    SuspensionFactory(user=moderator)

    assert do(desk, row, "lift").status_code == 400
    assert Suspension.objects.in_force().count() == 1


def test_suspending_asks_for_its_own_permission(client: Client, asked: QuestionPage) -> None:
    row, user = queue.held(asked), account("helps@mail.example")
    wanted = ("access_admin", "change_perspective")
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    client.force_login(user)

    do(client, row, "suspend", reason="Advertisements.")

    assert page(client, row).status_code == 200
    assert not Suspension.objects.exists()


def test_page_asks_equally_often_for_one_and_three(desk: Client, asked: QuestionPage) -> None:
    row = queue.reported(asked)

    def another() -> None:
        other = PerspectiveFactory(question=asked)
        FlagFactory(perspective=row, kind=Flag.Kind.DUPLICATE, words=other.said, like=other)
        actions.report(perspective=row, reporter=None, why="hurtful")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(desk, row)
        return len(captured)

    another()
    queries()
    first = queries()
    another()
    another()

    assert queries() == first
