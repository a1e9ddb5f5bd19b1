"""No text of a public page is left outside the catalogue."""

import re
from pathlib import Path

import pytest
from django.template.base import Lexer, TokenType

TEMPLATES = Path(__file__).resolve().parents[2] / "templates"
# Folder or file > why its text stays as it is.
LEFT = {
    "500.html": "static: shown when nothing works, catalogues included",
    "dev": "for developers",
    "core": "pages of the back office, in English",
    "content/cms": "pages of the back office, in English",
    "content/checks": "pages of the back office, in English",
    "search/cms": "pages of the back office, in English",
    "office/cms": "pages of the back office, in English",
    "wagtailadmin": "pages of the back office, in English",
    "wagtailusers": "pages of the back office, in English",
    "twin": "stands in for a page of Stripe's, outside the languages of the site",
    "search/api/docs.html": "for programmers, in English as the API is",
}
# The same in every language.
NAMES = {
    "MI Commons",
    "SANDBOX",
    "GeoNames",
    "CC BY",
    "TEST",
    "ISBN",
    "MI",
    "Stripe",
    "nbsp",
    "middot",
    "rsaquo",
    "times",
}
TRANSLATED = ("translate", "trans", "blocktranslate", "blocktrans")
READ = re.compile(r"""\s(?:aria-label|title|alt|placeholder|aria-description)=(["'])([^"']*)\1""")
WORDS = re.compile(r"[^\W\d_]{2,}(?:[ ’'-][^\W\d_]+)*")
SPOKEN = re.compile(
    r"""\b(?:label|text|title|hint|legend|heading|range|note|empty)=(["'])([^"']*[^\W\d_]{2,}[^"']*)\1"""
)


def ours() -> list[Path]:
    paths = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".html", ".txt"})
    names = {path: path.relative_to(TEMPLATES).as_posix() for path in paths}
    return [
        path for path, name in names.items() if not any(f"{name}/".startswith(f"{left}/") for left in LEFT)
    ]


def bare(source: str) -> list[str]:
    """The words of a template's text, of attributes that are read out and of arguments of tags, outside the tags of
    translation."""
    text, spoken, inside = [], [], 0
    for token in Lexer(source).tokenize():
        word = token.contents.split(maxsplit=1)[0] if token.token_type == TokenType.BLOCK else ""
        inside += word in {"blocktranslate", "blocktrans", "comment"}
        inside -= word in {"endblocktranslate", "endblocktrans", "endcomment"}
        if token.token_type == TokenType.TEXT and not inside:
            text.append(token.contents)
        elif token.token_type != TokenType.TEXT:
            text.append("\0")
        if word and word not in TRANSLATED:
            spoken += [match[2] for match in SPOKEN.finditer(token.contents)]
    page = re.sub(r"(?s)<!--.*?-->|<(script|style)\b.*?</\1>", " ", "".join(text))
    read = [match[2] for tag in re.findall(r"<[^>]*>", page) for match in READ.finditer(tag)]
    found = [re.sub(r"&\w+;|&#\d+;", " ", part) for part in (re.sub(r"<[^>]*>", "\n", page), *read, *spoken)]
    return [words for part in found for words in WORDS.findall(part) if words not in NAMES]


@pytest.mark.parametrize("path", ours(), ids=lambda path: path.relative_to(TEMPLATES).as_posix())
def test_text_of_templates_is_marked(path: Path) -> None:
    assert bare(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>Hello {{ name }}</p>", ["Hello"]),
        ('{% include "x.html" with label="Sign in" only %}', ["Sign in"]),
        ('<nav aria-label="Main menu">', ["Main menu"]),
        ("{% translate 'Hello' %}{% blocktranslate %}Dear {{ name }}{% endblocktranslate %}", []),
        ('<a class="more" href="/x/" title="{% translate "More" %}">→</a>', []),
        ('{% include "x.html" with label=_("Sign in") only %}', []),
    ],
)
def test_bare_text_is_seen(source: str, found: list[str]) -> None:
    assert bare(source) == found


def test_everything_left_out_is_there() -> None:
    assert [name for name in LEFT if not (TEMPLATES / name).exists()] == []
