"""Asking a link whether anything is there, without being led into the house.

A link is what an editor typed, or what a foreign site redirects to. So its host is looked up here, every address
found must be public, and the connection goes to the address that was checked, not to whatever the name means a
moment later.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable
from urllib.parse import SplitResult, urljoin, urlsplit

from directory.library.models import Resource

LinkState = Resource.LinkState
LookUp = Callable[[str, int], list[str]]

SECONDS = 5.0
"""For each connection and each answer."""
MOST_REDIRECTS = 4
_HEADERS = {"User-Agent": "MI-Commons-links/1.0", "Accept": "*/*", "Connection": "close"}
_PORTS = {"http": 80, "https": 443}
# Addresses that stand for another one, which might be anywhere (RFC 3056, 4380, 6052).
_STAND_INS = tuple(map(ipaddress.ip_network, ("2002::/16", "2001::/32", "64:ff9b::/96", "64:ff9b:1::/48")))


class LeadsInside(Exception):
    """The link, or what it redirects to, is no public address of the web."""


def ask(link: str, *, look_up: LookUp | None = None, permitted: Callable[[str], bool] | None = None) -> str:
    """What came of asking: a LinkState. Takes 5 s for each of four redirects at most; never raises for a link."""
    try:
        return _follow(link, look_up or addresses_of, permitted or is_public)
    except LeadsInside:
        return LinkState.REFUSED
    except socket.gaierror as error:
        return LinkState.DEAD if error.errno == socket.EAI_NONAME else LinkState.UNSURE
    except (OSError, http.client.HTTPException, ValueError):
        return LinkState.UNSURE


def addresses_of(host: str, port: int) -> list[str]:
    """Every address a name has. Raises socket.gaierror."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(row[4][0]) for row in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the public internet's: no loopback, private, link-local (metadata) one."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped is not None:
            return is_public(str(ip.ipv4_mapped))
        if any(ip in network for network in _STAND_INS):
            return False
    return ip.is_global and not ip.is_multicast


def _follow(link: str, look_up: LookUp, permitted: Callable[[str], bool]) -> str:
    for _ in range(MOST_REDIRECTS + 1):
        status, location = _status(link, look_up, permitted)
        if not (300 <= status < 400 and location):
            return _meaning(status)
        link = urljoin(link, location)
    return LinkState.UNSURE


def _meaning(status: int) -> str:
    """Gone is said by 404 and 410 alone: sites refuse programs, and stand still for a while, in many ways."""
    if 200 <= status < 300:
        return LinkState.ANSWERS
    return LinkState.DEAD if status in {404, 410} else LinkState.UNSURE


def _status(link: str, look_up: LookUp, permitted: Callable[[str], bool]) -> tuple[int, str]:
    """Status and redirect of one address; GET where HEAD is not liked."""
    parts = urlsplit(link)
    if parts.scheme not in _PORTS or not parts.hostname or parts.username is not None:
        raise LeadsInside
    port = parts.port or _PORTS[parts.scheme]
    addresses = look_up(parts.hostname, port)
    if not addresses or not all(map(permitted, addresses)):
        raise LeadsInside
    status, location = _once("HEAD", parts, addresses[0], port)
    return (status, location) if status < 400 else _once("GET", parts, addresses[0], port)


def _once(method: str, parts: SplitResult, address: str, port: int) -> tuple[int, str]:
    kind = _PinnedTLS if parts.scheme == "https" else _Pinned
    connection = kind(parts.hostname or "", address, port)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request(method, path, headers=_HEADERS)
        response = connection.getresponse()
        return response.status, response.getheader("Location") or ""
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """To `host`, at the address that was checked."""

    def __init__(self, host: str, address: str, port: int) -> None:
        super().__init__(host, port, timeout=SECONDS)
        self.address = address

    def connect(self) -> None:
        self.sock = socket.create_connection((self.address, self.port), SECONDS)


class _PinnedTLS(_Pinned):
    """The same under TLS: the certificate has to be the host's."""

    default_port = 443

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
