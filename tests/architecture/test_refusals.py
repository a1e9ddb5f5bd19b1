"""Whatever is refused is refused in the reader's language: no sentence of a refusal stands outside the catalogue."""

import ast
from pathlib import Path

import pytest
from django.utils import translation

from core.refusal import Refusal
from marketplace.orders.errors import SlotTaken
from marketplace.payments.errors import TooLateToPay
from tests.architecture.test_catalogues import IN_CONTEXT, PLAIN, ROOT, sources

# Part of a path > who reads what is refused there.
LEFT = {
    "/management/": "operators, at the command line",
    "search/elastic/": "operators",
    "search/api/": "programmers, in English as the API is",
    "payments/gateway/": "staff, in the outbox",
    "payments/stripe_units.py": "staff, in the outbox",
    "payments/twin/": "stands in for Stripe",
    "core/clock.py": "developers",
    "demo/": "developers",
    "/migrations/": "nobody: kept as they were written",
    "core/guards.py": "the database says it, to programs",
    "places/errors.py": "operators, at the command line",
}
READ = ("sentence", "words")


def refusals() -> dict[str, type[Refusal]]:
    """Every class of refusal by its name."""
    found, waiting = {}, [Refusal]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting += kind.__subclasses__()
    return found


def bare(source: str, names: set[str]) -> list[str]:
    """Sentences of refusals, and of a model's own rules, that nobody can translate; and marked ones that never
    could be found in a catalogue, since they are filled in first."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in names | {"ValidationError", "RegexValidator"}:
                found += [words for part in node.args for words in _sentences(part)]
            if name in PLAIN | IN_CONTEXT:
                found += [ast.unparse(part) for part in node.args if isinstance(part, ast.JoinedStr)]
            told = [part.value for part in node.keywords if part.arg == "violation_error_message"]
            found += [words for part in told for words in _sentences(part)]
        elif isinstance(node, ast.ClassDef) and any(getattr(base, "id", "") in names for base in node.bases):
            found += _of_class(node)
        elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in READ:
            found += _sentences(node.value)
    return found


def _of_class(node: ast.ClassDef) -> list[str]:
    """Sentences handed to `super().__init__`."""
    calls = [part for part in ast.walk(node) if isinstance(part, ast.Call)]
    up = [call for call in calls if getattr(call.func, "attr", "") == "__init__"]
    return [words for call in up for part in call.args for words in _sentences(part)]


def _sentences(node: ast.expr) -> list[str]:
    if isinstance(node, ast.Dict):
        return [words for value in node.values for words in _sentences(value)]
    if isinstance(node, ast.List | ast.Tuple):
        return [words for value in node.elts for words in _sentences(value)]
    if isinstance(node, ast.BinOp):
        return _sentences(node.left)
    if isinstance(node, ast.JoinedStr):
        kept = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        return [ast.unparse(node)] if any(letter.isalpha() for letter in kept) else []
    said = node.value if isinstance(node, ast.Constant) else ""
    return [said] if isinstance(said, str) and " " in said and said[0].isupper() else []


@pytest.mark.parametrize(
    "path",
    [path for path in sources("*.py") if not any(left in str(path) for left in LEFT)],
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_sentences_of_refusals_are_marked(path: Path) -> None:
    assert bare(path.read_text("utf-8"), set(refusals())) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('raise Refusal("Not now.")', ["Not now."]),
        ('raise Refusal(_("Not now."))', []),
        ('raise ValidationError({"slug": f"{slug} is taken."})', ["f'{slug} is taken.'"]),
        ('_(f"{n} days")', ["f'{n} days'"]),
        ('CheckConstraint(violation_error_message="Say where.")', ["Say where."]),
        ('class A(Refusal):\n  def __init__(self):\n    super().__init__("Not now.")', ["Not now."]),
        ('class A(Refusal):\n  words = "Not now."', ["Not now."]),
    ],
)
def test_bare_sentences_are_seen(source: str, found: list[str]) -> None:
    assert bare(source, {"Refusal"}) == found


def test_a_refusal_says_its_words_in_the_language_of_now() -> None:
    refusal = SlotTaken()

    assert refusal.sentence.startswith("That time is no longer free.")
    with translation.override("de"):
        assert refusal.sentence.startswith("Diese Zeit ist nicht mehr frei.")
        assert str(TooLateToPay()) == TooLateToPay().sentence
