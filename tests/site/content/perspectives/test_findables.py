"""What search knows of a question, and when it is told."""

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import PageViewRestriction

from content.models import Perspective
from content.perspectives import actions, findables
from core.findable import findable_changed
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, question, question_index, trusted, undo, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Iterator[list[Any]]:
    """Uids of questions search was told of, in order."""
    heard: list[Any] = []

    def hear(kind: str, uids: list[Any], **kwargs: Any) -> None:
        if kind == "question":
            heard.extend(uids)

    findable_changed.connect(hear)
    yield heard
    findable_changed.disconnect(hear)


def found() -> dict[str, Any]:
    return {item.title: item for item in findables.load(findables.all_uids())}


def test_only_what_everybody_may_read_is_found() -> None:
    question("First")
    question("Draft", publish=False)
    question("Gone").unpublish()
    private = question("Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert set(found()) == {"First"}


def test_published_perspectives_are_part_of_it_and_no_others() -> None:
    page = question("First", settings=("midwifery",))
    PerspectiveFactory(question=page, said="The kettle was on.", happened="He sat down.")
    for state in (Perspective.State.HELD, Perspective.State.WITHDRAWN):
        PerspectiveFactory(question=page, said=f"Secret {state}", state=state)
    PerspectiveFactory(
        question=page, said="Secret left out", state=Perspective.State.LEFT_OUT, reason="Advice."
    )

    item = found()["First"]

    assert "The kettle was on.\nHe sat down." in item.body
    assert "Secret" not in item.body
    assert item.facts == (("answers", "1"),)
    assert item.settings == ("midwifery",)
    assert item.url == "/questions/first/"


def test_loading_costs_the_same_for_each_more(django_assert_max_num_queries: Any) -> None:
    for number in range(3):
        PerspectiveFactory.create_batch(number + 1, question=question(f"Question {number}"))

    with django_assert_max_num_queries(3 + 3 * 3):  # settings, topics and address of each
        assert len(found()) == 3


def test_pages_and_lists_are_told(told: list[Any]) -> None:
    page = question("First")
    assert set(told) == {page.uid}
    told.clear()

    index = question_index()
    index.slug = "asked"
    index.save_revision().publish()
    assert told == [page.uid]
    restriction = PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)
    restriction.delete()
    assert told == [page.uid] * 3
    page.unpublish()
    assert told == [page.uid] * 4
    told.clear()
    page.delete()

    assert set(told) == {page.uid}


def test_a_perspective_that_comes_and_goes_is_told(told: list[Any]) -> None:
    page, member = question("First"), trusted()
    told.clear()

    sent = actions.send_perspective(question=page, author=member, words=words(), shown_name="Joss")
    assert set(told) == {page.uid}
    told.clear()
    actions.withdraw(perspective=sent, by=member)

    assert set(told) == {page.uid}


def test_the_number_follows_every_decision(told: list[Any]) -> None:
    row, moderator = PerspectiveFactory(state=Perspective.State.HELD), PersonFactory()

    def number() -> str:
        assert set(told) == {row.question.uid}
        told.clear()
        return dict(found()[row.question.title].facts).get("answers", "0")

    told.clear()
    row = actions.approve(perspective=row, by=moderator, version=1)
    assert number() == "1"
    row = actions.redact(
        perspective=row, by=moderator, version=2, words=words("Reworded."), reason="A street."
    )
    assert number() == "1"
    row = actions.leave_out(perspective=row, by=moderator, version=3, reason="A street.")
    assert number() == "0"
    row = undo(row, by=moderator)
    assert number() == "1"
    actions.withdraw(perspective=row, by=row.author)
    assert number() == "0"


def test_a_held_one_is_not_found() -> None:
    page = question("First")

    actions.send_perspective(question=page, author=PersonFactory(), words=words(), shown_name="Joss")

    assert words().said not in found()["First"].body


def test_an_alias_is_found_by_an_identity_of_its_own() -> None:
    page = question("First")

    alias = page.create_alias(update_slug="again")
    page.title = "First, reworded"
    page.save_revision().publish()

    alias.refresh_from_db()
    assert alias.uid != page.uid
    assert alias.title == "First, reworded"
    assert len(list(findables.load(findables.all_uids()))) == 2
