"""Pictures on pages: the formats browsers choose from, their words, and who waits for them."""

import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content import prepared_pictures
from content.models import ArticleIndexPage, Author
from content.seeding import create_front_page, publish
from media.models import CommonsImage, CommonsRendition
from outbox.models import OutboxMessage
from tests.factories.accounts import account
from tests.factories.articles import article, paragraph
from tests.factories.files import image_bytes, upload
from tests.factories.pictures import picture
from tests.site.content.test_editing import form

pytestmark = pytest.mark.django_db
SIX = sorted(prepared_pictures.SPECS)
LINKED = prepared_pictures.LINKED


@pytest.fixture(autouse=True)
def _site() -> None:
    publish(create_front_page(), ArticleIndexPage(title="Articles", slug="articles"))


def large(title: str = "A wide one") -> CommonsImage:
    return picture(title=title, file=upload(image_bytes("JPEG", size=(1600, 900)), "wide.jpg"))


def shown(image: CommonsImage, alt: str = "Two chairs") -> dict[str, Any]:
    return {"type": "image", "value": {"image": image.pk, "alt": alt, "caption": ""}}


def figure(image: CommonsImage) -> dict[str, Any]:
    words = {"alt": "Two chairs", "caption": "Two chairs", "description": "<p>They face each other.</p>"}
    return {"type": "figure", "value": {"drawing": "", "image": image.pk, **words}}


def made_of(image: CommonsImage) -> list[str]:
    return sorted(image.renditions.values_list("filter_spec", flat=True))


def work_off() -> None:
    for message in OutboxMessage.objects.filter(kind=prepared_pictures.KIND):
        prepared_pictures.make(message)


def text_of(path: str) -> str:
    cache.clear()
    answer = Client().get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_picture_is_offered_as_avif_then_webp_then_jpeg_with_its_words_and_size() -> None:
    article("First", cover=large(), blocks=[shown(large(), alt="Two chairs by a window")])

    html = text_of("/articles/first/")

    for markup, alt in zip(
        re.findall(r"<picture>.*?</picture>", html), ["A square", "Two chairs by a window"], strict=True
    ):
        assert re.findall(r'type="([^"]+)"', markup) == ["image/avif", "image/webp"]
        assert [
            srcset.count("640w") + srcset.count("1280w") for srcset in re.findall(r'srcset="([^"]+)"', markup)
        ] == [
            2,
            2,
            2,
        ]
        fallback = re.search(r"<img [^>]+>", markup).group()
        assert re.search(r'src="[^"]+\.jpg"', fallback)
        assert (f'alt="{alt}"' in fallback, 'width="640"' in fallback, 'height="360"' in fallback) == (
            True,
            True,
            True,
        )
        assert 'sizes="' in fallback


def test_copies_are_what_they_are_called() -> None:
    made = large().get_renditions(*prepared_pictures.SPECS)

    for spec, rendition in made.items():
        kind = spec.partition("|")[0].removeprefix("format-")
        with rendition.file.open() as file:
            head = file.read(16)
        expected = {
            "avif": head[4:12] == b"ftypavif",
            "webp": head[8:12] == b"WEBP",
            "jpeg": head[:2] == b"\xff\xd8",
        }
        assert expected[kind], spec


def test_published_page_has_its_pictures_made_before_anybody_asks() -> None:
    cover, inside, argued = large("Cover"), large("Inside"), large("Argued")
    article("First", cover=cover, blocks=[paragraph(), shown(inside), shown(inside), figure(argued)])
    assert CommonsRendition.objects.count() == 0

    work_off()

    assert made_of(cover) == sorted([*SIX, LINKED])
    assert (made_of(inside), made_of(argued)) == (SIX, SIX)
    text_of("/articles/first/")
    assert CommonsRendition.objects.count() == 19


def test_draft_saved_in_the_desk_has_its_pictures_made_for_the_preview(client: Client) -> None:
    client.force_login(account("ed@mail.example", roles=("editor",)))
    page = article("First", publish=False)
    cover = large("Cover")
    saved = form(cover=cover.pk)
    del saved["action-publish"]

    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), saved)
    work_off()

    assert answer.status_code == 302
    assert made_of(cover) == sorted([*SIX, LINKED])
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk]))
    assert re.search(r"<picture>.*?</picture>", preview.content.decode())
    assert made_of(cover) == sorted([*SIX, LINKED])


def test_draft_that_is_written_over_has_its_new_picture_made() -> None:
    first, second = large("First"), large("Second")
    page = article("First", publish=False, cover=first)
    revision = page.latest_revision
    prepared_pictures.prepare(page=page, revision=revision)
    page.cover = second

    prepared_pictures.prepare(page=page, revision=revision)
    prepared_pictures.prepare(page=page, revision=revision)
    work_off()

    assert OutboxMessage.objects.filter(kind=prepared_pictures.KIND).count() == 2
    assert made_of(second) == sorted([*SIX, LINKED])


def test_page_without_pictures_leaves_no_work_and_a_picture_that_went_does_no_harm() -> None:
    article("Plain")
    assert OutboxMessage.objects.filter(kind=prepared_pictures.KIND).count() == 0
    gone = large()
    article("First", cover=gone)
    gone.delete()

    work_off()

    assert CommonsRendition.objects.count() == 0


def test_pictures_cost_no_queries_once_they_were_shown() -> None:
    article("One", cover=large(), blocks=[shown(large())])
    article("Three", cover=large(), blocks=[shown(large()) for _ in range(3)])
    work_off()

    one, three = _warm("/articles/one/"), _warm("/articles/three/")

    assert one == three
    assert (_about(one, "commonsimage"), _about(one, "commonsrendition")) == (1, 0)


def _warm(path: str) -> list[str]:
    """Tables asked for where the copies are known and the page is not kept."""
    Client().get(path)
    kept = [key for key in cache._cache if "template.cache" in key]
    assert kept
    for key in kept:
        cache.delete(key.split(":", 2)[2])
    with CaptureQueriesContext(connection) as captured:
        Client().get(path)
    return [match.group(1) for query in captured if (match := re.search(r'FROM "(\w+)"', query["sql"]))]


def _about(tables: list[str], name: str) -> int:
    return sum(name in table for table in tables)


def test_authors_photograph_has_no_words_since_the_name_stands_beside_it() -> None:
    page = article("First")
    page.article_authors.create(author=Author.objects.create(name="Ada Brook", photo=large()))
    page.save_revision().publish()

    assert re.search(
        r'<img [^>]*alt=""[^>]*class="portrait s"|class="portrait s"[^>]*alt=""', text_of("/articles/first/")
    )
