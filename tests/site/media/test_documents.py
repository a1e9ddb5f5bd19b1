import pytest
from django.conf import settings

from media import documents
from media.errors import UnusableDocument
from tests.factories.files import archive, image_bytes, upload

ODT = settings.DOCUMENT_TYPES["odt"]
EPUB = settings.DOCUMENT_TYPES["epub"]
WORD = archive(**{"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"})
GOOD = {
    "a.pdf": b"%PDF-1.7\n",
    "a.docx": WORD,
    "a.xlsx": archive(**{"xl/workbook.xml": "<x/>"}),
    "a.pptx": archive(**{"ppt/presentation.xml": "<p/>"}),
    "a.odt": archive(mimetype=ODT),
    "a.ods": archive(mimetype=settings.DOCUMENT_TYPES["ods"]),
    "a.odp": archive(mimetype=settings.DOCUMENT_TYPES["odp"]),
    "a.epub": archive(mimetype=EPUB),
    "a.txt": "Grüße\n".encode(),
    "A.CSV": b"a;b\r\n1;2\r\n",
    "a.mp3": b"ID3\x04\x00",
    "b.mp3": b"\xff\xfb\x90\x64",
    "a.m4a": b"\x00\x00\x00\x20ftypM4A ",
    "a.mp4": b"\x00\x00\x00\x20ftypisom",
    "a.ogg": b"OggS\x00\x02",
}
PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00"
PAGE = b"<html><script>alert(1)</script></html>"


@pytest.mark.parametrize("name", GOOD)
def test_file_that_is_what_it_is_called_is_taken(name: str) -> None:
    file = upload(GOOD[name], name)

    documents.check(file, name)

    assert file.read() == GOOD[name]


def test_every_kind_is_tried() -> None:
    assert {name.rpartition(".")[2].lower() for name in GOOD} == set(settings.DOCUMENT_TYPES)


@pytest.mark.parametrize("kind", sorted(settings.DOCUMENT_TYPES))
@pytest.mark.parametrize("content", [PROGRAM, b"\x7fELF\x02\x01\x01\x00", image_bytes("PNG")])
def test_file_that_is_something_else_is_refused(kind: str, content: bytes) -> None:
    with pytest.raises(UnusableDocument, match=f"is called .{kind}, but something else is in it"):
        documents.check(upload(content, f"a.{kind}"), f"a.{kind}")


@pytest.mark.parametrize("kind", sorted(set(settings.DOCUMENT_TYPES) - {"txt", "csv"}))
def test_page_under_another_name_is_refused(kind: str) -> None:
    with pytest.raises(UnusableDocument, match="something else"):
        documents.check(upload(PAGE, f"a.{kind}"), f"a.{kind}")


@pytest.mark.parametrize("name", ["a.html", "a.svg", "a.exe", "a.zip", "a.docm", "a.pdf.js", ""])
def test_kind_that_is_not_kept_is_refused_and_the_others_are_named(name: str) -> None:
    with pytest.raises(UnusableDocument, match="save it as one of these: pdf, docx"):
        documents.check(upload(b"%PDF-1.7", name or "x"), name)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.docx", archive(**{"word/document.xml": "<w/>", "word/vbaProject.bin": "macro"})),
        ("a.docx", archive(**{"word/document.xml": "<w/>", "word/VBAPROJECT.BIN": "macro"})),
        ("a.docx", archive(**{"xl/workbook.xml": "<x/>"})),
        ("a.odt", archive(mimetype=EPUB)),
        ("a.odt", archive(content="<x/>")),
        ("a.xlsx", WORD[:40]),
        ("a.txt", b"text\x00text"),
    ],
    ids=["macro", "macro-in-capitals", "another-kind", "another-type", "no-type", "cut-off", "not-text"],
)
def test_archive_of_another_kind_or_with_a_macro_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnusableDocument, match="something else"):
        documents.check(upload(content, name), name)


def test_file_that_is_too_large_is_refused(settings: object) -> None:
    settings.DOCUMENT_MAX_BYTES = 2_000_000

    with pytest.raises(UnusableDocument, match="larger than 2 MB"):
        documents.check(upload(b"%PDF-" + b"x" * 2_000_000, "a.pdf"), "a.pdf")
