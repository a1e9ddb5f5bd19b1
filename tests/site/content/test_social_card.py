"""The picture a link to a page is shown with."""

import datetime as dt
import io
import json
import re
import uuid
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.models import PageViewRestriction

from content import social_card
from content.models import ArticleIndexPage, HomePage, QuestionPage, StandardPage
from content.social_card import Card
from core import clock
from tests.factories.articles import article, empty_site, site_pages
from tests.factories.pictures import picture

SIZE = (1200, 630)


def drawn(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(card.png())).convert("RGB")


def strays(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of the text's colour stand in a part of the picture."""
    return sum(count for count, colour in image.crop(box).getcolors(maxcolors=1 << 20) if max(colour) < 60)


def previewed(client: Client, path: str) -> str:
    """The address of the picture a page names, without the site's own."""
    text = client.get(path).content.decode()
    return re.search(r'<meta property="og:image" content="http://localhost:8000([^"]+)">', text)[1]


@pytest.mark.parametrize(
    "title",
    [
        "Listen",
        "When goals conflict in a team, what helps you stay neutral?",
        "W" * 255,
        "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk " * 4,
        "A word of its own " * 14,
        "الاستماع مهارة، تدرّب عليها في صحبة طيبة",
        "動機づけ面接とは何か" * 12,
        'Quotes " \\ #import "x.typ" *_$ </svg>\n<script>',
        "🙂",
        "",
    ],
)
def test_every_title_stays_within_the_picture(title: str) -> None:
    image = drawn(Card(title=title, kind="M" * 200))

    assert image.size == SIZE
    assert strays(image, (0, 0, 60, 630)) == 0
    assert strays(image, (1140, 0, 1200, 630)) == 0
    assert strays(image, (0, 445, 1200, 495)) == 0
    assert strays(image, (60, 120, 1140, 445)) > 0


def test_title_that_reads_from_the_right_stands_on_the_right() -> None:
    image = drawn(Card(title="שלום"))

    assert strays(image, (60, 120, 600, 445)) == 0
    assert strays(image, (600, 120, 1140, 445)) > 0


def test_markup_of_the_drawing_is_text() -> None:
    assert Card(title='#panic("no")').png() != Card(title="no").png()
    assert json.loads(Card(title='#panic("no")').data)["title"] == '#panic("no")'


def test_digest_follows_from_all_that_is_shown() -> None:
    cards = [
        Card(title="Listen"),
        Card(title="Listen."),
        Card(title="Listen", kind="Article"),
        Card(title="Listen", ground="panel"),
    ]

    assert len({card.digest for card in cards}) == len(cards)
    assert Card(title="Listen").digest == cards[0].digest


def test_picture_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    asked: list[str] = []
    monkeypatch.setattr(social_card, "_draw", lambda data: asked.append(data) or b"png")
    card = Card(title="Listen")

    assert [card.png(), card.png()] == [b"png", b"png"]
    assert asked == [card.data]


@pytest.mark.django_db
def test_every_page_names_a_picture_that_answers(client: Client) -> None:
    site_pages()

    for path in ("/", "/articles/", "/questions/", "/terms/"):
        answer = client.get(previewed(client, path))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
        assert Image.open(io.BytesIO(answer.content)).size == SIZE
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert not answer.cookies


@pytest.mark.django_db
def test_pages_show_their_kind_and_setting(client: Client) -> None:
    empty_site()
    page = article("Among Midwives", settings=["midwifery"])

    assert page.card() == Card(title="Among Midwives", kind="Article · Midwifery")
    assert client.get(previewed(client, page.url)).content == page.card().png()


@pytest.mark.django_db
def test_question_stands_on_the_ground_of_what_people_say() -> None:
    site_pages()
    card = QuestionPage.objects.first().card()

    assert card.kind.startswith("Question")
    assert drawn(card).getpixel((5, 5)) == (0x14, 0x3A, 0x33)


@pytest.mark.django_db
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_cover_goes_before_the_drawn_title(client: Client) -> None:
    empty_site()
    article("Covered", slug="covered", cover=picture())

    assert previewed(client, "/articles/covered/").startswith("/media/")


@pytest.mark.django_db
def test_picture_of_an_earlier_title_leads_to_the_present_one(client: Client) -> None:
    empty_site()
    page = article("Before", slug="renamed")
    before = previewed(client, page.url)
    page.title = "After"
    page.save_revision().publish()

    answer = client.get(before)

    assert (answer.status_code, answer.headers["Location"]) == (302, previewed(client, "/articles/renamed/"))
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def a_draft(page: Any) -> None:
    page.unpublish()


def expired(page: Any) -> None:
    page.expire_at = clock.now() - dt.timedelta(minutes=1)
    page.save()
    page.unpublish(set_expired=True)


def over_before_it_is_taken_away(page: Any) -> None:
    page.expire_at = clock.now() - dt.timedelta(minutes=1)
    page.save()


def private(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def under_a_private_page(page: Any) -> None:
    private(ArticleIndexPage.objects.get())


def gone(page: Any) -> None:
    page.delete()


def out_of_the_site(page: Any) -> None:
    page.move(HomePage.get_first_root_node(), pos="last-child")


HIDDEN = [
    *(a_draft, expired, over_before_it_is_taken_away, private, under_a_private_page),
    *(gone, out_of_the_site),
]


@pytest.mark.django_db
@pytest.mark.parametrize("hide", HIDDEN)
def test_page_that_not_everybody_may_read_has_no_picture(client: Client, hide: Any) -> None:
    empty_site()
    page = article("Hidden")
    address = social_card.address(page)
    assert client.get(address).status_code == 200

    hide(page)

    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_nobody_has_other_words_drawn(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = empty_site()
    asked: list[str] = []
    monkeypatch.setattr(social_card, "_draw", lambda data: asked.append(data) or b"png")

    answers = [
        client.get(f"/cards/{page.translation_key}-0000.png?title=Other").status_code,
        client.get(f"/cards/{uuid.uuid4()}-0000.png").status_code,
        client.get(f"/cards/{HomePage.get_first_root_node().translation_key}-0000.png").status_code,
        client.get("/cards/words-0000.png").status_code,
        client.post(social_card.address(page)).status_code,
    ]

    assert answers == [302, 404, 404, 404, 405]
    assert asked == []


@pytest.mark.django_db
def test_picture_costs_few_queries(client: Client) -> None:
    empty_site()
    address = social_card.address(StandardPage.objects.first())
    client.get(address)

    with CaptureQueriesContext(connection) as captured:
        client.get(address)

    assert len(captured) <= 4
