"""One name each: `checkout/order_detail.html`, view `order_detail`, address `checkout:order-detail`."""

import ast
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from tests.architecture.floors import ROOT, own_apps


def named_views(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, str, object]]:
    """(namespace, name, view) of every address that has a namespace."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from named_views(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and namespace and entry.name:
            yield namespace, entry.name, entry.callback


OURS = sorted(
    {
        (namespace, name, inspect.unwrap(view))
        for namespace, name, view in named_views(get_resolver())
        if namespace in own_apps() and inspect.isfunction(inspect.unwrap(view))
    },
    key=lambda row: row[:2],
)


@pytest.mark.parametrize(("namespace", "name", "view"), OURS, ids=[f"{row[0]}:{row[1]}" for row in OURS])
def test_address_and_view_bear_one_name(namespace: str, name: str, view: object) -> None:
    assert view.__name__ == name.replace("-", "_")


@pytest.mark.parametrize(("namespace", "name", "view"), OURS, ids=[f"{row[0]}:{row[1]}" for row in OURS])
def test_view_renders_the_page_of_its_name(namespace: str, name: str, view: object) -> None:
    pages = pages_named_in(view)

    assert not pages or f"{namespace}/{name.replace('-', '_')}.html" in pages


def pages_named_in(view: object) -> set[str]:
    """The whole pages (no `_fragment.html`) a view's own source names."""
    tree = ast.parse(inspect.cleandoc("\n" + inspect.getsource(view)))
    texts = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if text.endswith(".html") and "/_" not in text and " " not in text}


def test_there_are_addresses_to_look_at() -> None:
    assert {"checkout", "search"} <= {row[0] for row in OURS}


def test_every_page_lies_in_the_folder_of_an_app() -> None:
    shared = {
        "components",
        "emails",
        "errors",
        "account",
        "allauth",
        "django",
        "mfa",
        "wagtailadmin",
        "wagtailusers",
    }
    folders = {path.name for path in Path(ROOT / "templates").iterdir() if path.is_dir()}

    assert folders - shared - own_apps().keys() == set()
