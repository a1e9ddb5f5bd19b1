import gc
import re

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from content.blocks import BodyBlock, CallToActionBlock, FigureBlock, ImageBlock
from content.plain_text import as_text, reading_minutes, without_tags, word_count
from tests.factories.pictures import picture


@pytest.mark.django_db
@pytest.mark.parametrize("alt", ["", "   "])
def test_image_without_alternative_text_is_refused(alt: str) -> None:
    block = ImageBlock()

    with pytest.raises(ValidationError):
        block.clean(block.to_python({"image": picture().pk, "alt": alt, "caption": ""}))


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_image_shows_its_alternative_text() -> None:
    block = ImageBlock()
    value = block.to_python({"image": picture().pk, "alt": "Two cups & a spoon", "caption": "Tea"})

    html = block.render(value)

    assert 'alt="Two cups &amp; a spoon"' in html
    assert "image/webp" in html
    assert "<figcaption>Tea</figcaption>" in html
    gc.collect()


@pytest.mark.parametrize(
    ("chosen", "url"),
    [
        ({}, "/search/"),
        ({"kind": "group", "setting": "health-care"}, "/search/?kind=group&setting=health-care"),
        ({"q": "first & second"}, "/search/?q=first+%26+second"),
    ],
)
def test_call_to_action_leads_to_a_search(chosen: dict[str, str], url: str) -> None:
    block = CallToActionBlock()

    assert block.to_python({"title": "T", "label": "L", **chosen}).url == url


def test_unsafe_markup_in_a_conversation_is_text() -> None:
    turn = {"voice": "b", "who": "<b>Kit</b>", "text": "<script>alert(1)</script>", "label": ""}
    body = BodyBlock().to_python([{"type": "conversation", "value": {"title": "Now", "turns": [turn, turn]}}])

    html = BodyBlock().render(body)

    assert "<script>" not in html
    assert "&lt;b&gt;Kit" in html


def test_as_text_has_every_word_and_no_markup() -> None:
    body = BodyBlock().to_python(
        [
            {"type": "heading", "value": {"text": "When it rains", "level": "h2"}},
            {"type": "paragraph", "value": "<p>Ask <b>once</b>.</p><ul><li>Wait</li><li>Listen</li></ul>"},
            {"type": "callout", "value": {"look": "try", "title": "Try", "text": "<p>Count &amp; wait</p>"}},
            {"type": "references", "value": {"title": "Sources", "sources": ["<p>A <i>book</i>.</p>"]}},
        ]
    )

    assert (
        as_text(body)
        == "When it rains\n\nAsk once.\n- Wait\n- Listen\n\nTry\nCount & wait\n\nSources\n1. A book."
    )


def test_words_are_counted_as_people_count_them() -> None:
    assert word_count("A ward-round isn’t long: 10 minutes.") == 6
    assert reading_minutes("") == 1
    assert reading_minutes("word " * 500) == 2
    assert without_tags("<p>One</p><p>Two<br/>Three</p>") == "One\nTwo\nThree"


WORDS = {"alt": "Two boats", "caption": "Two & two", "description": "<p>One sails <b>on</b>.</p>"}


def test_figure_is_told_in_words() -> None:
    block = FigureBlock()

    html = block.render(block.to_python({"drawing": "boats", "image": None, **WORDS}))

    assert '<div role="img" aria-label="Two boats"><svg' in html
    assert "Two &amp; two" in html
    assert re.search(r"<details><summary>.+</summary>.*<p>One sails <b>on</b>\.</p>", html, re.S)


@pytest.mark.django_db
@pytest.mark.parametrize(("drawing", "pictured"), [("", False), ("boats", True)])
def test_figure_shows_one_thing(drawing: str, pictured: bool) -> None:
    block = FigureBlock()
    image = picture().pk if pictured else None

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python({"drawing": drawing, "image": image, **WORDS}))

    assert "choose one of our drawings, or a picture" in refused.value.block_errors["drawing"].message


@pytest.mark.parametrize("missing", ["alt", "caption", "description"])
def test_figure_without_its_words_is_refused(missing: str) -> None:
    block = FigureBlock()

    with pytest.raises(ValidationError):
        block.clean(block.to_python({"drawing": "boats", "image": None, **WORDS, missing: ""}))


def test_words_around_films_cards_and_figures_are_read_and_found() -> None:
    film = {"address": "https://vimeo.com/1", "title": "Film", "description": "They talk."}
    body = BodyBlock().to_python(
        [
            {"type": "figure", "value": {"drawing": "boats", "image": None, **WORDS}},
            {"type": "embed", "value": film},
            {"type": "activity_card", "value": {"activity": None, "why": "It is short."}},
            {"type": "resource_card", "value": {"resource": None, "why": ""}},
        ]
    )

    assert as_text(body) == "Two & two\nOne sails on.\n\nFilm\nThey talk.\n\nIt is short."
