"""The updates a site starts with, as they stand in their files."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from content import plain_text
from content.blocks import BodyBlock
from content.seeding import HERE
from tests.factories.articles import site_pages

FILES = sorted((HERE / "news").glob("*.toml"))
every_update = pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)


def data(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def test_three_updates_are_there_each_with_its_own_day() -> None:
    assert [data(path)["slug"] for path in FILES] == [path.stem for path in FILES]
    assert len({data(path)["published_days_ago"] for path in FILES}) == len(FILES) == 3


@every_update
def test_form_is_the_agreed_one(path: Path) -> None:
    update = data(path)
    text = plain_text.as_text(BodyBlock().to_python(update["body"]))

    assert set(update) == {"title", "slug", "intro", "published_days_ago", "body"}
    assert {block["type"] for block in update["body"]} <= {"paragraph", "callout"}
    assert 120 <= plain_text.word_count(text) <= 250
    assert 40 <= len(update["intro"]) <= 300


@pytest.mark.django_db
def test_links_lead_somewhere(client: Client) -> None:
    site_pages()
    links = {link for path in FILES for link in re.findall(r'href="([^"]+)"', path.read_text("utf-8"))}

    assert {link: client.get(link).status_code for link in links} == {
        "/activities/": 200,
        "/resources/": 200,
        "/search/": 200,
    }
