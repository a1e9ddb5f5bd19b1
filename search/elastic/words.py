"""Looking for words: each term in any of its forms, in any of the texts.

Weights are those of the database's full text (search/fulltext.py): a word in the title counts ten times, and
what counts levels off, as BM25 does it over all texts together.
"""

from collections.abc import Sequence
from typing import Any

from search.elastic.mapping import K1
from search.words import Term

WEIGHTS = {"title": 10, "by": 5, "labels": 4, "summary": 3, "body": 1}
# A document with the very word that was typed stands above one that has another word for it.
OTHER_FORM = 0.8
# The score that counts as much as being what was typed: as in the database's, whose BM25 has a factor 1 + k1 more.
EVEN = 6.5
# What the beginning of a word is worth: a word in one document of seven.
BEGINNING = 2.0
# And where it may be a whole one: what has that by its stem, often or in its title, must not stand behind.
PERHAPS_BEGUN = 1.0
# The tokenizer parts longer words, and nobody types them.
LONGEST_WORD = 255
LONGEST_BEGINNING = 40

_STEMS = [f"words.{name}.english^{weight}" for name, weight in WEIGHTS.items()]
_PLACES = [f"words.{name}.english" for name in WEIGHTS]
_EXACT = [f"words.{name}^{weight}" for name, weight in WEIGHTS.items()]


def query(
    terms: Sequence[Term], *, least: int, shares: Sequence[float], finders: Sequence[int] = ()
) -> dict[str, Any]:
    """What finds the documents with at `least` so many of the terms. `shares`: what part of all each of them is.
    `finders`: the places of those of which one must be there; all, where none is named."""
    clauses = [_term(term) for term in terms]
    found = _joined(clauses, least)
    if least < len(terms):
        if finders:
            found["bool"]["filter"] = [_joined([clauses[place] for place in finders], 1)]
        return _by_share(found, clauses, shares)
    if any(len(term.forms) > term.own for term in terms):
        return _typed_first(found, _joined([_typed(term) for term in terms], least))
    return found


def _joined(clauses: Sequence[dict[str, Any]], least: int) -> dict[str, Any]:
    if least < len(clauses):
        return {"bool": {"should": clauses, "minimum_should_match": least}}
    return {"bool": {"must": clauses}}


def _typed_first(found: dict[str, Any], typed: dict[str, Any]) -> dict[str, Any]:
    """A document that has what was typed, and not only other forms of it, ranks higher, but not out of reach."""
    return {
        "bool": {
            "must": [_level(found, "_score / (params.even + _score)")],
            "should": [{"constant_score": {"filter": typed, "boost": 0.5}}],
        }
    }


def _level(found: dict[str, Any], source: str) -> dict[str, Any]:
    script = {"source": source, "params": {"even": EVEN}}
    return {"function_score": {"query": found, "script_score": {"script": script}, "boost_mode": "replace"}}


def _by_share(
    found: dict[str, Any], clauses: Sequence[dict[str, Any]], shares: Sequence[float]
) -> dict[str, Any]:
    """Ranked by the square of the part of the terms that a document has."""
    has = [{"filter": clause, "weight": share} for clause, share in zip(clauses, shares, strict=True)]
    found = _level(found, "0.5 + _score / (params.even + _score)")
    for _ in range(2):
        number = {"functions": has, "score_mode": "sum", "boost_mode": "multiply"}
        found = {"function_score": {"query": found, **number}}
    return found


def _term(term: Term) -> dict[str, Any]:
    others = [_form(form, OTHER_FORM) for form in term.forms[term.own :]]
    return _best([*_own(term), *others])


def _typed(term: Term) -> dict[str, Any]:
    return _best(_own(term))


def _own(term: Term) -> list[dict[str, Any]]:
    return [_first(term), *(_form(form, 1.0) for form in term.forms[1 : term.own])]


def _best(clauses: list[dict[str, Any]]) -> dict[str, Any]:
    return {"dis_max": {"queries": clauses}} if len(clauses) > 1 else clauses[0]


def _first(term: Term) -> dict[str, Any]:
    first = term.forms[0]
    if not term.prefix or len(first) > LONGEST_BEGINNING:
        return _form(first, 1.0)
    if term.unfinished:
        # The stemmer would make another word of it: "nurs" is no plural of "nur".
        return _beginning(first, BEGINNING)
    return {"dis_max": {"queries": [_form(first, 1.0), _beginning(first, PERHAPS_BEGUN)]}}


def _form(form: str, boost: float) -> dict[str, Any]:
    """A word by its stem; several words one after the other, which weigh as much as they do apart."""
    word = form if " " in form else form[:LONGEST_WORD]
    apart = {"combined_fields": {"query": word, "fields": _STEMS, "operator": "and", "boost": boost}}
    if " " not in form:
        return apart
    together = {"multi_match": {"query": form, "type": "phrase", "fields": _PLACES}}
    return {"bool": {"must": [apart], "filter": [together]}}


def _beginning(form: str, worth: float) -> dict[str, Any]:
    """Of words as they stand there. Each text counts what one such word in it would count."""
    if " " in form:
        return {"multi_match": {"query": form, "type": "phrase_prefix", "fields": _EXACT}}
    found = [
        {
            "constant_score": {
                "filter": {"prefix": {f"words.{name}": {"value": form}}},
                "boost": round(worth * weight * (K1 + 1) / (weight + K1), 3),
            }
        }
        for name, weight in WEIGHTS.items()
    ]
    return {"dis_max": {"queries": found}}
