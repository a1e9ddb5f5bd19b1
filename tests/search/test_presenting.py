"""Hits in the words of the page."""

from uuid import uuid4

import pytest

from search.presenting import shown
from search.result import SearchHit


@pytest.mark.parametrize(
    ("facts", "words"),
    [({"today": "Fixing reflex"}, [{"icon": "", "text": "Today: Fixing reflex"}]), ({}, [])],
)
def test_older_word_says_what_is_said_today(facts: dict[str, str], words: list[dict[str, str]]) -> None:
    hit = SearchHit(
        kind="term", uid=uuid4(), title="Righting reflex", url="/glossary/x/", summary="Short.", facts=facts
    )

    made = shown(hit)

    assert (made["kind"], made["kind_icon"], made["facts"]) == ("Term", "book", words)
