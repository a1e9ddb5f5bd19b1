"""The full-text table: FTS5 with Porter's stemmer on SQLite, a tsvector with English stemming on PostgreSQL.

It is made by a migration and written by the indexer, never by triggers (a rebuilt table drops those
silently). `rowid` or `document_id` is the document's key. All text was folded by core.text.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from search.words import STOP_WORDS, Term

TABLE = "search_text"
COLUMNS = ("title", "by", "labels", "summary", "body")
# How much a word weighs by where it stands; PostgreSQL knows four places, so `by` and `labels` share one.
_BM25_WEIGHTS = "10.0, 5.0, 4.0, 3.0, 1.0"
_RANK_WEIGHTS = "{0.08, 0.25, 0.45, 1.0}"
_EVEN = 8.0  # the BM25 that counts as much as being what was typed
_LETTERS = ("A", "B", "B", "C", "D")
_VECTOR = " || ".join(f"setweight(to_tsvector('english', %s), '{letter}')" for letter in _LETTERS)
# How a term numbered n is joined, and what says that a document has it.
_SQLITE_HAS = (
    f"LEFT JOIN (SELECT rowid AS id FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT -1) AS has_{{n}} "  # noqa: S608  (names of our own)
    f"ON has_{{n}}.id = {TABLE}.rowid",
    "has_{n}.id IS NOT NULL",
)
_POSTGRESQL_HAS = ("CROSS JOIN to_tsquery('english', %s) AS has_{n}", f"{TABLE}.words @@ has_{{n}}")
_BODY_LENGTH = 200_000  # a tsvector holds 1 MiB at most
# "gps", "ngos": PostgreSQL's stemmer leaves the s of a word without another syllable, all others take it off.
_SHORT_PLURAL = re.compile(r"\b([^\W\d_aeiouy]{2,}[aeiou]?)s\b")


@dataclass(frozen=True, slots=True)
class Words:
    """The folded words of one document, in the order of COLUMNS."""

    document_id: int
    texts: tuple[str, str, str, str, str]


@dataclass(frozen=True, slots=True)
class Match:
    """SQL pieces of a text search with their values: `source` to select from, `where`, and `rank`, larger
    where the match is better. The document's key is `key()`."""

    source: str
    where: str
    rank: str
    source_values: tuple[str, ...] = ()
    where_values: tuple[str, ...] = ()


def write(rows: Sequence[Words]) -> None:
    """Put these documents' words in place of what was there."""
    forget(row.document_id for row in rows)
    values: list[list[int | str]] = [
        [row.document_id, *(_stemmable(text[:_BODY_LENGTH]) for text in row.texts)] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_insert(), values)


def forget(document_ids: Iterable[int]) -> None:
    """Remove these documents' words."""
    keys = [(document_id,) for document_id in document_ids]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {key()} = %s", keys)  # noqa: S608  (names of our own)


def sweep() -> None:
    """Remove the words of documents that are no more."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE {key()} NOT IN (SELECT id FROM search_searchdocument)")  # noqa: S608  (names of our own)


def match(terms: Sequence[Term], *, least: int | None = None, shares: Sequence[float] = ()) -> Match:
    """What finds the documents with all of the terms, or with at `least` so many of them.

    A document that has what was typed, and not only other forms of it, ranks higher, but not out of reach. Both
    databases would have it the other way round: one where the other form is the rarer word, one where it is longer.
    Where some terms will do, it ranks by the square of the part of them that it has: `shares` says how large a part
    each is, of 1 together.
    """
    least = len(terms) if least is None else least
    some = least < len(terms)
    sqlite = connection.vendor == "sqlite"
    typed = [replace(term, forms=term.forms[:1]) for term in terms]
    others = any(len(term.forms) > 1 for term in terms)
    found = (_sqlite if sqlite else _postgresql)(terms, typed if others and not some else [], some)
    if not some:
        return found
    has = (_fts5, _SQLITE_HAS) if sqlite else (_tsquery, _POSTGRESQL_HAS)
    return _by_share(found, *has, terms, least, shares or [1 / len(terms)] * len(terms))


def _by_share(
    found: Match,
    said: Callable[[Term], str],
    has: tuple[str, str],
    terms: Sequence[Term],
    least: int,
    shares: Sequence[float],
) -> Match:
    """The match, ranked by the square of the part of the terms that a document has."""
    join, one = has
    cases = [f"CASE WHEN {one.format(n=n)} THEN {{}} ELSE 0 END" for n in range(len(terms))]
    number = " + ".join(case.format(1) for case in cases)
    share = " + ".join(case.format(f"{part:.6f}") for case, part in zip(cases, shares, strict=True))
    even = _EVEN if connection.vendor == "sqlite" else 1.0
    return replace(
        found,
        source=" ".join([found.source, *(join.format(n=n) for n in range(len(terms)))]),
        where=f"{found.where} AND ({number}) >= {least:d}" if least > 1 else found.where,
        rank=f"(0.5 + {found.rank} / ({even} + {found.rank})) * ({share}) * ({share})",
        source_values=(*found.source_values, *map(said, terms)),
    )


def _sqlite(terms: Sequence[Term], typed: Sequence[Term], any_word: bool) -> Match:
    join = " OR " if any_word else " AND "
    source, rank = TABLE, f"(-bm25({TABLE}, {_BM25_WEIGHTS}))"
    values: tuple[str, ...] = ()
    if typed:
        # The LIMIT keeps SQLite from looking each row up again: it is computed once.
        own = f"SELECT rowid AS typed_id FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT -1"  # noqa: S608  (names of our own)
        source = f"{TABLE} LEFT JOIN ({own}) AS typed ON typed.typed_id = {TABLE}.rowid"
        rank = f"({rank} / ({_EVEN} + {rank}) + CASE WHEN typed.typed_id IS NULL THEN 0.0 ELSE 0.5 END)"
        values = (join.join(map(_fts5, typed)),)
    return Match(
        source=source,
        where=f"{TABLE} MATCH %s",
        rank=rank,
        source_values=values,
        where_values=(join.join(map(_fts5, terms)),),
    )


def _postgresql(terms: Sequence[Term], typed: Sequence[Term], any_word: bool) -> Match:
    join = " | " if any_word else " & "
    asked = "to_tsquery('english', %s)"
    begun = [term for term in terms if term.unfinished]
    whole = [term for term in terms if not term.unfinished]
    source = f"{TABLE} CROSS JOIN {asked} AS asked"
    values: tuple[str, ...] = (join.join(map(_tsquery, whole)),)
    if begun:
        # The stemmer would make another word of it: "nurs" is no plural of "nur".
        both = " || " if any_word else " && "
        said = both.join([asked] * bool(whole) + ["to_tsquery('simple', %s)"])
        source = f"{TABLE} CROSS JOIN (SELECT {said} AS asked) AS together"
        values = (*(values if whole else ()), join.join(map(_tsquery, begun)))
    weighed = "asked"
    if not any_word and len(terms) > 1:
        # Of words that must all be there `ts_rank` weighs how near they stand, and forgets the title.
        source += f" CROSS JOIN {asked} AS weighed"
        values = (*values, " | ".join(map(_tsquery, terms)))
        weighed = "weighed"
    rank = f"ts_rank('{_RANK_WEIGHTS}', {TABLE}.words, {weighed})"
    if typed:
        source += f" CROSS JOIN {asked} AS typed"
        values = (*values, join.join(map(_tsquery, typed)))
        rank = f"({rank} / (1.0 + {rank}) + CASE WHEN {TABLE}.words @@ typed THEN 0.5 ELSE 0.0 END)"
    return Match(source=source, where=f"{TABLE}.words @@ asked", rank=rank, source_values=values)


def key() -> str:
    """The column that is the document's primary key."""
    return f"{TABLE}.rowid" if connection.vendor == "sqlite" else f"{TABLE}.document_id"


def _insert() -> str:
    if connection.vendor == "sqlite":
        names = ", ".join(("rowid", *(f'"{column}"' for column in COLUMNS)))
        return f"INSERT INTO {TABLE} ({names}) VALUES (%s, %s, %s, %s, %s, %s)"  # noqa: S608  (names of our own)
    return f"INSERT INTO {TABLE} (document_id, words) VALUES (%s, {_VECTOR})"  # noqa: S608  (names of our own)


def _fts5(term: Term) -> str:
    """A quoted string holds nothing that FTS5 could read as its own language; folded words have no quote."""
    forms = [f'"{form}"' for form in term.forms]
    if term.prefix:
        forms[0] += " *"
    return f"({' OR '.join(forms)})"


def _tsquery(term: Term) -> str:
    forms = [" <-> ".join(f"'{word}'" for word in _singular(form).split()) for form in term.forms]
    if term.prefix:
        begun = f"'{term.forms[0]}':*"
        forms[0] = begun if _singular(term.forms[0]) == term.forms[0] else f"{forms[0]} | {begun}"
    return f"({' | '.join(f'({form})' for form in forms)})"


def _stemmable(text: str) -> str:
    """As this database's stemmer should find it."""
    return text if connection.vendor == "sqlite" else _singular(text)


def _singular(text: str) -> str:
    """Folded words, the short ones without the s of their plural."""
    return _SHORT_PLURAL.sub(_without_s, text)


def _without_s(found: re.Match[str]) -> str:
    word = found[0]
    return word if word in STOP_WORDS or word.endswith("ss") else found[1]
