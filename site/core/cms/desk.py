"""What waits for somebody on the front page of `/cms/`: each room registers what it knows of.

A room calls :func:`register` in its `wagtail_hooks.py`. One panel shows all of it, so that an editor looks in one
place; what has nothing to say is left out.
"""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from django.http import HttpRequest
from wagtail.admin.ui.components import Component


class Item(NamedTuple):
    """One of the things that wait: its title, its address, and a remark such as a day."""

    title: str
    url: str
    note: str = ""


class Line(NamedTuple):
    """A sentence with its number, where all of it stands (empty: what is here is all), and the first few."""

    sentence: str
    url: str = ""
    first: tuple[Item, ...] = ()


class Start(NamedTuple):
    """Something a person may begin: the act, and where."""

    label: str
    url: str
    icon: str = "plus"


Lines = Callable[[HttpRequest], Iterable[Line]]
Starts = Callable[[HttpRequest], Iterable[Start]]

_lines: list[tuple[int, Lines]] = []
_starts: list[tuple[int, Starts]] = []


def register(lines: Lines, *, rank: int = 50) -> Lines:
    """Add what waits; lower ranks stand first. The same one twice changes nothing. At most two queries each."""
    _add(_lines, lines, rank)
    return lines


def register_starts(starts: Starts, *, rank: int = 50) -> Starts:
    """Add what a person may begin."""
    _add(_starts, starts, rank)
    return starts


def lines(request: HttpRequest) -> list[Line]:
    """All that waits for this person."""
    return [line for _, provide in _lines for line in provide(request)]


def starts(request: HttpRequest) -> list[Start]:
    """All that this person may begin."""
    return [start for _, provide in _starts for start in provide(request)]


def _add(known: list[tuple[int, Any]], provide: Any, rank: int) -> None:
    if not any(there is provide for _, there in known):
        known.append((rank, provide))
        known.sort(key=lambda pair: pair[0])


class DeskPanel(Component):
    """Above everything else on the front page of `/cms/`."""

    name = "desk"
    template_name = "core/cms/desk.html"
    order = 50

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """`lines` and `starts`."""
        return {"lines": lines(self.request), "starts": starts(self.request)}
