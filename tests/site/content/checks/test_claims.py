"""Claims with a number and without a source."""

import pytest

from content.checks import claims
from tests.factories.blocks import block, heading, sources, text, unsaved

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("line", "claim"),
    [
        ("Smoking fell by 40 % in a year.", "40 %"),
        ("It fell by 40% in a year.", "40%"),
        ("About 12.5 per cent stayed.", "12.5 per cent"),
        ("Three times as many came back.", "Three times as many"),
        ("They were twice as likely to stay.", "twice as likely"),
        ("One in four people changes their mind.", "One in four"),
        ("Some 3 out of 10 came back.", "3 out of 10"),
        ("A study found 12 people who did.", "study found 12"),
        ("Seen in 72 randomised trials since.", "72 randomised trials"),
        ("The effect size of 0.3 is modest.", "effect size of 0.3"),
    ],
)
def test_number_that_claims_something_is_a_claim(line: str, claim: str) -> None:
    assert claims.claim_in(line) == claim


@pytest.mark.parametrize(
    "line",
    [
        "You have ten minutes, and you have spent one of them.",
        "Minutes three to seven: hear the end of the answer.",
        "Two reviews say so.",
        "Research shows that listening helps.",
        "The group meets one in two weeks.",
        "Ask one question, then wait for 8 seconds.",
    ],
)
def test_other_numbers_are_none(line: str) -> None:
    assert claims.claim_in(line) == ""


def test_claim_without_source_blocks_and_names_its_block() -> None:
    bare = text("<p>Nothing here.</p><p>Smoking fell by 40 % in a year.</p>")

    (found,) = claims.check(unsaved(text("<p>First.</p>"), bare))

    assert found.blocks
    assert found.block_id == bare["id"]
    assert found.anchor == f"block-{bare['id']}-section"
    assert found.words == (
        "Paragraph 2 (“Nothing here.”) says “40 %” and names no source. You could add the source to the "
        "references and point at it, as in [1], or say it without the number."
    )


def test_claim_that_points_at_a_source_is_left_alone() -> None:
    page = unsaved(text("<p>Smoking fell by 40 % in a year.[1]</p>"), sources("A trial, 2020."))

    assert list(claims.check(page)) == []


def test_source_of_another_paragraph_is_not_enough() -> None:
    page = unsaved(text("<p>So they say.[1]</p><p>It fell by 40 %.</p>"), sources("A trial, 2020."))

    assert [found.blocks for found in claims.check(page)] == [True]


def test_pointer_at_a_source_that_is_not_there_blocks() -> None:
    page = unsaved(text("<p>Smoking fell by 40 %.[2]</p>"), sources("A trial, 2020."))

    (found,) = claims.check(page)

    assert "points at source [2], and the references have 1" in found.words


def test_what_people_say_is_theirs() -> None:
    turns = [{"voice": "a", "who": "Wren", "text": "I am 90 % sure."}] * 2
    talk = block("conversation", {"title": "Bed four", "turns": turns})

    assert list(claims.check(unsaved(talk, block("pull_quote", {"text": "One in four!"})))) == []


def test_places_that_cannot_point_need_sources_on_the_page() -> None:
    bare = unsaved(heading("One in four comes back"), intro="Half of them, 50 %, stay.")
    sourced = unsaved(
        heading("One in four comes back"), sources("A trial."), intro="Half of them, 50 %, stay."
    )

    assert [found.field for found in claims.check(bare)] == ["intro", "body"]
    assert list(claims.check(sourced)) == []
