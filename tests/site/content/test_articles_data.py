"""The articles a site starts with, as they stand in their files."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from content import plain_text
from content.blocks import SEARCH_KINDS, BodyBlock
from content.models import ArticlePage
from content.models.articles import Drawing
from core.drawings import drawing
from directory.places.models import PracticeSetting
from tests.factories.articles import article_files, site_pages

SLUGS = {
    "choosing-a-trainer-twelve-questions",
    "coach-who-asked",
    "diabetes-reviews-people-return-to",
    "reading-a-feedback-sheet-kindly",
    "social-work-without-the-tug-of-war",
    "starting-a-group-with-four-people",
    "ten-minute-ward-conversation",
    "when-clients-goals-collide",
    "youth-justice-choice-inside-limits",
}
DATED = re.compile(
    r"roll(?:ing|s|ed)? with (?:the )?resistance|righting reflex|four processes|developing discrepancy"
    r"|MINT.certified|four principles",
    re.I,
)
CLAIM = re.compile(
    r"\b(?:stud(?:y|ies)|trials?|meta-analys[ie]s|randomi[sz]ed|researchers?|effect sizes?)\b"
    r"|\breviews? of\b|\d\s?(?:%|per cent|percentage points?)",
    re.I,
)
CITATION = re.compile(r"\[(\d{1,2})\]")
HREF = re.compile(r'href="([^"]+)"')
every_article = pytest.mark.parametrize("path", article_files(), ids=lambda path: path.stem)


@cache
def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def values(path: Path, kind: str) -> list[Any]:
    return [block["value"] for block in data(path)["body"] if block["type"] == kind]


def strings(value: Any) -> Iterator[str]:
    """Every string of a block, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def running_text(path: Path) -> str:
    """What is read from top to bottom, its sources aside."""
    told = [block for block in data(path)["body"] if block["type"] != "references"]
    return plain_text.as_text(BodyBlock().to_python(told))


def unsourced(markup: str) -> list[str]:
    """Paragraphs that speak of studies, or give a share of a hundred, and point at no source."""
    paragraphs = re.findall(r"<(?:p|li)>(.*?)</(?:p|li)>", markup, re.S)
    return [text for text in paragraphs if CLAIM.search(text) and not CITATION.search(text)]


def test_nine_articles_are_there_each_under_its_own_name() -> None:
    assert {path.stem for path in article_files()} == SLUGS
    assert {data(path)["slug"] for path in article_files()} == SLUGS


def test_no_two_share_a_day_a_drawing_or_a_description() -> None:
    for name in ("published_days_ago", "drawing", "search_description", "intro", "title"):
        assert len({data(path)[name] for path in article_files()}) == 9, name


@every_article
def test_length_is_that_of_an_article(path: Path) -> None:
    assert 700 <= plain_text.word_count(running_text(path)) <= 1200


@pytest.mark.django_db
@every_article
def test_an_editor_could_save_it_as_it_is(path: Path) -> None:
    cleaned = BodyBlock().clean(BodyBlock().to_python(data(path)["body"]))

    assert [child.block_type for child in cleaned] == [block["type"] for block in data(path)["body"]]
    assert len(data(path)["intro"]) <= 400
    assert 60 <= len(data(path)["search_description"]) <= 160


@every_article
def test_headings_are_in_order(path: Path) -> None:
    levels = [value["level"] for value in values(path, "heading")]

    assert levels[0] == "h2"
    assert set(levels) <= {"h2", "h3"}
    assert len({value["text"] for value in values(path, "heading")}) == len(levels)


@every_article
def test_each_has_voices_something_to_try_and_a_way_on(path: Path) -> None:
    assert len(values(path, "conversation")) == 1
    assert [value["look"] for value in values(path, "callout")].count("try") == 1
    assert len(values(path, "call_to_action")) == 1
    assert {turn["voice"] for turn in values(path, "conversation")[0]["turns"]} == {"a", "b"}


@pytest.mark.django_db
@every_article
def test_settings_are_settings(path: Path) -> None:
    named = {*data(path)["settings"], *(value["setting"] for value in values(path, "call_to_action"))} - {""}

    assert named <= set(PracticeSetting.objects.values_list("slug", flat=True))
    assert {value["kind"] for value in values(path, "call_to_action")} <= {kind for kind, _ in SEARCH_KINDS}
    assert 1 <= len(data(path)["topics"]) <= 4


@every_article
def test_picture_is_described(path: Path) -> None:
    article = data(path)

    assert article["drawing"] in Drawing.values
    assert re.search(
        r'role="img" aria-labelledby="([\w-]+)"><title id="\1">Drawing: [^<]{20,}</title>',
        drawing(article["drawing"], described=True),
    )
    assert 10 <= len(article["cover_caption"]) <= 240
    assert all(image["alt"] for image in values(path, "image"))


@every_article
def test_every_claim_points_at_a_source_and_every_source_is_pointed_at(path: Path) -> None:
    texts = [text for block in data(path)["body"] for text in strings(block["value"])]
    sources = [source for block in values(path, "references") for source in block["sources"]]

    assert [text for markup in texts for text in unsourced(markup) if markup not in sources] == []
    assert {int(number) for text in texts for number in CITATION.findall(text)} == set(
        range(1, len(sources) + 1)
    )
    assert [source for source in sources if not re.search(r"\((?:19|20)\d\d\)\.", source)] == []


@pytest.mark.parametrize(
    ("markup", "missing"),
    [
        ("<p>A study found it.</p>", 1),
        ("<p>About 40 % came back.</p>", 1),
        ("<p>A study found it.[1]</p><p>Two trials did not.</p>", 1),
        ("<p>A study found it.[1]</p>", 0),
        ("<p>You have ten minutes.</p>", 0),
    ],
)
def test_a_claim_without_a_source_is_noticed(markup: str, missing: int) -> None:
    assert len(unsourced(markup)) == missing


@every_article
def test_terms_are_those_of_the_fourth_edition(path: Path) -> None:
    texts = [data(path)["title"], data(path)["intro"], data(path)["search_description"], running_text(path)]

    assert DATED.findall("\n".join(texts)) == []
    speaking_of_it = re.findall(r"[^.?!]*\bresistan\w+[^.?!]*", "\n".join(texts))
    assert [sentence for sentence in speaking_of_it if "Older books" not in sentence] == []


@every_article
def test_mi_is_spelled_out_before_it_is_used(path: Path) -> None:
    text = running_text(path)
    first = re.search(r"\bMI\b", text)

    assert first is not None
    assert text[: first.end() + 1].endswith("Motivational Interviewing (MI)")
    assert not re.search(r"\bMI\b", data(path)["intro"])


@every_article
def test_nobody_is_real_but_the_authors_of_sources(path: Path) -> None:
    for author in data(path)["authors"]:
        assert "(An invented person, like everybody in these articles.)" in author["about"]


@pytest.mark.django_db
def test_links_lead_somewhere(client: Client) -> None:
    site_pages()
    written = {
        link
        for path in article_files()
        for block in data(path)["body"]
        for text in strings(block["value"])
        for link in HREF.findall(text)
    }
    invited = {
        child.value.url
        for page in ArticlePage.objects.all()
        for child in page.body
        if child.block_type == "call_to_action"
    }

    assert "/articles/starting-a-group-with-four-people/" in written
    assert {link: client.get(link).status_code for link in written | invited} == dict.fromkeys(
        written | invited, 200
    )


@pytest.mark.django_db
def test_articles_are_found_by_the_setting_above_theirs() -> None:
    site_pages()
    found = {
        slug: set(ArticlePage.objects.in_settings([slug]).values_list("slug", flat=True))
        for slug in ("health-care", "social-care", "justice", "workplace", "sport-and-activity")
    }

    assert found == {
        "health-care": {"ten-minute-ward-conversation", "diabetes-reviews-people-return-to"},
        "social-care": {"social-work-without-the-tug-of-war"},
        "justice": {"youth-justice-choice-inside-limits"},
        "workplace": {"when-clients-goals-collide"},
        "sport-and-activity": {"coach-who-asked"},
    }
