"""Pictures and documents of Wagtail's own API: those on pages that everybody may read, and no other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Collection, CollectionViewRestriction, Page

from content.models import ArticleIndexPage
from content.planting import publish, stream
from content.seeding import create_front_page
from media.models import CommonsDocument, CommonsImage
from tests.factories.accounts import account
from tests.factories.articles import article, paragraph
from tests.factories.pictures import picture
from tests.search.test_api_pages import HIDDEN, PROBLEM, of_another_site

pytestmark = pytest.mark.django_db
SECRET = "Sundew"
IMAGES, DOCUMENTS = "/api/v3/images/", "/api/v3/documents/"


@pytest.fixture(autouse=True)
def site() -> ArticleIndexPage:
    cache.clear()
    index: ArticleIndexPage = publish(
        create_front_page(), ArticleIndexPage(title="Articles", slug="articles")
    )
    return index


def document(title: str, **fields: Any) -> CommonsDocument:
    """A document that nothing links to."""
    made: CommonsDocument = CommonsDocument.objects.create(
        title=title, file=ContentFile(b"%PDF-1.4", name="sheet.pdf"), **fields
    )
    return made


def blocks(image: CommonsImage, file: CommonsDocument) -> list[dict[str, Any]]:
    """A text with a picture and a link to a document."""
    linked = f'<p>You could <a linktype="document" id="{file.pk}">print it</a>.</p>'
    return [
        {"type": "image", "value": {"image": image.pk, "alt": "Two chairs", "caption": ""}},
        {"type": "paragraph", "value": linked},
    ]


def asked_about(image: CommonsImage, file: CommonsDocument) -> list[str]:
    """Every way to ask for the two."""
    return [
        address
        for base, row in ((IMAGES, image), (DOCUMENTS, file))
        for address in (
            base,
            f"{base}?title={SECRET}",
            f"{base}?id={row.pk}",
            f"{base}?search={SECRET}",
            f"{base}?order=-title&fields=*",
            f"{base}{row.pk}/",
        )
    ]


def saying_so(addresses: list[str]) -> list[str]:
    found = []
    for address in addresses:
        cache.clear()
        answer = Client().get(address)
        assert answer.status_code in {200, 404}, (address, answer.content)
        if SECRET in answer.content.decode():
            found.append(address)
    return found


def test_picture_and_document_on_a_published_page_are_found_by_every_way_of_asking() -> None:
    image, file = picture(title=SECRET), document(SECRET)
    article("In the open", blocks=blocks(image, file))

    assert saying_so(asked_about(image, file)) == asked_about(image, file)


def test_cover_counts_as_shown() -> None:
    image = picture(title=SECRET)
    article("In the open", cover=image)

    assert [one["title"] for one in Client().get(IMAGES).json()["items"]] == [SECRET]


def test_what_no_page_shows_is_not_there() -> None:
    image, file = picture(title=SECRET), document(SECRET)
    article("In the open")

    assert saying_so(asked_about(image, file)) == []


@pytest.mark.parametrize(
    "hide", [way for way in HIDDEN if way is not of_another_site], ids=lambda hide: hide.__name__
)
def test_what_only_a_hidden_page_shows_is_not_there(hide: Callable[[], Page]) -> None:
    image, file = picture(title=SECRET), document(SECRET)
    page = Page.objects.get(pk=hide().pk).specific
    page.body = stream(blocks(image, file))
    page.cover = image
    page.save()

    assert saying_so(asked_about(image, file)) == []


def test_what_is_only_in_the_unpublished_changes_of_a_page_is_not_there() -> None:
    image, file = picture(title=SECRET), document(SECRET)
    page = article("In the open")
    page.body, page.cover = stream(blocks(image, file)), image
    page.save_revision()
    before = saying_so(asked_about(image, file))

    page.get_latest_revision().publish()

    assert before == []
    assert saying_so(asked_about(image, file)) == asked_about(image, file)


def test_what_lies_in_a_private_collection_is_not_there_though_a_page_shows_it() -> None:
    private = Collection.get_first_root_node().add_child(name="For us")
    CollectionViewRestriction.objects.create(
        collection=private, restriction_type=CollectionViewRestriction.LOGIN
    )
    image, file = picture(title=SECRET, collection=private), document(SECRET, collection=private)
    article("In the open", blocks=blocks(image, file))

    assert saying_so(asked_about(image, file)) == []


def test_they_are_told_like_this() -> None:
    image = picture(title="A square", alt_text="Two chairs", credit="Ada Brook")
    file = document("A sheet", credit="Ada Brook")
    article("In the open", blocks=blocks(image, file))

    told_image = Client().get(f"{IMAGES}{image.pk}/").json()
    told_file = Client().get(f"{DOCUMENTS}{file.pk}/").json()

    assert (told_image["title"], told_image["alt_text"], told_image["credit"]) == (
        "A square",
        "Two chairs",
        "Ada Brook",
    )
    assert (told_image["width"], told_image["height"]) == (image.width, image.height)
    assert told_image["meta"]["download_url"] == image.file.url
    assert (told_file["title"], told_file["credit"]) == ("A sheet", "Ada Brook")
    assert told_file["meta"]["download_url"].endswith(file.url)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nobody_writes_by_it(method: str, client: Client) -> None:
    image, file = picture(title="A square"), document("A sheet")
    article("In the open", blocks=blocks(image, file))
    client.force_login(account("admin@mail.example", roles=("admin",)))
    body = json.dumps({"title": SECRET})

    for address in (IMAGES, f"{IMAGES}{image.pk}/", DOCUMENTS, f"{DOCUMENTS}{file.pk}/"):
        answer = getattr(client, method)(address, body, content_type="application/json")
        assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
    assert CommonsImage.objects.get().title == "A square"
    assert CommonsDocument.objects.get().title == "A sheet"


@pytest.mark.parametrize("address", [IMAGES, DOCUMENTS])
@pytest.mark.parametrize("asked", [{"offset": "9" * 23}, {"offset": "-1"}, {"limit": "0"}, {"order": "file"}])
def test_nonsense_is_a_problem(address: str, asked: dict[str, str]) -> None:
    answer = Client().get(address, asked)

    assert (answer.status_code, answer["Content-Type"]) == (422, PROBLEM)


@pytest.mark.parametrize("address", [IMAGES, DOCUMENTS])
def test_list_costs_the_same_for_one_and_for_three(address: str) -> None:
    article("First", blocks=blocks(picture(title="1"), document("1")))
    one = _queries(address)
    for number in range(3):
        article(f"More {number}", blocks=[*blocks(picture(), document("More")), paragraph()])

    assert _queries(address) == one <= 9


def _queries(address: str) -> int:
    Client().get(address)
    with CaptureQueriesContext(connection) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)
