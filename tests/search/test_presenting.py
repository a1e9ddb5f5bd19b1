"""Hits in the words of the page."""

import datetime as dt
from uuid import uuid4

import pytest
from django.utils import translation

from search.presenting import shown
from search.result import SearchHit


def test_since_when_clients_are_accepted_is_told_in_the_language_of_the_page() -> None:
    hit = SearchHit(
        kind="trainer",
        uid=uuid4(),
        title="Nerys Callow",
        url="/trainers/nerys/",
        summary="",
        accepting_until=dt.date(2999, 1, 1),
        facts={"accepting_confirmed_on": "2020-03-04"},
    )

    assert shown(hit)["note"] == "confirmed on 4 March 2020"
    with translation.override("de"):
        assert shown(hit)["note"] == "bestätigt am 4. März 2020"


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


@pytest.mark.parametrize(
    ("facts", "language", "words"),
    [
        ({"answers": "4"}, "en", ["4 perspectives"]),
        ({"answers": "4"}, "de", ["4 Perspektiven"]),
        ({"answers": "1"}, "de", ["1 Perspektive"]),
        ({"perspectives": "4 perspectives"}, "de", []),  # as it was stored once
        ({}, "de", []),
    ],
)
def test_question_says_how_many_answered_in_the_visitors_language(
    facts: dict[str, str], language: str, words: list[str]
) -> None:
    hit = SearchHit(kind="question", uid=uuid4(), title="How?", url="/questions/x/", summary="", facts=facts)

    with translation.override(language):
        made = shown(hit)

    assert [fact["text"] for fact in made["facts"]] == words
