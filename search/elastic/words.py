"""Looking for words: each term in any of its forms, in any of the texts.

Weights are those of the database's full text (search/fulltext.py): a word in the title counts ten times, and
what counts levels off, as BM25 does it over all texts together.
"""

from collections.abc import Sequence
from typing import Any

from search.words import Term

WEIGHTS = {"title": 10, "by": 5, "labels": 4, "summary": 3, "body": 1}
# A document with the very word that was typed stands above one that has another word for it.
OTHER_FORM = 0.8
# What the beginning of a word is worth: a word in one document of seven.
BEGINNING = 2.0
# The tokenizer parts longer words, and nobody types them.
LONGEST_WORD = 255
LONGEST_BEGINNING = 40
_BM25_K1 = 1.2

_STEMS = [f"words.{name}.english^{weight}" for name, weight in WEIGHTS.items()]
_EXACT = [f"words.{name}^{weight}" for name, weight in WEIGHTS.items()]


def query(terms: Sequence[Term], *, any_word: bool) -> dict[str, Any]:
    """What finds the documents with all of the terms, or with `any_word` some of them."""
    clauses = [_term(term) for term in terms]
    if any_word:
        return {"bool": {"should": clauses, "minimum_should_match": 1}}
    return {"bool": {"must": clauses}}


def _term(term: Term) -> dict[str, Any]:
    first, *others = term.forms
    forms = [_form(first, 1.0), *(_form(form, OTHER_FORM) for form in others)]
    if term.prefix and len(first) <= LONGEST_BEGINNING:
        forms.append(_beginning(first))
    return forms[0] if len(forms) == 1 else {"dis_max": {"queries": forms}}


def _form(form: str, boost: float) -> dict[str, Any]:
    """A word by its stem; several words one after the other."""
    if " " in form:
        return {"multi_match": {"query": form, "type": "phrase", "fields": _STEMS, "boost": boost}}
    word = form[:LONGEST_WORD]
    return {"combined_fields": {"query": word, "fields": _STEMS, "operator": "and", "boost": boost}}


def _beginning(form: str) -> dict[str, Any]:
    """Of words as they stand there. Each text counts what one such word in it would count."""
    if " " in form:
        return {"multi_match": {"query": form, "type": "phrase_prefix", "fields": _EXACT}}
    found = [
        {
            "constant_score": {
                "filter": {"prefix": {f"words.{name}": {"value": form}}},
                "boost": round(BEGINNING * weight * (_BM25_K1 + 1) / (weight + _BM25_K1), 3),
            }
        }
        for name, weight in WEIGHTS.items()
    ]
    return {"dis_max": {"queries": found}}
