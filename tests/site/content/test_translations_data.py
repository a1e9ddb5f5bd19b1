"""The German pages a site starts with, held against the pages they translate."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from content import plain_text
from content.blocks import BodyBlock
from content.seeding import HERE

GERMAN = HERE / "translations" / "de"
PAGES = sorted(path for path in GERMAN.glob("*/*.toml"))
SAME = ("purpose", "settings", "drawing", "review_after_days", "published_days_ago")
KEPT = {"look", "kind", "setting", "q", "level", "voice"}
every_page = pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)


def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def original(path: Path) -> dict[str, Any]:
    """The English page; the two files have one name."""
    return data(HERE / path.relative_to(GERMAN))


def shape(value: Any, name: str = "") -> Any:
    """What stays the same in another language: blocks and their parts, choices, how many of each."""
    if isinstance(value, dict):
        return {key: shape(part, key) for key, part in value.items()}
    if isinstance(value, list):
        return [shape(part, name) for part in value]
    return value if name in KEPT else type(value)


def markup(value: str) -> list[str]:
    return re.findall(r"<[^>]+>|\[\d\]", value)


def text(path: Path) -> str:
    page = data(path)
    body = plain_text.as_text(BodyBlock().to_python(page["body"]))
    return "\n".join([page["title"], page["intro"], page.get("search_description", ""), body])


def test_german_pages_are_there() -> None:
    assert [str(path.relative_to(GERMAN)) for path in PAGES] == [
        "articles/ten-minute-ward-conversation.toml",
        "pages/imprint.toml",
        "pages/privacy.toml",
        "questions/what-do-you-say-when-attendance-is-compulsory.toml",
    ]
    assert set(data(GERMAN / "home.toml")) == {
        *("title", "headline", "headline_second", "lead", "seo_title", "search_description"),
    }


@every_page
def test_each_is_built_as_its_original_is(path: Path) -> None:
    german, english = data(path), original(path)

    assert [block["type"] for block in german["body"]] == [block["type"] for block in english["body"]]
    for here, there in zip(german["body"], english["body"], strict=True):
        assert shape(here["value"]) == shape(there["value"])
        if here["type"] == "paragraph":
            assert markup(here["value"]) == markup(there["value"])


@every_page
def test_each_has_an_address_and_facts_of_its_own_language(path: Path) -> None:
    german, english = data(path), original(path)

    assert german["slug"] != english["slug"]
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", german["slug"])
    assert {name: german[name] for name in SAME if name in german} == {
        name: english[name] for name in SAME if name in german
    }
    assert set(german) <= set(english)
    assert len(german.get("search_description", "")) <= 160


@every_page
def test_quotations_and_terms_are_german(path: Path) -> None:
    written = text(path)

    assert written.count("„") == written.count("“")
    assert not re.search(r"[\"”]", written)
    assert not re.search(
        r"\bresistan\w+|\bWiderst[aä]nd\w*|righting reflex|\b(?:du|dein\w*)\b", written, re.I
    )


def test_article_rests_on_the_same_sources() -> None:
    path = GERMAN / "articles" / "ten-minute-ward-conversation.toml"
    here, there = data(path)["body"][-1]["value"], original(path)["body"][-1]["value"]
    named = [source.split("</i>")[0] for source in here["sources"]]

    assert named == [source.split("</i>")[0] for source in there["sources"]]
