import pytest

from content.models import Appeal, Perspective, PerspectiveEvent, Report
from content.perspectives import actions, errors
from content.perspectives.mails import PATIENCE
from core import clock
from core.refusal import InvalidDetails
from outbox.models import OutboxMessage
from outbox.models import State as Sent
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, undo, words

pytestmark = pytest.mark.django_db
State = Perspective.State


def held(**fields: object) -> Perspective:
    return PerspectiveFactory(**{"state": State.HELD} | fields)


def mails() -> list[tuple[str, int]]:
    return [(m.payload["template"], m.payload["version"]) for m in OutboxMessage.objects.order_by("pk")]


def test_approving_publishes_and_tells_the_author() -> None:
    row, moderator = held(), PersonFactory()

    done = actions.approve(perspective=row, by=moderator, version=1)

    assert (done.state, done.version, done.decided_by) == (State.PUBLISHED, 2, moderator)
    assert mails() == [("approved", 2)]
    assert OutboxMessage.objects.get().due_at >= done.decided_at + PATIENCE


def test_words_without_an_author_tell_nobody() -> None:
    actions.approve(perspective=held(author=None), by=PersonFactory(), version=1)

    assert mails() == []


def test_rewording_publishes_with_a_reason() -> None:
    row, moderator = held(said="The man from Canal Street."), PersonFactory()

    done = actions.redact(
        perspective=row, by=moderator, version=1, words=words(), reason="A street was named."
    )

    assert (done.state, done.said, done.reason) == (State.PUBLISHED, words().said, "A street was named.")
    event = done.events.get()
    assert (event.act, event.before["said"], event.reason) == (
        PerspectiveEvent.Act.REDACTED,
        "The man from Canal Street.",
        "A street was named.",
    )
    assert mails() == [("redacted", 2)]


def test_rewording_into_nothing_is_refused() -> None:
    with pytest.raises(InvalidDetails):
        actions.redact(perspective=held(), by=PersonFactory(), version=1, words=words(said=" "), reason="x")


def test_rewording_that_changes_nothing_is_refused() -> None:
    row = held()
    same = words(said=f" {row.said}", happened=row.happened)

    with pytest.raises(InvalidDetails, match="as they stand"):
        actions.redact(perspective=row, by=PersonFactory(), version=1, words=same, reason="A street.")

    assert (Perspective.objects.get().state, mails()) == (State.HELD, [])


@pytest.mark.parametrize("reason", ["", "  ", "<b></b>"])
def test_leaving_out_needs_a_reason(reason: str) -> None:
    with pytest.raises(errors.ReasonMissing):
        actions.leave_out(perspective=held(), by=PersonFactory(), version=1, reason=reason)


def test_leaving_out_settles_reports() -> None:
    row, moderator = PerspectiveFactory(), PersonFactory()
    actions.report(perspective=row, reporter=None, why=Report.Why.ADVERT)

    done = actions.leave_out(perspective=row, by=moderator, version=1, reason="An advertisement.")

    assert (done.state, done.reason) == (State.LEFT_OUT, "An advertisement.")
    assert done.reports.get().settled_by == moderator
    assert not Perspective.objects.waiting().exists()


def test_decision_on_words_that_were_changed_meanwhile_is_refused() -> None:
    row = held()
    actions.edit_own(perspective=row, by=row.author, words=words(), shown_name="Joss")

    with pytest.raises(errors.WordsHaveChanged):
        actions.approve(perspective=row, by=PersonFactory(), version=1)

    row.refresh_from_db()
    assert row.state == State.HELD


def test_second_moderator_is_told_that_it_is_decided() -> None:
    row = held()
    actions.approve(perspective=row, by=PersonFactory(), version=1)

    with pytest.raises(errors.DecidedMeanwhile):
        actions.leave_out(perspective=row, by=PersonFactory(), version=1, reason="An advertisement.")


def test_nobody_decides_on_their_own() -> None:
    row = held()

    with pytest.raises(errors.OwnPerspective):
        actions.approve(perspective=row, by=row.author, version=1)


def test_what_is_published_needs_no_approval() -> None:
    with pytest.raises(errors.NothingToDecide):
        actions.approve(perspective=PerspectiveFactory(), by=PersonFactory(), version=1)


def test_undo_goes_back_to_words_and_state() -> None:
    row, moderator = PerspectiveFactory(said="As it was.", picked_at=clock.now()), PersonFactory()
    actions.leave_out(perspective=row, by=moderator, version=1, reason="Too short.")

    back = undo(row, by=moderator)

    assert (back.state, back.reason, back.picked_at) == (State.PUBLISHED, "", row.picked_at)
    assert (back.decided_by, back.decided_at, back.version) == (None, None, 3)


def test_undo_of_rewording_goes_back_to_being_held() -> None:
    row, moderator = held(said="As it was."), PersonFactory()
    actions.redact(perspective=row, by=moderator, version=1, words=words(), reason="A street.")

    back = undo(row, by=moderator)

    assert (back.state, back.said, back.reason) == (State.HELD, "As it was.", "")


def test_undo_of_the_second_decision_goes_back_to_the_first() -> None:
    first, second = PersonFactory(), PersonFactory()
    row = held()
    one = actions.redact(perspective=row, by=first, version=1, words=words(), reason="A street.")
    actions.leave_out(perspective=row, by=second, version=2, reason="An advertisement.")

    back = undo(row, by=second)

    assert (back.state, back.reason) == (State.PUBLISHED, "A street.")
    assert (back.decided_by, back.decided_at) == (first, one.decided_at)


def test_undo_of_a_decision_is_refused_once_somebody_has_kept_it_since() -> None:
    row, first, second = PerspectiveFactory(), PersonFactory(), PersonFactory()
    actions.redact(perspective=row, by=first, version=1, words=words(), reason="A street.")
    offered = row.events.get().pk
    actions.report(perspective=row, reporter=None, why=Report.Why.ADVERT)
    actions.settle_reports(perspective=row, by=second, version=2)

    with pytest.raises(errors.DecidedMeanwhile):
        actions.undo_decision(perspective=row, by=first, event=offered)

    assert not row.reports.filter(settled_at=None).exists()
    assert Perspective.objects.get().said == words().said


def test_undo_leaves_what_readers_found_helpful() -> None:
    row, moderator = PerspectiveFactory(), PersonFactory()
    actions.mark_helpful(perspective=row, user=PersonFactory())
    actions.leave_out(perspective=row, by=moderator, version=1, reason="Too short.")

    undo(row, by=moderator)

    assert Perspective.objects.published().with_helpful().get().helpful_count == 1


def test_undo_works_once() -> None:
    row = held()
    actions.approve(perspective=row, by=PersonFactory(), version=1)
    undo(row, by=PersonFactory())

    with pytest.raises(errors.NothingToUndo):
        undo(row, by=PersonFactory())


def test_undo_tells_only_who_had_been_told() -> None:
    told, untold, moderator = held(), held(), PersonFactory()
    for row in (told, untold):
        actions.approve(perspective=row, by=moderator, version=1)
    OutboxMessage.objects.filter(payload__perspective=told.pk).update(state=Sent.DONE, done_at=clock.now())

    for row in (told, untold):
        undo(row, by=moderator)

    undone = OutboxMessage.objects.filter(payload__template="undone")
    assert [message.payload["perspective"] for message in undone] == [told.pk]


def test_undo_by_somebody_else_answers_an_appeal() -> None:
    row, moderator = held(), PersonFactory()
    actions.leave_out(perspective=row, by=moderator, version=1, reason="An advertisement.")
    actions.appeal(perspective=row, by=row.author, words="It is none.")

    with pytest.raises(errors.DecidedByYou):
        undo(row, by=moderator)
    undo(row, by=PersonFactory())

    assert row.appeals.get().outcome == Appeal.Outcome.CHANGED


def test_undo_opens_reports_again_and_one_for_each_reader() -> None:
    row, moderator, reader = PerspectiveFactory(), PersonFactory(), PersonFactory()
    for reporter in (reader, PersonFactory(), None):
        actions.report(perspective=row, reporter=reporter, why=Report.Why.ADVERT)
    actions.redact(perspective=row, by=moderator, version=1, words=words(), reason="An advertisement.")
    actions.report(perspective=row, reporter=reader, why=Report.Why.ADVERT)

    undo(row, by=moderator)

    assert row.reports.filter(settled_at=None).count() == 3
    assert list(Perspective.objects.waiting()) == [row]


def test_undo_tells_who_has_appealed_before_being_told() -> None:
    row, moderator = held(), PersonFactory()
    actions.leave_out(perspective=row, by=moderator, version=1, reason="An advertisement.")
    actions.appeal(perspective=row, by=row.author, words="It is none.")

    undo(row, by=PersonFactory())

    assert mails() == [("left_out", 2), ("undone", 3)]
