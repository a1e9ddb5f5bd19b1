"""Films of other sites: which addresses are taken, and what a page shows before anybody plays one."""

import re
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError

from content.video import EmbedBlock, video

ID = "dQw4w9WgXcQ"


def film(address: str, **words: str) -> dict[str, str]:
    return {"address": address, "title": "Two minutes", "description": "They sit and talk.", **words}


def rendered(**words: str) -> str:
    block = EmbedBlock()
    return block.render(block.to_python(film(words.pop("address", f"https://youtu.be/{ID}"), **words)))


@pytest.mark.parametrize(
    "address",
    [
        f"https://www.youtube.com/watch?v={ID}",
        f"http://youtube.com/watch?app=desktop&v={ID}&t=42s",
        f"https://m.youtube.com/watch?v={ID}#top",
        f"https://youtu.be/{ID}?si=abc",
        f"https://www.youtube.com/shorts/{ID}",
        f"https://www.youtube.com/live/{ID}?feature=share",
        f" https://www.youtube-nocookie.com/embed/{ID} ",
        f"https://youtube-nocookie.com/embed/{ID}?start=30",
        f"https://youtube.com/shorts/{ID}?feature=share",
        f"https://youtu.be/{ID}?t=42",
        f"https://youtu.be/{ID}/",
        f"https://music.youtube.com/watch?v={ID}",
        f"HTTPS://WWW.YouTube.COM/watch?v={ID}",
        f"https://YOUTU.BE/{ID}",
        f"https://www.youtube.com./watch?v={ID}",
        f"https://www.youtube.com:443/watch?v={ID}",
        f"http://www.youtube.com:80/watch?v={ID}",
    ],
)
def test_film_at_youtube_is_known_by_its_id_alone(address: str) -> None:
    found = video(address)

    assert found is not None
    assert found.page == f"https://www.youtube.com/watch?v={ID}"
    assert found.frame == f"https://www.youtube-nocookie.com/embed/{ID}?autoplay=1"


@pytest.mark.parametrize(
    ("address", "page", "frame"),
    [
        ("https://vimeo.com/76979871", "76979871", "76979871?dnt=1&autoplay=1"),
        ("https://player.vimeo.com/video/76979871", "76979871", "76979871?dnt=1&autoplay=1"),
        (
            "https://vimeo.com/76979871/abc1234567",
            "76979871/abc1234567",
            "76979871?dnt=1&autoplay=1&h=abc1234567",
        ),
        (
            "https://player.vimeo.com/video/76979871?h=abc1234567&badge=0",
            "76979871/abc1234567",
            "76979871?dnt=1&autoplay=1&h=abc1234567",
        ),
        ("https://vimeo.com/channels/staff-picks/76979871", "76979871", "76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/groups/shortfilms/videos/76979871", "76979871", "76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/showcase/1234567/video/76979871", "76979871", "76979871?dnt=1&autoplay=1"),
        ("https://vimeo.com/album/1234567/video/76979871", "76979871", "76979871?dnt=1&autoplay=1"),
        ("https://Vimeo.com/76979871?share=copy", "76979871", "76979871?dnt=1&autoplay=1"),
    ],
)
def test_film_at_vimeo_asks_not_to_be_followed(address: str, page: str, frame: str) -> None:
    found = video(address)

    assert found is not None
    assert (found.page, found.frame) == (
        f"https://vimeo.com/{page}",
        f"https://player.vimeo.com/video/{frame}",
    )


@pytest.mark.parametrize(
    "address",
    [
        "",
        "javascript:alert(1)//www.youtube.com/watch?v=" + ID,
        f"data:text/html,https://youtu.be/{ID}",
        f"//www.youtube.com/watch?v={ID}",
        f"ftp://www.youtube.com/watch?v={ID}",
        "http://127.0.0.1/watch?v=" + ID,
        "http://localhost:8000/cms/",
        "http://[::1]/",
        "http://[",
        "http://169.254.169.254/latest/meta-data/",
        "http://2852039166/",
        f"https://www.youtube.com.evil.example/watch?v={ID}",
        f"https://evil.example/www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com@evil.example/watch?v={ID}",
        f"https://somebody:secret@www.youtube.com/watch?v={ID}",
        f"https://@www.youtube.com/watch?v={ID}",
        f"https://www.youtube.com:8443/watch?v={ID}",
        f"https://www.youtube.com:80/watch?v={ID}",
        f"https://www.youtube.com:port/watch?v={ID}",
        f"https://www.youtube.com../watch?v={ID}",
        f"https://notyoutube.com/watch?v={ID}",
        f"https://youtu.be/shorts/{ID}",
        "https://www.youtube.com/playlist?list=PL1234567890",
        f"https://www.youtube.com\\@evil.example/watch?v={ID}",
        "https://www.youtube.com/watch?v=short",
        f'https://www.youtube.com/watch?v={ID}"onload="x',
        "https://www.youtube.com/redirect?q=https://evil.example",
        "https://www.youtube.com/@channel",
        "https://vimeo.com/channels/staffpicks",
        "https://vimeo.com/showcase/1234567",
        "https://vimeo.com/channels/../76979871",
        "https://vimeo.com/٧٦٩٧٩٨٧١",
        "https://vimeo.com/76979871/NotAKey",
        "https://vimeo.com/76979871/../../x",
        "https://player.vimeo.com/video/76979871?h=%22%3E",
        "https://www.dailymotion.com/video/x8abcd",
    ],
)
def test_any_other_address_is_refused_with_a_sentence(address: str) -> None:
    block = EmbedBlock()

    with pytest.raises(StructBlockValidationError) as refused:
        block.clean(block.to_python(film(address)))

    (error,) = refused.value.block_errors["address"].messages
    assert video(address) is None
    assert error.startswith("This is not the address of a film at YouTube or Vimeo") or address == ""


@pytest.mark.parametrize("missing", ["title", "description"])
def test_film_without_words_is_refused(missing: str) -> None:
    block = EmbedBlock()

    with pytest.raises(ValidationError):
        block.clean(block.to_python(film(f"https://youtu.be/{ID}", **{missing: ""})))


def test_nothing_is_asked_when_a_film_is_saved_or_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: asked.append(args))
    monkeypatch.setattr(socket.socket, "connect", lambda self, address: asked.append(address))
    block = EmbedBlock()

    value = block.clean(block.to_python(film(f"https://youtu.be/{ID}")))
    block.render(value)

    assert asked == []


def test_page_loads_nothing_from_elsewhere_and_says_whom_playing_asks() -> None:
    html = rendered()

    assert re.findall(r"<(?:iframe|img|link|object|embed|video)\b", html) == []
    assert re.findall(r'\ssrc="([^"]+)"', html) == ["/static/js/embed.js"]
    assert f'<a class="more" href="https://www.youtube.com/watch?v={ID}" rel="noopener noreferrer">' in html
    assert "YouTube (here: www.youtube-nocookie.com) learns your network address" in html
    assert re.search(r"<button [^>]*\bhidden\b", html)  # until the module is there
    assert "They sit and talk." in html


def test_words_of_a_film_are_text() -> None:
    html = rendered(title='"><script>alert(1)</script>', description="<b>x</b>\nSecond line")

    assert "<script>alert" not in html
    assert 'data-title="&quot;&gt;&lt;script&gt;' in html
    assert "&lt;b&gt;x&lt;/b&gt;<br>Second line" in html


def test_stored_address_that_is_no_film_shows_nothing() -> None:
    assert rendered(address="http://127.0.0.1/").strip() == ""


def test_frames_are_allowed_from_these_hosts_and_no_others() -> None:
    films = [video(f"https://youtu.be/{ID}"), video("https://vimeo.com/1")]
    hosts = {f"https://{film.frame_host}" for film in films if film}

    allowed = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["frame-src"]

    assert set(allowed) == {"'self'", *hosts}
    assert all(urlsplit(host).scheme == "https" for host in hosts)
