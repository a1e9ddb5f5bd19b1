import pytest

from content.models import Perspective, PerspectiveEvent, Report
from content.perspectives import actions, errors
from content.perspectives.actions.reporting import ENOUGH
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory

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


def test_without_reports_there_is_nothing_to_settle() -> None:
    with pytest.raises(errors.NothingToDecide):
        actions.settle_reports(perspective=PerspectiveFactory(), by=PersonFactory(), version=1)
