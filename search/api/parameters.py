"""The parameters of the API: those of the results page, read by the same form, and `page_size`.

Where the page leaves a value aside and says so, a program is told that it is wrong. Names that mean nothing here are
ignored, as everywhere on the site.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.http import QueryDict

from core import findable
from directory.trainers.models import Format
from search.api.problems import WrongValue
from search.facets import language_name
from search.forms import SearchForm
from search.query import MAX_PAGE_SIZE, PAGE_SIZE, SORTS, SearchQuery
from search.settings_tree import SettingsTree

_LONGEST_SHOWN = 60


class WrongParameters(Exception):
    """Some values cannot be used: `errors` names them."""

    def __init__(self, errors: list[WrongValue]) -> None:
        super().__init__("Some values cannot be used.")
        self.errors = errors


def read(given: QueryDict, tree: SettingsTree) -> tuple[SearchQuery, list[str]]:
    """Return the question, and notes about what was put right in it. Raises WrongParameters."""
    form = SearchForm(given, tree=tree)
    query = form.query()
    errors = [
        WrongValue(parameter=name, detail=str(error)) for name, told in form.errors.items() for error in told
    ]
    errors += _unknown(given, tree)
    size = given.get("page_size", "").strip() or str(PAGE_SIZE)
    if not (size.isascii() and size.isdigit() and 1 <= int(size[:9]) <= MAX_PAGE_SIZE):
        errors.append(_wrong("page_size", f"A page holds 1 to {MAX_PAGE_SIZE} results."))
    if errors:
        raise WrongParameters(errors)
    return replace(query, page_size=int(size)), form.notes


def _unknown(given: QueryDict, tree: SettingsTree) -> list[WrongValue]:
    """Values which the page would leave out with a note: a program that ticks what is not there has a mistake."""
    known: dict[str, Callable[[str], bool]] = {
        "kind": lambda value: value in findable.kinds(),
        "setting": lambda value: value in tree.names,
        "format": lambda value: value in Format.values,
        "language": lambda value: language_name(value.lower()) != value.upper(),
        "sort": lambda value: value in SORTS,
        "page": lambda value: value.isascii() and value.isdigit() and int(value[:9]) >= 1,
    }
    return [
        _wrong(name, f"“{value[:_LONGEST_SHOWN]}” is no {name} that is known here.")
        for name, is_known in known.items()
        for value in map(_plain, given.getlist(name))
        if value and not is_known(value)
    ]


def _plain(value: str) -> str:
    """As the form reads it."""
    return " ".join(value.encode("utf-8", "ignore").decode().replace("\0", "").split())


def _wrong(name: str, detail: str) -> WrongValue:
    return WrongValue(parameter=name, detail=detail)


def documented() -> list[dict[str, Any]]:
    """The parameters as OpenAPI tells them."""
    text: dict[str, Any] = {"type": "string"}
    many = {"type": "array", "items": text}
    day = {"type": "string", "format": "date"}
    flag = {"type": "string", "enum": ["1"]}
    told: list[tuple[str, dict[str, Any], str]] = [
        ("q", text, "Words to look for."),
        (
            "near",
            text,
            "A place as people write it, a postcode, a country, or latitude and longitude: 51.01,-3.10.",
        ),
        ("radius", {"type": "number"}, "How far from there, in the site's unit of distance."),
        ("online", flag, "With a place: what is online, too. Without one: only that."),
        ("setting", many, "Slugs of practice settings, any of them; one includes those below it."),
        ("kind", many, "Kinds of result, any of them."),
        ("format", many, "Ways to meet, any of them."),
        ("language", many, "ISO 639-1 codes, any of them."),
        ("price_max", {"type": "number", "minimum": 0}, "The highest price, in whole units of the currency."),
        ("currency", {"type": "string", "pattern": "^[A-Za-z]{3}$"}, "For prices; else the site's."),
        ("from", day, "The first day, of what has a date."),
        ("to", day, "The last day."),
        ("accepting", flag, "Only who accepts clients."),
        ("sort", {"type": "string", "enum": list(SORTS), "default": SORTS[0]}, "The order."),
        (
            "page",
            {"type": "integer", "minimum": 1, "default": 1},
            "The page; beyond the end it is the last one.",
        ),
        (
            "page_size",
            {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE},
            "Results on a page.",
        ),
    ]
    return [
        {"name": name, "in": "query", "required": False, "description": words, "schema": schema}
        | ({"style": "form", "explode": True} if schema is many else {})
        for name, schema, words in told
    ]
