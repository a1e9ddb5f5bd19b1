import datetime as dt

import pytest

from content.models import Flag, Perspective, PerspectiveEvent, Report
from content.perspectives import actions, errors
from content.perspectives.wording import Words
from core import clock
from core.refusal import InvalidDetails
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import (
    FlagFactory,
    PerspectiveFactory,
    SuspensionFactory,
    question,
    trusted,
    words,
)

pytestmark = pytest.mark.django_db
State = Perspective.State


@pytest.mark.parametrize(("language", "state"), [("de", State.PUBLISHED), ("en", State.HELD)])
def test_reworded_one_is_looked_at_in_its_own_language(language: str, state: str) -> None:
    row = PerspectiveFactory(author=trusted(), language=language)
    capitals = words(said="Da habe ich erst Guten Morgen gesagt.")

    changed = actions.edit_own(perspective=row, by=row.author, words=capitals, shown_name="Joss")

    assert (changed.state, changed.language) == (state, language)


def test_flags_of_the_words_before_are_gone_with_them() -> None:
    row = FlagFactory(perspective__author=trusted()).perspective

    clean = actions.edit_own(perspective=row, by=row.author, words=words(), shown_name="Joss")

    assert (clean.state, list(clean.flags.all())) == (State.PUBLISHED, [])


def test_first_two_of_a_member_are_held() -> None:
    page, member = question(), PersonFactory()

    sent = [
        actions.send_perspective(question=page, author=member, words=written, shown_name="Joss")
        for written in (words(), words("Nothing, for a bit.", "She read the whole form aloud and laughed."))
    ]

    assert [row.state for row in sent] == [State.HELD, State.HELD]
    assert [list(row.flags.values_list("kind", flat=True)) for row in sent] == [[Flag.Kind.FIRST]] * 2


def test_third_one_is_published_at_once() -> None:
    page = question()

    sent = actions.send_perspective(question=page, author=trusted(), words=words(), shown_name="Joss")

    assert sent.state == State.PUBLISHED
    assert sent.flags.count() == 0
    assert [event.act for event in sent.events.all()] == [PerspectiveEvent.Act.SENT]


def test_identifying_words_hold_it_and_are_shown() -> None:
    said = "It was the first time the man from Canal Street looked at me."

    sent = actions.send_perspective(
        question=question(), author=trusted(), words=words(said=said), shown_name="Joss"
    )

    assert sent.state == State.HELD
    assert list(sent.flags.values_list("kind", "words")) == [
        (Flag.Kind.IDENTIFYING, "the man from Canal Street")
    ]


def test_almost_the_same_words_are_flagged_with_which() -> None:
    first = PerspectiveFactory(said="I ask which half of the hour they would rather not waste with me.")

    sent = actions.send_perspective(
        question=first.question,
        author=trusted(),
        words=Words(said=first.said.replace("ask", "asked"), happened=first.happened),
        shown_name="Joss",
    )

    assert sent.state == State.HELD
    assert [(flag.kind, flag.words, flag.like) for flag in sent.flags.all()] == [
        (Flag.Kind.DUPLICATE, "", first)
    ]


def test_same_words_twice_are_refused_however_they_are_spelt() -> None:
    page, member = question(), PersonFactory()
    actions.send_perspective(question=page, author=member, words=words(), shown_name="Joss")

    with pytest.raises(errors.PostedTwice):
        actions.send_perspective(
            question=page,
            author=member,
            words=words(said=words().said.upper(), happened=f"  {words().happened}  "),
            shown_name="Joss",
        )

    assert Perspective.objects.count() == 1


def test_words_taken_back_may_be_sent_again() -> None:
    page, member = question(), PersonFactory()
    first = actions.send_perspective(question=page, author=member, words=words(), shown_name="Joss")
    actions.withdraw(perspective=first, by=member)

    again = actions.send_perspective(question=page, author=member, words=words(), shown_name="Joss")

    assert again.state == State.HELD


@pytest.mark.parametrize("how", ["left out", "reworded", "reported"])
def test_taking_back_and_sending_again_is_no_way_past_a_moderator(how: str) -> None:
    page, member, moderator = question(), trusted(), PersonFactory()
    told = words(said="Short.", happened="Oh yes.")
    row = actions.send_perspective(question=page, author=member, words=told, shown_name="Joss")
    if how == "left out":
        actions.leave_out(perspective=row, by=moderator, version=1, reason="It mocks.")
    elif how == "reworded":
        actions.redact(perspective=row, by=moderator, version=1, words=words(), reason="It mocks.")
    else:
        actions.report(perspective=row, reporter=None, why=Report.Why.HURTFUL)
    actions.withdraw(perspective=row, by=member)

    again = actions.send_perspective(question=page, author=member, words=told, shown_name="Joss")

    assert again.state == State.HELD
    assert [(flag.kind, flag.like) for flag in again.flags.all()] == [(Flag.Kind.DUPLICATE, row)]


def test_what_another_took_back_is_not_compared() -> None:
    told = words(said="Short.", happened="Oh yes.")
    row = PerspectiveFactory(
        state=State.WITHDRAWN,
        reason="It mocks.",
        said=told.said,
        happened=told.happened,
        fingerprint=told.fingerprint,
    )

    sent = actions.send_perspective(question=row.question, author=trusted(), words=told, shown_name="Joss")

    assert (sent.state, sent.flags.count()) == (State.PUBLISHED, 0)


def test_closed_question_takes_none() -> None:
    page = question(closes_on=clock.today() - dt.timedelta(days=1))

    with pytest.raises(errors.QuestionClosed):
        actions.send_perspective(question=page, author=trusted(), words=words(), shown_name="Joss")


def test_question_that_closes_today_still_takes_one() -> None:
    page = question(closes_on=clock.today())

    sent = actions.send_perspective(question=page, author=trusted(), words=words(), shown_name="Joss")

    assert sent.state == State.PUBLISHED


def test_draft_of_a_question_takes_none() -> None:
    page = question(publish=False)

    with pytest.raises(errors.QuestionClosed):
        actions.send_perspective(question=page, author=trusted(), words=words(), shown_name="Joss")


def test_suspended_member_reads_the_reason() -> None:
    member = trusted()
    SuspensionFactory(user=member, reason="Several advertisements.")

    with pytest.raises(errors.Suspended) as refusal:
        actions.send_perspective(question=question(), author=member, words=words(), shown_name="Joss")

    assert refusal.value.sentence == (
        "You cannot contribute for now. The reason we noted: Several advertisements."
    )


def test_script_in_every_field_becomes_plain_text() -> None:
    script = "<script>alert(1)</script>Well, & then <b onclick=x>a < b</b>"

    sent = actions.send_perspective(
        question=question(),
        author=trusted(),
        words=Words(said=script, happened=script + "!", changed=script + "?"),
        shown_name="<i>Joss</i>",
    )

    sent.refresh_from_db()
    assert sent.said == "Well, & then a < b"
    assert (sent.happened, sent.changed) == ("Well, & then a < b!", "Well, & then a < b?")
    assert sent.shown_name == "Joss"


def test_nothing_but_tags_is_nothing() -> None:
    with pytest.raises(InvalidDetails):
        actions.send_perspective(
            question=question(), author=trusted(), words=words(said="<b></b>"), shown_name="Joss"
        )


def test_author_rewords_within_a_day() -> None:
    member = trusted()
    row = PerspectiveFactory(author=member, said="Before it.", happened="Some happened.")

    actions.edit_own(perspective=row, by=member, words=words(), shown_name="Joss")

    row.refresh_from_db()
    assert (row.said, row.state, row.version) == (words().said, State.PUBLISHED, 2)
    event = row.events.get()
    assert (event.act, event.state_before) == (PerspectiveEvent.Act.EDITED, State.PUBLISHED)
    assert event.before == {"said": "Before it.", "happened": "Some happened."}


def test_published_one_is_held_again_when_reworded_words_are_flagged() -> None:
    member = trusted()
    row = PerspectiveFactory(author=member, picked_at=clock.now())

    edited = actions.edit_own(
        perspective=row, by=member, words=words(said="I rang him on 07700 900123."), shown_name="Joss"
    )

    assert (edited.state, edited.picked_at) == (State.HELD, None)
    assert list(edited.flags.values_list("kind", "words")) == [(Flag.Kind.IDENTIFYING, "07700 900123")]


def test_held_one_is_published_once_the_words_are_gone() -> None:
    member = trusted()
    row = actions.send_perspective(
        question=question(),
        author=member,
        words=words(said="I rang him on 07700 900123."),
        shown_name="Joss",
    )

    edited = actions.edit_own(perspective=row, by=member, words=words(said="I rang him."), shown_name="Joss")

    assert (edited.state, edited.flags.count()) == (State.PUBLISHED, 0)


def test_what_a_moderator_reworded_is_read_again() -> None:
    member = trusted()
    row = PerspectiveFactory(author=member, reason="A street was named.")

    edited = actions.edit_own(perspective=row, by=member, words=words(), shown_name="Joss")

    assert edited.state == State.HELD


def test_after_a_day_it_is_too_late() -> None:
    member = trusted()
    row = PerspectiveFactory(author=member, sent_at=clock.now() - dt.timedelta(hours=24, seconds=1))

    with pytest.raises(errors.TooLateToEdit) as refusal:
        actions.edit_own(perspective=row, by=member, words=words(), shown_name="Joss")

    assert refusal.value.sentence == (
        "Words can be changed for 24 hours after sending. You could take this back and send another."
    )


def test_nobody_else_edits_or_takes_back() -> None:
    row, other = PerspectiveFactory(), PersonFactory()

    with pytest.raises(errors.NotYours):
        actions.edit_own(perspective=row, by=other, words=words(), shown_name="Joss")
    with pytest.raises(errors.NotYours):
        actions.withdraw(perspective=row, by=other)


def test_edit_into_words_sent_already_is_refused() -> None:
    member = trusted()
    page = question()
    actions.send_perspective(question=page, author=member, words=words(), shown_name="Joss")
    row = PerspectiveFactory(question=page, author=member)

    with pytest.raises(errors.PostedTwice):
        actions.edit_own(perspective=row, by=member, words=words(), shown_name="Joss")


def test_taking_back_settles_reports_and_ends_a_pick() -> None:
    row = PerspectiveFactory(picked_at=clock.now())
    actions.report(perspective=row, reporter=PersonFactory(), why=Report.Why.OTHER)

    taken = actions.withdraw(perspective=row, by=row.author)

    assert (taken.state, taken.picked_at) == (State.WITHDRAWN, None)
    assert taken.reports.filter(settled_at=None).count() == 0
    assert not Perspective.objects.waiting().exists()
