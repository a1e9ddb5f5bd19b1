"""Every string that visitors, members and mails are told has its German, and it says the same things."""

import ast
import re
from fnmatch import fnmatch
from pathlib import Path

import polib
import pytest
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "locale" / "de" / "LC_MESSAGES" / "django.po"
HELD = re.compile(r"%\(\w+\)[a-z]|%%|\{\w+\}|</?\w+[^>]*>")

ROOMS = ("site", "search", "directory", "marketplace", "templates")
PLAIN = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
QUOTED = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*({QUOTED})(?:\s*,\s*({QUOTED}))?")
# Words that German has taken over or spells alike. What holds no words of its own needs no place here.
ALIKE = {
    *("CC BY 4.0", "CC BY-NC 4.0", "CC BY-SA 4.0", "UTC", "Stripe", "Taunton"),
    *("Champion", "Champion: %(names)s.", "Champions: %(names)s."),
    *("Code", "Name", "Online", "online", "Sponsor", "Website", "Workshop"),
    *("Diabetes", "Film", "Fitness", "Information", "Rehabilitation"),
    *("%(what)s in %(place)s", "%(what)s, online", "in %(place)s"),
}


def left_out() -> tuple[str, ...]:
    """What `make messages` does not read, as that command says."""
    tree = ast.parse((ROOT / "bin" / "messages.py").read_text("utf-8"))
    found = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and node.targets[0].id == "LEFT_OUT"
    ]
    return tuple(ast.literal_eval(found[0]))


def sources(*names: str) -> list[Path]:
    kept = left_out()
    paths = [path for room in ROOMS for name in names for path in (ROOT / room).rglob(name)]
    return [path for path in paths if not any(fnmatch(str(path.relative_to(ROOT)), out) for out in kept)]


def of_python(path: Path) -> set[tuple[str, str]]:
    return marks(path.read_text("utf-8"))


def of_template(path: Path) -> set[tuple[str, str]]:
    return template_marks(path.read_text("utf-8"))


def marks(source: str) -> set[tuple[str, str]]:
    """Context and words of each marked string of Python."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in PLAIN | IN_CONTEXT:
            continue
        said = [part.value for part in node.args if isinstance(part, ast.Constant)]
        inside = node.func.id in IN_CONTEXT
        if len(said) > inside:
            found.add((said[0], said[1]) if inside else ("", said[0]))
    return found


def template_marks(source: str) -> set[tuple[str, str]]:
    """Context and words of each marked string of a template."""
    found = set()
    for name, first, second in CALL.findall(templatize(source)):
        words = ast.literal_eval(first)
        found.add((words, ast.literal_eval(second)) if "pgettext" in name else ("", words))
    return found


def entries() -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(str(CATALOGUE)) if not entry.obsolete]


def said(entry: polib.POEntry) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """Context and English of an entry, with its German."""
    return entry.msgctxt or "", entry.msgid, tuple(pairs(entry))


def pairs(entry: polib.POEntry) -> list[tuple[str, str]]:
    """Each English form with its German."""
    if not entry.msgid_plural:
        return [(entry.msgid, entry.msgstr)]
    forms = [entry.msgid, *[entry.msgid_plural] * (len(entry.msgstr_plural) - 1)]
    return [(english, entry.msgstr_plural[number]) for number, english in enumerate(forms)]


def held(words: str) -> list[str]:
    """What a translation has to keep: the places that are filled in, and the tags."""
    return sorted(set(HELD.findall(words)))


def test_every_string_has_its_german() -> None:
    empty = [entry.msgid for entry in entries() for _english, german in pairs(entry) if not german.strip()]
    assert [entry.msgid for entry in entries() if not entry.translated()] + empty == []


def test_no_translation_is_a_guess() -> None:
    assert [entry.msgid for entry in entries() if entry.fuzzy] == []


def test_plurals_have_two_forms() -> None:
    found = [entry for entry in entries() if entry.msgid_plural]

    assert len(found) > 20
    assert [entry.msgid for entry in found if sorted(entry.msgstr_plural) != [0, 1]] == []


def test_what_is_filled_in_agrees() -> None:
    wrong = [
        (english, german)
        for entry in entries()
        for english, german in pairs(entry)
        if held(english) != held(german)
    ]

    assert wrong == []


def worded(words: str) -> str:
    """What is left without places, tags, numbers and units: nothing where there is nothing to translate."""
    return re.sub(r"\bkm\b|[^\w]|[\d_]", "", HELD.sub("", words))


def test_nothing_is_left_in_english() -> None:
    same = {
        english
        for entry in entries()
        for english, german in pairs(entry)
        if english == german and worded(english)
    }

    assert sorted(same - ALIKE) == []
    assert sorted(ALIKE - same) == []


@pytest.mark.parametrize(
    ("words", "left"), [("%(n)d km", ""), ("<b>%(n)g</b>, {way}", ""), ("in %(place)s", "in"), ("25 km", "")]
)
def test_words_are_told_from_places(words: str, left: str) -> None:
    assert worded(words) == left


def test_quotation_marks_and_address_are_german() -> None:
    said = [german for entry in entries() for _english, german in pairs(entry)]

    assert [words for words in said if words.count("„") != words.count("“") or "”" in words] == []
    assert [
        words for words in said if re.search(r"\b(?:[Dd]u|[Dd]ich|[Dd]ir|[Dd]eine?\w*|[Ee]ure?\w*)\b", words)
    ] == []
    assert [words for words in said if "Widerst" in words] == []


def test_ends_agree() -> None:
    """A label has no full stop where the English has none; a mail's line keeps its colon."""
    wrong = [
        (english, german)
        for entry in entries()
        for english, german in pairs(entry)
        if english[-1:] == ":" and german[-1:] != ":" or english[-1:].isspace() != german[-1:].isspace()
    ]

    assert wrong == []


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("%(n)d of %(total)d", ["%(n)d", "%(total)d"]),
        ("{n} suggestions", ["{n}"]),
        ("<b>%(place)s</b>", ["%(place)s", "<b>", "</b>"]),
        ("100 %% of it", ["%%"]),
    ],
)
def test_places_are_seen(words: str, places: list[str]) -> None:
    assert held(words) == sorted(places)


def test_compiled_catalogue_is_the_kept_one() -> None:
    made = polib.mofile(str(CATALOGUE.with_suffix(".mo")))

    assert {said(entry) for entry in made} == {said(entry) for entry in entries()}


def test_catalogue_holds_what_the_sources_mark() -> None:
    """`make messages` was not forgotten; nothing stays that nobody says any more."""
    marked = set().union(*map(of_python, sources("*.py")), *map(of_template, sources("*.html", "*.txt")))
    kept = {(entry.msgctxt or "", entry.msgid) for entry in entries()}

    assert sorted(marked - kept) == []
    assert sorted(kept - marked) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('_("One " "two")', {("", "One two")}),
        ('ngettext("%(n)d day", "%(n)d days", n)', {("", "%(n)d day")}),
        ('pgettext_lazy("to nobody", "none")', {("to nobody", "none")}),
        ("_(words)", set()),
    ],
)
def test_marks_in_python_are_seen(source: str, found: set[tuple[str, str]]) -> None:
    assert marks(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("{% translate 'Hello' %}", {("", "Hello")}),
        ('{{ day|date:_("j F") }}', {("", "j F")}),
        (
            "{% blocktranslate count n=n %}{{ n }} day{% plural %}{{ n }} days{% endblocktranslate %}",
            {("", "%(n)s day")},
        ),
        ('{% translate "None" context "to nobody" %}', {("to nobody", "None")}),
    ],
)
def test_marks_in_templates_are_seen(source: str, found: set[tuple[str, str]]) -> None:
    assert template_marks(source) == found
