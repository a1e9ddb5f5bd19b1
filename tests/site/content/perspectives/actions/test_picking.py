import pytest

from content.models import Perspective, PerspectiveEvent
from content.perspectives import actions, errors
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory

pytestmark = pytest.mark.django_db
Act = PerspectiveEvent.Act


def test_picking_and_unpicking_are_noted_once() -> None:
    row, editor = PerspectiveFactory(), PersonFactory()

    for _ in range(2):
        actions.pick(perspective=row, by=editor)
    for _ in range(2):
        actions.unpick(perspective=row, by=editor)

    row.refresh_from_db()
    assert row.picked_at is None
    assert [event.act for event in row.events.all()] == [Act.PICKED, Act.UNPICKED]


def test_held_one_cannot_be_picked() -> None:
    row = PerspectiveFactory(state=Perspective.State.HELD)

    with pytest.raises(errors.NotPublished):
        actions.pick(perspective=row, by=PersonFactory())


def test_helpful_counts_once_for_each_member() -> None:
    row, reader = PerspectiveFactory(), PersonFactory()

    for _ in range(2):
        actions.mark_helpful(perspective=row, user=reader)
    actions.mark_helpful(perspective=row, user=PersonFactory())

    assert row.helpfuls.count() == 2


def test_helpful_can_be_taken_back() -> None:
    row, reader = PerspectiveFactory(), PersonFactory()
    actions.mark_helpful(perspective=row, user=reader)

    for _ in range(2):
        actions.unmark_helpful(perspective=row, user=reader)

    assert row.helpfuls.count() == 0


def test_own_words_are_not_found_helpful_or_picked() -> None:
    row = PerspectiveFactory()

    with pytest.raises(errors.OwnPerspective):
        actions.mark_helpful(perspective=row, user=row.author)
    with pytest.raises(errors.OwnPerspective):
        actions.pick(perspective=row, by=row.author)


def test_held_one_is_not_found_helpful() -> None:
    row = PerspectiveFactory(state=Perspective.State.HELD)

    with pytest.raises(errors.NotPublished):
        actions.mark_helpful(perspective=row, user=PersonFactory())
