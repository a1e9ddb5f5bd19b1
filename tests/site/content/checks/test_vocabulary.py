"""Dated words."""

import pytest

from content.checks import Severity, vocabulary
from content.checks.vocabulary import Dated
from tests.factories.blocks import sources, text, unsaved

pytestmark = pytest.mark.django_db
NAME = "tests"


@pytest.fixture(autouse=True)
def _terms(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows of a list, and no other list."""
    monkeypatch.setattr(vocabulary, "_sources", {})
    rows = [
        Dated("rolling with resistance", "softening sustain talk"),
        Dated("resistance", "sustain talk, discord"),
    ]
    vocabulary.terms_come_from(NAME, lambda: rows)


def test_dated_term_is_remarked_upon_with_the_current_one() -> None:
    said = text("<p>We spoke of Resistances.</p>")

    (found,) = vocabulary.check(unsaved(said))

    assert (found.severity, found.block_id) == (Severity.WARNS, said["id"])
    assert found.words == (
        "Paragraph 1 (“We spoke of Resistances.”) says “Resistances”. "
        "The current term is “sustain talk” or “discord”."
    )


def test_longest_phrase_speaks_alone() -> None:
    found = list(vocabulary.check(unsaved(text("<p>She was rolling-with resistance.</p>"))))

    assert [("softening" in one.words, "discord" in one.words) for one in found] == [(True, False)]


def test_parts_of_words_and_titles_of_sources_are_left_alone() -> None:
    page = unsaved(text("<p>Nonresistance is a word.</p>"), sources("Rolling with resistance, 1991."))

    assert list(vocabulary.check(page)) == []


def test_title_is_looked_at_too() -> None:
    assert [one.field for one in vocabulary.check(unsaved(title="On resistance"))] == ["title"]


def test_without_a_list_nothing_is_dated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vocabulary, "_sources", {})

    assert list(vocabulary.check(unsaved(title="On resistance"))) == []
