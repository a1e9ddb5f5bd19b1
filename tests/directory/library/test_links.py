"""Links are asked of a small server of this test; the names of the web are looked up in a table of its own."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from directory.library import links
from directory.library.models import Resource

LinkState = Resource.LinkState
INSIDE = "10.0.0.5"


class Site(BaseHTTPRequestHandler):
    """Answers by its path: /200, /404, /to/<address>."""

    heads_are_liked = True

    def do_HEAD(self) -> None:
        self.server.asked.append(("HEAD", self.path, self.headers["Host"]))  # type: ignore[attr-defined]  # our own
        self._answer(405 if self.path == "/picky" else None)

    def do_GET(self) -> None:
        self.server.asked.append(("GET", self.path, self.headers["Host"]))  # type: ignore[attr-defined]  # our own
        self._answer(200 if self.path == "/picky" else None)

    def _answer(self, status: int | None) -> None:
        if self.path.startswith("/to/"):
            self.send_response(302)
            self.send_header("Location", self.path.removeprefix("/to/"))
        else:
            self.send_response(status or int(self.path.strip("/").split("?")[0]))
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def site() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    server.asked = []  # type: ignore[attr-defined]  # what it was asked, in order
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def look_up(host: str, port: int) -> list[str]:
    """The table: library.example is the test's server, inside.example is not of the web."""
    table = {
        "library.example": ["127.0.0.1"],
        "inside.example": [INSIDE],
        "both.example": ["127.0.0.1", INSIDE],
        "nothing.example": [],
    }
    if host not in table:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
    return table[host]


def not_inside(address: str) -> bool:
    return address != INSIDE


def asked(site: ThreadingHTTPServer, path: str, *, host: str = "library.example") -> str:
    link = f"http://{host}:{site.server_port}{path}"
    return links.ask(link, look_up=look_up, permitted=not_inside)


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ("/200", LinkState.ANSWERS),
        ("/picky", LinkState.ANSWERS),
        ("/200?page=2", LinkState.ANSWERS),
        ("/404", LinkState.DEAD),
        ("/410", LinkState.DEAD),
        ("/403", LinkState.UNSURE),
        ("/500", LinkState.UNSURE),
        ("/to//200", LinkState.ANSWERS),
        ("/to//to//404", LinkState.DEAD),
        ("/to//to//to//to//to//200", LinkState.UNSURE),
        ("/to/http://inside.example/200", LinkState.REFUSED),
        ("/to/file:///etc/passwd", LinkState.REFUSED),
    ],
)
def test_what_a_link_says(site: ThreadingHTTPServer, path: str, state: str) -> None:
    assert asked(site, path) == state


def test_get_is_asked_where_head_is_not_liked(site: ThreadingHTTPServer) -> None:
    asked(site, "/picky")

    host = f"library.example:{site.server_port}"
    assert site.asked == [("HEAD", "/picky", host), ("GET", "/picky", host)]  # type: ignore[attr-defined]  # our own


@pytest.mark.parametrize("host", ["inside.example", "both.example", "nothing.example"])
def test_addresses_inside_are_not_even_asked(site: ThreadingHTTPServer, host: str) -> None:
    assert asked(site, "/200", host=host) == LinkState.REFUSED
    assert site.asked == []  # type: ignore[attr-defined]  # our own


def test_unknown_name_is_dead_and_a_closed_door_is_not(site: ThreadingHTTPServer) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]

    assert links.ask("http://unknown.example/", look_up=look_up, permitted=not_inside) == LinkState.DEAD
    shut = f"http://library.example:{port}/"
    assert links.ask(shut, look_up=look_up, permitted=not_inside) == LinkState.UNSURE


@pytest.mark.parametrize(
    "link",
    [
        "ftp://library.example/",
        "http://user:word@library.example/",
        "http:///nowhere",
        "http://127.0.0.1/",
        "http://[::1]/",
        "http://169.254.169.254/latest/meta-data/",
    ],
)
def test_what_is_no_public_page_is_refused(link: str) -> None:
    assert links.ask(link, look_up=lambda host, port: [host]) == LinkState.REFUSED


@pytest.mark.parametrize("link", ["http://library.example:port/", "http://[broken/"])
def test_what_cannot_be_read_raises_nothing(link: str) -> None:
    assert links.ask(link, look_up=look_up) == LinkState.UNSURE


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("169.254.169.254", False),
        ("100.64.0.1", False),
        ("100.100.100.200", False),
        ("0.0.0.1", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00:ec2::254", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:5", False),
        ("2002:a00:5::1", False),
        ("ff02::1", False),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    assert links.is_public(address) is public
