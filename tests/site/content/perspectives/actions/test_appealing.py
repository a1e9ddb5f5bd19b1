import pytest

from content.models import Appeal, Perspective, PerspectiveEvent
from content.perspectives import actions, errors
from core import clock
from core.refusal import InvalidDetails
from outbox.models import OutboxMessage
from outbox.models import State as Sent
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, undo, words

pytestmark = pytest.mark.django_db
State, Outcome = Perspective.State, Appeal.Outcome


def left_out() -> Perspective:
    row = PerspectiveFactory(state=State.HELD)
    return actions.leave_out(perspective=row, by=PersonFactory(), version=1, reason="An advertisement.")


def test_author_asks_once_for_each_decision() -> None:
    row = left_out()

    actions.appeal(perspective=row, by=row.author, words="It is none.")

    with pytest.raises(errors.AppealedAlready):
        actions.appeal(perspective=row, by=row.author, words="Really, it is none.")
    assert list(Perspective.objects.waiting()) == [row]


def test_second_appeal_is_refused_while_the_first_waits_although_it_was_decided_anew() -> None:
    row = PerspectiveFactory()
    actions.redact(perspective=row, by=PersonFactory(), version=1, words=words(), reason="A street.")
    first = actions.appeal(perspective=row, by=row.author, words="There is no such street.")
    actions.leave_out(perspective=row, by=PersonFactory(), version=2, reason="Reported as well.")

    with pytest.raises(errors.AppealedAlready):
        actions.appeal(perspective=row, by=row.author, words="And now this.")

    assert list(row.appeals.all()) == [first]


def test_appeal_needs_words_a_decision_and_its_author() -> None:
    row, fine = left_out(), PerspectiveFactory()

    with pytest.raises(InvalidDetails):
        actions.appeal(perspective=row, by=row.author, words=" ")
    with pytest.raises(errors.NotYours):
        actions.appeal(perspective=row, by=PersonFactory(), words="Look again.")
    with pytest.raises(errors.NothingToAppeal):
        actions.appeal(perspective=fine, by=fine.author, words="Look again.")


def test_somebody_else_decides() -> None:
    row = left_out()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")

    with pytest.raises(errors.DecidedByYou):
        actions.decide_appeal(
            appeal=asked, by=row.decided_by, version=2, outcome=Outcome.UPHELD, reply="It is one."
        )


def test_decision_that_stands_is_told_and_not_asked_about_again() -> None:
    row = left_out()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")

    actions.decide_appeal(
        appeal=asked, by=PersonFactory(), version=2, outcome=Outcome.UPHELD, reply="It names a shop."
    )

    row.refresh_from_db()
    assert (row.state, row.version) == (State.LEFT_OUT, 2)
    assert OutboxMessage.objects.filter(payload__appeal=asked.pk).count() == 1
    with pytest.raises(errors.AppealedAlready):
        actions.appeal(perspective=row, by=row.author, words="Again.")


def test_changed_decision_publishes_what_was_left_out() -> None:
    row, other = left_out(), PersonFactory()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")

    actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.CHANGED, reply="You are right.")

    row.refresh_from_db()
    assert (row.state, row.reason, row.decided_by) == (State.PUBLISHED, "", other)
    last = row.events.last()
    assert (last.act, last.reason) == (PerspectiveEvent.Act.APPROVED, "You are right.")


def test_changed_decision_gives_the_author_their_words_back() -> None:
    row = PerspectiveFactory(said="As I said it.", state=State.HELD)
    actions.redact(perspective=row, by=PersonFactory(), version=1, words=words(), reason="A street.")
    asked = actions.appeal(perspective=row, by=row.author, words="There is no such street.")

    actions.decide_appeal(
        appeal=asked, by=PersonFactory(), version=2, outcome=Outcome.CHANGED, reply="You are right."
    )

    row.refresh_from_db()
    assert (row.state, row.said) == (State.PUBLISHED, "As I said it.")


def test_reply_is_needed_and_an_answer_is_given_once() -> None:
    row, other = left_out(), PersonFactory()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")

    with pytest.raises(errors.ReasonMissing):
        actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.UPHELD, reply="")
    actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.UPHELD, reply="It is one.")
    with pytest.raises(errors.NothingToDecide):
        actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.CHANGED, reply="Or not.")


def test_answer_is_taken_back_by_who_gave_it_and_the_appeal_is_open_again() -> None:
    row, other = left_out(), PersonFactory()
    first = row.decided_by
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")
    actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.CHANGED, reply="You are right.")

    with pytest.raises(errors.AnsweredByAnother):
        undo(row, by=first)
    back = undo(row, by=other)

    asked.refresh_from_db()
    assert (back.state, asked.decided_at, asked.outcome, asked.reply) == (State.LEFT_OUT, None, "", "")
    actions.decide_appeal(appeal=asked, by=other, version=4, outcome=Outcome.UPHELD, reply="It is one.")
    assert OutboxMessage.objects.filter(payload__appeal=asked.pk).count() == 2


def test_decision_that_was_to_stand_is_looked_at_again() -> None:
    row, other = left_out(), PersonFactory()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")
    actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.UPHELD, reply="It is one.")

    with pytest.raises(errors.AnsweredByAnother):
        undo(row, by=PersonFactory())
    back = undo(row, by=other)

    asked.refresh_from_db()
    assert (back.state, back.reason, asked.decided_at) == (State.LEFT_OUT, "An advertisement.", None)
    assert not OutboxMessage.objects.filter(payload__template="undone").exists()
    actions.decide_appeal(appeal=asked, by=other, version=3, outcome=Outcome.CHANGED, reply="Sorry.")
    row.refresh_from_db()
    assert (row.state, row.said) == (State.PUBLISHED, back.said)


def test_author_who_was_told_hears_that_it_is_looked_at_again() -> None:
    row, other = left_out(), PersonFactory()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")
    actions.decide_appeal(appeal=asked, by=other, version=2, outcome=Outcome.UPHELD, reply="It is one.")
    OutboxMessage.objects.filter(payload__appeal=asked.pk).update(state=Sent.DONE, done_at=clock.now())

    undo(row, by=other)

    assert OutboxMessage.objects.get(payload__template="undone").payload["version"] == 3


def test_who_decided_neither_publishes_nor_takes_it_back_while_an_appeal_waits() -> None:
    row = left_out()
    asked = actions.appeal(perspective=row, by=row.author, words="It is none.")

    with pytest.raises(errors.DecidedByYou):
        actions.approve(perspective=row, by=row.decided_by, version=2)
    with pytest.raises(errors.DecidedByYou):
        undo(row, by=row.decided_by)

    asked.refresh_from_db()
    row.refresh_from_db()
    assert (row.state, asked.outcome) == (State.LEFT_OUT, "")


def test_who_decided_is_recused_although_another_decision_came_and_was_taken_back_before_the_appeal() -> None:
    row, first, second = PerspectiveFactory(), PersonFactory(), PersonFactory()
    actions.redact(perspective=row, by=first, version=1, words=words(), reason="A street.")
    actions.leave_out(perspective=row, by=second, version=2, reason="Too short.")
    undo(row, by=second)
    asked = actions.appeal(perspective=row, by=row.author, words="There is no such street.")
    actions.leave_out(perspective=row, by=PersonFactory(), version=4, reason="Reported as well.")

    with pytest.raises(errors.DecidedByYou):
        actions.decide_appeal(appeal=asked, by=first, version=5, outcome=Outcome.UPHELD, reply="Yes.")

    actions.decide_appeal(appeal=asked, by=second, version=5, outcome=Outcome.UPHELD, reply="Yes.")


@pytest.mark.parametrize("between", ["left out and that taken back", "kept", "kept and that taken back"])
def test_author_gets_the_words_before_the_decision_that_holds(between: str) -> None:
    row, other = PerspectiveFactory(said="As I said it."), PersonFactory()
    row = actions.redact(perspective=row, by=PersonFactory(), version=1, words=words(), reason="A street.")
    if between.startswith("left out"):
        row = actions.leave_out(perspective=row, by=other, version=row.version, reason="Too short.")
    else:
        actions.report(perspective=row, reporter=None, why="other")
        row = actions.settle_reports(perspective=row, by=other, version=row.version)
    if between.endswith("taken back"):
        row = undo(row, by=other)
    asked = actions.appeal(perspective=row, by=row.author, words="There is no such street.")

    actions.decide_appeal(
        appeal=asked, by=PersonFactory(), version=row.version, outcome=Outcome.CHANGED, reply="Right."
    )

    row.refresh_from_db()
    assert (row.state, row.said) == (State.PUBLISHED, "As I said it.")


def test_who_decided_neither_rewords_their_way_out_nor_answers_after_another_decision() -> None:
    row, first, second = PerspectiveFactory(said="As I said it."), PersonFactory(), PersonFactory()
    actions.redact(perspective=row, by=first, version=1, words=words(), reason="A street.")
    asked = actions.appeal(perspective=row, by=row.author, words="There is no such street.")

    with pytest.raises(errors.DecidedByYou):
        actions.redact(perspective=row, by=first, version=2, words=words(said="So?"), reason="A street.")
    actions.leave_out(perspective=row, by=second, version=2, reason="Reported as well.")
    for one in (first, second):
        with pytest.raises(errors.DecidedByYou):
            actions.decide_appeal(appeal=asked, by=one, version=3, outcome=Outcome.UPHELD, reply="Yes.")

    actions.decide_appeal(
        appeal=asked, by=PersonFactory(), version=3, outcome=Outcome.CHANGED, reply="Right."
    )
    row.refresh_from_db()
    assert (row.state, row.said) == (State.PUBLISHED, "As I said it.")
