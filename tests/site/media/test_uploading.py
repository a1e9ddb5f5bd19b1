"""The three ways in: one file, many at once, and while choosing one. And how documents go out again."""

import html
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.models import Collection
from wagtail.models import UploadedFile as Waiting

from media.models import CommonsDocument, CommonsImage
from tests.factories.accounts import account
from tests.factories.files import ARTIST, image_bytes, photograph, poster, upload
from tests.factories.pictures import picture

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><script>alert(1)</script></svg>'
WAYS = ["one", "many", "choosing"]
REFUSED = [
    ("drawing.svg", SVG, "Drawings as SVG can hold programs"),
    ("drawing.jpg", SVG, "Drawings as SVG can hold programs"),
    ("photograph.png", image_bytes("JPEG"), "is called .png, but what is in it is jpeg"),
    ("page.jpg", b"<html><script>alert(1)</script></html>", "Pictures here are JPEG"),
    ("program.png", b"MZ\x90\x00\x03", "Pictures here are JPEG"),
    ("poster.png", poster(10_000, 10_000), "more pixels than can be kept here, 50 million"),
    ("bomb.png", poster(60_000, 60_000), "more pixels than can be kept here, 50 million"),
    ("half.jpg", image_bytes("JPEG")[:400], "cannot be read"),
]


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(account("ed@mail.example", roles=("editor",)))
    return client


def send(client: Client, kind: str, way: str, file: UploadedFile) -> str:
    """What the page says to a picture ("image") or a document, put in by one of the WAYS."""
    there = {"image": "wagtailimages", "document": "wagtaildocs"}[kind]
    before, field, address = {
        "one": ("", "file", f"{there}:add"),
        "many": ("", "files[]", f"{there}:add_multiple"),
        "choosing": (f"{kind}-chooser-upload-", "file", f"{there}_chooser:create"),
    }[way]
    root = Collection.get_first_root_node().pk
    sent = {f"{before}title": "A file", f"{before}{field}": file, f"{before}collection": root}
    return _said(client.post(reverse(address), sent))


def _said(answer: Any) -> str:
    assert answer.status_code in {200, 302}, answer.status_code
    return html.unescape(answer.content.decode("utf-8"))


@pytest.mark.parametrize("way", WAYS)
def test_photograph_is_kept_without_what_the_telephone_noted(editor: Client, way: str) -> None:
    send(editor, "image", way, upload(photograph(), "walk.jpg"))

    kept = CommonsImage.objects.get()
    assert (kept.width, kept.height) == (48, 64)
    with kept.file.open() as file:
        assert ARTIST not in Image.open(file).getexif()
        assert kept.file_size == kept.file.size


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "content", "sentence"), REFUSED, ids=[name for name, *_ in REFUSED])
def test_picture_that_is_none_is_refused_with_a_sentence(
    editor: Client, way: str, name: str, content: bytes, sentence: str
) -> None:
    said = send(editor, "image", way, upload(content, name))

    assert sentence in said
    assert CommonsImage.objects.count() == 0
    assert Waiting.objects.count() == 0


def test_photograph_whose_title_is_refused_at_first_is_clean_all_the_same(editor: Client) -> None:
    root = Collection.get_first_root_node().pk
    sent = {"title": "t" * 300, "files[]": upload(photograph(), "walk.jpg"), "collection": root}
    editor.post(reverse("wagtailimages:add_multiple"), sent)
    waiting = Waiting.objects.get()

    prefix = f"uploaded-image-{waiting.pk}"
    editor.post(
        reverse("wagtailimages:create_multiple_from_uploaded_image", args=[waiting.pk]),
        {f"{prefix}-title": "A walk", f"{prefix}-collection": root, f"{prefix}-tags": ""},
    )

    with CommonsImage.objects.get().file.open() as file:
        assert dict(Image.open(file).getexif()) == {}


def test_picture_is_changed_without_being_sent_again(editor: Client) -> None:
    kept = picture(title="Before")
    before = kept.file.name

    editor.post(
        reverse("wagtailimages:edit", args=[kept.pk]),
        {"title": "After", "collection": kept.collection_id, "alt_text": "A square", "file": "", "tags": ""},
    )

    kept.refresh_from_db()
    assert (kept.title, kept.file.name) == ("After", before)


@pytest.mark.parametrize("way", WAYS)
def test_document_is_kept(editor: Client, way: str) -> None:
    send(editor, "document", way, upload(b"%PDF-1.7\n", "sheet.pdf"))

    with CommonsDocument.objects.get().file.open() as file:
        assert file.read() == b"%PDF-1.7\n"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.html", b"<html></html>", "Files of this kind are not kept here"),
        ("page.pdf", b"<html></html>", "is called .pdf, but something else is in it"),
        ("program.docx", b"MZ\x90\x00", "is called .docx, but something else is in it"),
    ],
)
def test_document_that_is_none_is_refused_with_a_sentence(
    editor: Client, way: str, name: str, content: bytes, sentence: str
) -> None:
    said = send(editor, "document", way, upload(content, name))

    assert sentence in said
    assert CommonsDocument.objects.count() == 0


@pytest.mark.parametrize(
    ("name", "content_type"),
    [("a.pdf", "application/pdf"), ("a.txt", "text/plain"), ("a.html", "text/html")],
)
def test_document_is_sent_to_be_saved_never_to_be_run(client: Client, name: str, content_type: str) -> None:
    kept = CommonsDocument.objects.create(
        title="A", file=ContentFile(b"<script>alert(1)</script>", name=name)
    )

    answer = client.get(kept.url)

    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"].startswith("attachment; ")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'"
    answer.close()
