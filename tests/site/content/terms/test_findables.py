"""What search hears of terms."""

from collections.abc import Iterator
from typing import Any

import pytest

from content.terms import findables
from core.findable import findable_changed, kinds
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[Any]]:
    """Uids of terms search was told of, in order."""
    heard: list[Any] = []

    def hear(kind: str, uids: list[Any], **kwargs: Any) -> None:
        if kind == "term":
            heard.extend(uids)

    findable_changed.connect(hear)
    yield heard
    findable_changed.disconnect(hear)


def test_publishing_unpublishing_and_deleting_are_told(told: list[Any]) -> None:
    made = term("Echo", publish=False)
    assert told == []

    made.get_latest_revision().publish()
    made.refresh_from_db()
    made.unpublish()
    made.delete()

    assert told == [made.uid] * 3


def test_older_words_are_told_when_what_is_said_today_changes(told: list[Any]) -> None:
    fixing = term("Fixing reflex")
    righting = term("Righting reflex", dated=True, current=fixing)
    told.clear()

    fixing.unpublish()

    assert told == [fixing.uid, righting.uid]
    [found] = findables.load(findables.all_uids())
    assert (found.title, found.facts) == ("Righting reflex", ())


def test_published_terms_are_found_with_all_their_forms() -> None:
    term("Draft", publish=False)
    current = term("Fixing reflex", "fixing reflexes", text="<p>To mend a roof.</p>", example="My roof!")
    term("Righting reflex", dated=True, current=current)

    found = {item.title: item for item in findables.load(findables.all_uids())}

    assert set(found) == {"Fixing reflex", "Righting reflex"}
    assert found["Fixing reflex"].body == "fixing reflexes"
    assert found["Righting reflex"].facts == (("today", "Fixing reflex"),)
    assert found["Fixing reflex"].quality > found["Righting reflex"].quality
    assert kinds()["term"].plural == "Glossary"
