"""The terms a glossary starts with, as they stand in their files."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from content import plain_text
from content.seeding import HERE
from search.starting_synonyms import DATED

FILES = sorted((HERE / "glossary").glob("*.toml"))
SLUGS = {path.stem for path in FILES}
KEYS = {"term", "also", "short", "text", "example", "edition", "see_also", "dated", "current"}
OLD_TERMS = {
    "developing-discrepancy": "evoking",
    "elicit-provide-elicit": "ask-offer-ask",
    "four-processes": "four-tasks",
    "resistance": "sustain-talk",
    "righting-reflex": "fixing-reflex",
    "rolling-with-resistance": "sustain-talk",
}
OLD_WORDS = re.compile(
    rf"\b(?:{'|'.join(re.escape(word) for words, _ in DATED for word in words.split(', '))}|resist\w*"
    r"|MINT.certified|four principles)\b",
    re.I,
)
EVERYDAY = (
    "accept acceptance act activation affirm agenda ask balance cat champion change coding commitment compassion "
    "confidence count counts darn desire empowerment engage focus group importance need neutral offer open options "
    "partnership permission persuade plan planning practice question reason reasons reflection resistance ruler "
    "seek spirit summary task tasks"
)
TAGS = {"p", "b", "i", "ul", "li"}
every_term = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def forms(path: Path) -> list[str]:
    """What in a text leads to this term, folded."""
    return [form.casefold() for form in (data(path)["term"], *data(path)["also"])]


def old_words(entry: dict[str, Any]) -> list[str]:
    """Terms the field has moved on from, where an entry speaks as of today. Its note on editions may name them."""
    return OLD_WORDS.findall("\n".join([entry["term"], *entry["also"], *spoken(entry)]))


def spoken(entry: dict[str, Any]) -> list[str]:
    return [entry["short"], plain_text.without_tags(entry["text"]), entry["example"]]


def test_fifty_current_terms_and_six_older_ones() -> None:
    dated = {path.stem: data(path)["current"] for path in FILES if data(path)["dated"]}

    assert dated == OLD_TERMS
    assert len(SLUGS - set(dated)) == 50


@every_term
def test_form_is_the_agreed_one(path: Path) -> None:
    entry = data(path)

    assert set(entry) == KEYS
    assert {name: type(value) for name, value in entry.items()} == {
        **dict.fromkeys(KEYS, str),
        "also": list,
        "see_also": list,
        "dated": bool,
    }
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", path.stem)


@every_term
def test_slip_is_short_and_page_neither_thin_nor_long(path: Path) -> None:
    entry = data(path)

    assert 40 <= len(entry["short"]) <= 260
    assert entry["short"][-1] in ".?"
    assert 60 <= plain_text.word_count(plain_text.without_tags(entry["text"])) <= 140
    assert len(entry["example"]) <= 160
    assert "\n" not in entry["short"] + entry["example"] + entry["edition"]


@every_term
def test_text_is_in_the_tags_a_term_may_have(path: Path) -> None:
    markup = data(path)["text"].strip()
    tags = re.findall(r"<(/?)(\w+)([^>]*)>", markup)

    assert {name for _, name, _ in tags} <= TAGS
    assert {attributes for *_, attributes in tags} <= {""}
    for name in TAGS:
        assert tags.count(("", name, "")) == tags.count(("/", name, "")), name
    assert re.sub(r"<(p|ul)>.*?</\1>", "", markup, flags=re.S).strip() == ""


@every_term
def test_ways_on_lead_to_other_terms(path: Path) -> None:
    entry = data(path)

    assert set(entry["see_also"]) <= SLUGS - {path.stem}
    assert 1 <= len(entry["see_also"]) == len(set(entry["see_also"])) <= 4


@every_term
def test_old_term_leads_to_a_current_one_and_no_other_does(path: Path) -> None:
    entry = data(path)

    assert bool(entry["current"]) is entry["dated"]
    assert not entry["dated"] or entry["current"] in SLUGS - set(OLD_TERMS)
    assert not entry["dated"] or re.search(r"\((?:\d{4}(?:, )?)+\)", entry["edition"])


@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem not in OLD_TERMS], ids=lambda path: path.stem
)
def test_current_term_is_told_in_the_words_of_the_fourth_edition(path: Path) -> None:
    assert old_words(data(path)) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("The righting reflex is strong.", ["righting reflex"]),
        ("She is a resistant client.", ["resistant client"]),
        ("He resisted.", ["resisted"]),
        ("The fixing reflex is strong.", []),
    ],
)
def test_an_old_word_is_noticed(said: str, found: list[str]) -> None:
    entry = {"term": "", "also": [], "short": said, "text": "", "example": ""}

    assert old_words(entry) == found


def test_every_old_word_that_search_knows_has_its_entry() -> None:
    told = {form for path in FILES if data(path)["dated"] for form in forms(path)}
    known = {words.split(", ")[0].casefold() for words, _ in DATED} - {"resistance"}

    assert known <= told
    assert "resistance (older word)" in told


def test_no_form_belongs_to_two_terms() -> None:
    claimed = [form for path in FILES for form in forms(path)]

    assert sorted(form for form in set(claimed) if claimed.count(form) > 1) == []


@every_term
def test_no_form_is_an_everyday_word(path: Path) -> None:
    assert set(forms(path)) & set(EVERYDAY.split()) == set()
    assert all(form == form.strip() and len(form) > 1 for form in forms(path))


@every_term
def test_nothing_is_claimed_that_would_want_a_source(path: Path) -> None:
    text = " ".join(spoken(data(path)))

    assert not re.search(
        r"\d\s?(?:%|per cent)|\b(?:studies|trials?|meta-analys[ie]s|randomi[sz]ed|research\w*) (?:\w+ )?"
        r"(?:show|find|found|suggest)",
        text,
        re.I,
    )
