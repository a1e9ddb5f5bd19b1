import pytest
from django.core import mail

from content.models import Perspective, PerspectiveEvent, Report
from content.perspectives import actions, errors, mails
from content.perspectives.actions.reporting import ENOUGH
from core import clock
from outbox.models import OutboxMessage
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, undo, words

pytestmark = pytest.mark.django_db
OTHER = Report.Why.OTHER


def test_report_makes_a_published_one_wait() -> None:
    row = PerspectiveFactory()

    actions.report(perspective=row, reporter=PersonFactory(), why=OTHER, words="<b>He</b> is my neighbour.")

    assert list(Perspective.objects.waiting()) == [row]
    assert row.reports.get().words == "He is my neighbour."


def test_reader_reports_once_while_it_waits() -> None:
    row, reader = PerspectiveFactory(), PersonFactory()

    first, second = (actions.report(perspective=row, reporter=reader, why=OTHER) for _ in range(2))

    assert first == second
    assert row.reports.count() == 1


def test_what_a_moderator_kept_is_not_reported_again_by_the_same_member_until_it_changes() -> None:
    row, reader = PerspectiveFactory(sent_at=clock.now()), PersonFactory()
    actions.report(perspective=row, reporter=reader, why=OTHER)
    actions.settle_reports(perspective=row, by=PersonFactory(), version=1)

    with pytest.raises(errors.ReportedAlready):
        actions.report(perspective=row, reporter=reader, why=OTHER)
    actions.report(perspective=row, reporter=PersonFactory(), why=OTHER)

    actions.redact(perspective=row, by=PersonFactory(), version=1, words=words(), reason="A street.")
    actions.report(perspective=row, reporter=reader, why=OTHER)
    assert row.reports.filter(reporter=reader).count() == 2


def test_strangers_fill_no_queue() -> None:
    row = PerspectiveFactory()

    for _ in range(ENOUGH + 2):
        actions.report(perspective=row, reporter=None, why=OTHER)

    assert row.reports.count() == ENOUGH


def test_only_what_others_published_is_reported() -> None:
    row, hidden = PerspectiveFactory(), PerspectiveFactory(state=Perspective.State.HELD)

    with pytest.raises(errors.OwnPerspective):
        actions.report(perspective=row, reporter=row.author, why=OTHER)
    with pytest.raises(errors.NotPublished):
        actions.report(perspective=hidden, reporter=None, why=OTHER)


def test_settling_keeps_it_as_it_is() -> None:
    row, moderator = PerspectiveFactory(), PersonFactory()
    actions.report(perspective=row, reporter=None, why=OTHER)

    kept = actions.settle_reports(perspective=row, by=moderator, version=1)

    assert (kept.state, kept.version) == (Perspective.State.PUBLISHED, 1)
    assert kept.reports.get().settled_by == moderator
    assert [event.act for event in kept.events.all()] == [PerspectiveEvent.Act.KEPT]
    assert not Perspective.objects.waiting().exists()


def test_report_that_came_in_while_reading_stays_open() -> None:
    row = PerspectiveFactory()
    read = actions.report(perspective=row, reporter=None, why=OTHER)
    later = actions.report(perspective=row, reporter=PersonFactory(), why=OTHER)

    actions.settle_reports(perspective=row, by=PersonFactory(), version=1, newest=read.pk)

    assert list(row.reports.filter(settled_at=None)) == [later]
    with pytest.raises(errors.NothingToDecide):
        actions.settle_reports(perspective=row, by=PersonFactory(), version=1, newest=read.pk)


def test_keeping_it_is_taken_back_once_and_its_reports_are_open_again() -> None:
    row, moderator = PerspectiveFactory(), PersonFactory()
    old = actions.report(perspective=row, reporter=None, why=OTHER)
    actions.settle_reports(perspective=row, by=PersonFactory(), version=1)
    new = actions.report(perspective=row, reporter=None, why=OTHER)
    actions.settle_reports(perspective=row, by=moderator, version=1)

    back = undo(row, by=moderator)

    assert (back.state, list(row.reports.filter(settled_at=None))) == (Perspective.State.PUBLISHED, [new])
    assert row.reports.get(pk=old.pk).settled_at is not None
    with pytest.raises(errors.NothingToUndo):
        undo(row, by=moderator)


def test_mail_about_an_earlier_decision_goes_out_although_it_was_kept_and_that_taken_back() -> None:
    row, moderator = PerspectiveFactory(), PersonFactory()
    actions.redact(perspective=row, by=moderator, version=1, words=words(), reason="A street.")
    actions.report(perspective=row, reporter=None, why=OTHER)
    actions.settle_reports(perspective=row, by=moderator, version=2)
    undo(row, by=moderator)
    mail.outbox.clear()

    mails.send(OutboxMessage.objects.get())

    assert [sent.to for sent in mail.outbox] == [[row.author.email]]


def test_without_reports_there_is_nothing_to_settle() -> None:
    with pytest.raises(errors.NothingToDecide):
        actions.settle_reports(perspective=PerspectiveFactory(), by=PersonFactory(), version=1)
