"""Long sentences."""

import pytest

from content.checks import sentences
from tests.factories.blocks import sources, text, unsaved

pytestmark = pytest.mark.django_db


def words(number: int) -> str:
    return " ".join(["word"] * number)


def test_sentence_of_35_words_is_left_alone_and_one_of_36_is_not() -> None:
    long = text(f"<p>{words(36)}. Short.</p>")

    (found,) = sentences.check(unsaved(text(f"<p>{words(35)}. {words(35)}!</p>"), long))

    assert (found.blocks, found.block_id) == (False, long["id"])
    assert "has a sentence of 36 words, “word word word word word word…”." in found.words


def test_full_stop_before_a_citation_or_quotation_mark_ends_a_sentence() -> None:
    page = unsaved(text(f"<p>“{words(20)}.” {words(20)}.[1] {words(20)}.</p>"))

    assert list(sentences.check(page)) == []


def test_list_items_are_sentences_of_their_own_and_sources_are_left_alone() -> None:
    items = f"<ul><li>{words(20)}</li><li>{words(20)}</li></ul>"

    assert list(sentences.check(unsaved(text(items), sources(words(50))))) == []
