"""Flagged words, marked in the text."""

import pytest

from content.cms.moderation.marking import marked


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("The man from Canal Street.", ["canal street"], "The man from <mark>Canal Street</mark>."),
        ("Canal\n Street", ["Canal Street"], "<mark>Canal\n Street</mark>"),
        ("At Canal Street 4", ["Canal Street", "Canal Street 4"], "At <mark>Canal Street 4</mark>"),
        ("A long tale of somebody", ["A long tale…"], "<mark>A long tale</mark> of somebody"),
        ("He <b>is</b> 43 & well", ["43 & well"], "He &lt;b&gt;is&lt;/b&gt; <mark>43 &amp; well</mark>"),
        ("a.c abc", ["a.c"], "<mark>a.c</mark> abc"),
        ("Nothing {here} at all", ["…", ""], "Nothing {here} at all"),
    ],
)
def test_flagged_words_are_marked_and_everything_is_escaped(text: str, wanted: list[str], shown: str) -> None:
    assert marked(text, wanted) == shown
