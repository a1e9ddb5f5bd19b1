"""The questions a site starts with, and what people said to them, as they stand in their files."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils.text import slugify

from content import plain_text
from content.blocks import BodyBlock
from content.seeding import HERE
from directory.places.practice_settings import TREE
from search.starting_synonyms import DATED

FILES = sorted((HERE / "questions").glob("*.toml"))
SLUGS = {
    "how-do-you-affirm-without-praising",
    "how-do-you-protect-listening-in-ten-minutes",
    "what-do-you-say-when-attendance-is-compulsory",
    "what-revived-your-group",
    "when-goals-conflict-in-a-team-what-helps-you-stay-neutral",
}
SETTINGS = {slugify(name) for parent, children in TREE for name in (parent, *children)}
KEYS = {
    *("title", "slug", "intro", "search_description", "settings", "topics", "published_days_ago"),
    *("review_after_days", "body", "perspectives"),
}
PERSPECTIVE_KEYS = {"name", "setting", "said", "happened", "changed", "sent_days_ago", "pick"}
OLD_WORDS = re.compile(
    rf"\b(?:{'|'.join(re.escape(word) for words, _ in DATED for word in words.split(', '))}|resist\w*"
    r"|MINT.certified)\b",
    re.I,
)
SENTENCE = re.compile(r"[.?!]”?(?:\s|$)")
ADVICE = re.compile(
    r"\byou (?:should|need to|must|ought to)\b|\b(?:always|never) (?:ask|say|tell)\b|\btry (?:it|this)\b",
    re.I,
)
CLAIM = re.compile(r"\b(?:studies|trials?|meta-analys[ie]s|research\w*)\b|\d\s?(?:%|per cent)", re.I)
IDENTIFYING = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr)\b|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\S@\S|\b\d{5,}\b")
every_question = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


@cache
def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def perspectives(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = data(path)["perspectives"]
    return found


def body_text(path: Path) -> str:
    return plain_text.as_text(BodyBlock().to_python(data(path)["body"]))


def words_of(perspective: dict[str, Any]) -> str:
    return "\n".join(perspective[name] for name in ("said", "happened", "changed"))


def test_five_questions_are_there_each_under_its_own_name() -> None:
    assert {path.stem for path in FILES} == SLUGS
    assert {data(path)["slug"] for path in FILES} == SLUGS
    assert {slugify(data(path)["title"]) for path in FILES} == SLUGS


def test_no_two_share_a_day_or_a_description() -> None:
    for name in ("published_days_ago", "search_description", "intro", "title"):
        assert len({data(path)[name] for path in FILES}) == len(FILES), name


@every_question
def test_form_is_the_agreed_one(path: Path) -> None:
    assert set(data(path)) == KEYS
    assert [key for person in perspectives(path) for key in set(person) ^ PERSPECTIVE_KEYS] == []


@every_question
def test_lengths_are_those_of_a_question(path: Path) -> None:
    question = data(path)

    assert question["title"].endswith("?")
    assert len(question["title"]) <= 80
    assert 60 <= len(question["intro"]) <= 300
    assert 60 <= len(question["search_description"]) <= 155
    assert 120 <= plain_text.word_count(body_text(path)) <= 220


@every_question
def test_body_is_made_of_blocks_a_page_may_have(path: Path) -> None:
    body = data(path)["body"]

    assert 1 <= len(body) <= 3
    assert [child.block_type for child in BodyBlock().to_python(body)] == [block["type"] for block in body]
    assert {block["type"] for block in body} <= {"paragraph", "callout"}
    assert [set(block["value"]) for block in body if block["type"] == "callout"] in (
        [],
        [{"look", "title", "text"}],
    )


@every_question
def test_settings_are_settings_and_each_voice_is_from_one_of_the_questions(path: Path) -> None:
    named = set(data(path)["settings"])
    below = {slugify(child) for parent, children in TREE if slugify(parent) in named for child in children}

    assert named <= SETTINGS
    assert {person["setting"] for person in perspectives(path)} <= named | below
    assert 1 <= len(data(path)["topics"]) <= 4


@every_question
def test_three_or_four_answer_and_one_at_most_is_picked(path: Path) -> None:
    people = perspectives(path)

    assert 3 <= len(people) <= 4
    assert [person["pick"] for person in people].count(True) <= 1
    assert all(person["sent_days_ago"] < data(path)["published_days_ago"] for person in people)


def test_every_voice_is_another_person() -> None:
    people = [person for path in FILES for person in perspectives(path)]

    for name in ("name", "said", "happened", "setting"):
        assert len({person[name] for person in people}) == len(people), name
    assert [person["name"] for person in people if not re.fullmatch(r"[A-Z]\w+", person["name"])] == []


@every_question
def test_voices_say_what_was_said_and_what_happened(path: Path) -> None:
    for person in perspectives(path):
        assert 20 <= len(person["said"]) <= 500, person["name"]
        assert 1 <= len(SENTENCE.findall(person["said"])) <= 3, person["name"]
        assert 1 <= len(SENTENCE.findall(person["happened"])) <= 4, person["name"]
        assert len(person["changed"]) <= 200, person["name"]
        assert "<" not in words_of(person), person["name"]


@every_question
def test_nobody_can_be_recognised_and_nobody_is_told_what_to_do(path: Path) -> None:
    told = "\n".join(words_of(person) for person in perspectives(path))

    assert IDENTIFYING.findall(told) == []
    assert ADVICE.findall(told) == []
    assert "Motivational Interviewing" not in told


@pytest.mark.parametrize(
    "said", ["You should ask first.", "Always ask first.", "You could try this.", "you must wait"]
)
def test_advice_is_noticed(said: str) -> None:
    assert ADVICE.search(said)


@every_question
def test_nothing_is_claimed_and_no_old_word_is_used(path: Path) -> None:
    question = data(path)
    texts = [question["title"], question["intro"], question["search_description"], body_text(path)]
    written = "\n".join([*texts, *(words_of(person) for person in perspectives(path))])

    assert OLD_WORDS.findall(written) == []
    assert CLAIM.findall(written) == []
