from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from media import pictures
from media.errors import UnusablePicture
from tests.factories.files import (
    ARTIST,
    GPS,
    ORIENTATION,
    animation,
    image_bytes,
    photograph,
    photograph_with_a_depth_map,
    poster,
    upload,
)


def opened(content: bytes, name: str = "a.jpg") -> Image.Image:
    """What is kept of a picture."""
    return Image.open(BytesIO(pictures.cleaned(ContentFile(content), name).read()))


def test_photograph_keeps_neither_place_nor_owner_nor_comment() -> None:
    before = Image.open(BytesIO(photograph()))
    assert (before.getexif()[ARTIST], bool(before.getexif().get_ifd(GPS))) == ("Ilka Sorrendahl", True)

    kept = opened(photograph())

    assert dict(kept.getexif()) == {}
    assert "comment" not in kept.info
    assert "xmp" not in kept.info
    assert b"Sorrendahl" not in pictures.cleaned(ContentFile(photograph()), "a.jpg").read()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_nothing_that_a_camera_or_a_program_noted_is_left_in_any_format(kind: str) -> None:
    given = photograph(kind)
    assert b"Sorrendahl" in given

    kept = opened(given)

    assert (kept.format, dict(kept.getexif()), kept.size) == (kind, {}, (48, 64))
    assert not {"xmp", "comment", "Author", "exif"} & set(kept.info)
    assert b"Sorrendahl" not in pictures.cleaned(ContentFile(given), "a.jpg").read()


def test_second_picture_of_a_telephone_s_file_is_left_out() -> None:
    given = photograph_with_a_depth_map()
    assert Image.open(BytesIO(given)).n_frames == 2

    kept = opened(given)

    assert (kept.format, getattr(kept, "n_frames", 1), kept.size) == ("JPEG", 1, (64, 48))
    assert kept.getpixel((4, 4))[0] > 200


def test_photograph_stands_the_way_it_was_held() -> None:
    assert Image.open(BytesIO(photograph())).getexif()[ORIENTATION] == 6

    kept = opened(photograph())

    top, bottom = kept.getpixel((24, 4)), kept.getpixel((24, 60))
    assert kept.size == (48, 64)
    assert (top[0] > 200 > top[2], bottom[2] > 200 > bottom[0]) == (True, True)


def test_colours_stay_what_they_are() -> None:
    profile = Image.open(BytesIO(photograph())).info["icc_profile"]

    assert opened(photograph()).info["icc_profile"] == profile


def test_printers_colours_become_a_screen_s() -> None:
    kept = opened(image_bytes("JPEG", mode="CMYK"))

    assert (kept.mode, kept.format) == ("RGB", "JPEG")
    left = kept.getpixel((4, 4))
    assert left[0] > 200 > left[2]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_picture_stays_of_its_kind_and_size(kind: str) -> None:
    kept = opened(image_bytes(kind))

    assert (kept.format, kept.size) == (kind, (64, 48))


def test_see_through_pixels_stay_so() -> None:
    kept = opened(image_bytes("PNG", mode="RGBA"))

    assert kept.mode == "RGBA"


def test_animation_keeps_its_first_picture() -> None:
    kept = opened(animation())

    assert getattr(kept, "n_frames", 1) == 1
    assert kept.convert("RGB").getpixel((1, 1)) == (0, 0, 0)
    assert "comment" not in kept.info


@pytest.mark.parametrize(("kind", "mode"), [("JPEG", "RGB"), ("PNG", "P")])
def test_large_picture_is_made_smaller(kind: str, mode: str) -> None:
    kept = opened(image_bytes(kind, mode=mode, size=(6600, 3300)))

    assert kept.size == (3200, 1600)


def test_what_hangs_on_behind_a_picture_is_gone() -> None:
    both = image_bytes("JPEG") + b"<script>alert(1)</script>"

    assert b"script" not in pictures.cleaned(ContentFile(both), "a.jpg").read()


@pytest.mark.parametrize("size", [(10_000, 10_000), (40_000, 40_000)])
def test_poster_is_refused_before_it_is_decoded(size: tuple[int, int]) -> None:
    with pytest.raises(UnusablePicture, match="more pixels than can be kept here, 50 million"):
        pictures.cleaned(ContentFile(poster(*size)), "poster.png")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00 this is a program",
        b"<html><script>alert(1)</script></html>",
        b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        image_bytes("JPEG")[:300],
        image_bytes("BMP"),
        poster(100, 100),
    ],
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UnusablePicture) as refused:
        pictures.cleaned(ContentFile(content), "a.jpg")

    assert refused.value.sentence.startswith("This picture cannot be read. You could")


def test_clean_picture_is_not_written_twice() -> None:
    once = pictures.cleaned(upload(photograph(), "a.jpg"), "a.jpg")

    assert pictures.cleaned(once, "a.jpg") is once
