"""The full-text table: FTS5 with Porter's stemmer on SQLite, a tsvector with English stemming on PostgreSQL.

It is made by a migration and written by the indexer, never by triggers (a rebuilt table drops those
silently). `rowid` or `document_id` is the document's key. All text was folded by core.text.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from django.db import connection

from search.words import STOP_WORDS, Term

TABLE = "search_text"
COLUMNS = ("title", "by", "labels", "summary", "body")
# How much a word weighs by where it stands; PostgreSQL knows four places, so `by` and `labels` share one.
_BM25_WEIGHTS = "10.0, 5.0, 4.0, 3.0, 1.0"
_RANK_WEIGHTS = "{0.08, 0.25, 0.45, 1.0}"
_EVEN = {"sqlite": 8.0, "postgresql": 1.0}  # the rank that counts as much as being what was typed
_LETTERS = ("A", "B", "B", "C", "D")
_VECTOR = " || ".join(f"setweight(to_tsvector('english', %s), '{letter}')" for letter in _LETTERS)
MOST_COUNTED = 20_000  # a word that so many documents have tells little, however many more there are
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
    add(rows)


def add(rows: Sequence[Words]) -> None:
    """Put in the words of documents that have none yet."""
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


def match(
    terms: Sequence[Term],
    *,
    least: int | None = None,
    shares: Sequence[float] = (),
    finders: Sequence[int] = (),
    ranked: bool = True,
) -> Match:
    """What finds the documents with all of the terms, or with at `least` so many of them.

    A document that has what was typed, and not only other forms of it, ranks higher, but not out of reach. Both
    databases would have it the other way round: one where the other form is the rarer word, one where it is longer.
    Where some terms will do, it ranks by the square of the part of them that it has: `shares` says how large a part
    each is, of 1 together; one of `finders` must be there (by their places; all, where none is named).
    Not `ranked`: what is only counted needs none of this.
    """
    least = len(terms) if least is None else least
    some = least < len(terms)
    sqlite = connection.vendor == "sqlite"
    finding = [terms[place] for place in finders] if some and finders else terms
    typed = [replace(term, forms=term.forms[: term.own]) for term in terms]
    others = any(len(term.forms) > term.own for term in terms)
    found = (_sqlite if sqlite else _postgresql)(
        finding, typed if others and ranked and not some else [], some
    )
    if not some or (least <= 1 and not ranked):
        return found
    by_share = _sqlite_by_share if sqlite else _postgresql_by_share
    return by_share(found, terms, finding, least, shares or [1 / len(terms)] * len(terms))


def _sqlite_by_share(
    found: Match, terms: Sequence[Term], finding: Sequence[Term], least: int, shares: Sequence[float]
) -> Match:
    """Each term is looked for once, among what is found, and what has it is counted together. A join for each term
    would be as quick, but of three SQLite thinks that it needs a Bloom filter of all documents (100 ms)."""
    one = f"SELECT rowid AS id, {{:.6f}} AS part FROM {TABLE} WHERE {TABLE} MATCH %s"  # noqa: S608  (names of our own)
    all_of_them = " UNION ALL ".join(one.format(share) for share in shares)
    has = f"SELECT id, SUM(part) AS share, COUNT(*) AS number FROM ({all_of_them}) GROUP BY id"  # noqa: S608  (pieces of our own)
    enough = f" AND has.number >= {least:d}" if least > 1 else ""
    return replace(
        found,
        source=f"{found.source} CROSS JOIN ({has}) AS has",
        where=f"{found.where} AND has.id = {TABLE}.rowid{enough}",
        rank=f"({_levelled(found.rank)} + 0.5) * has.share * has.share",
        source_values=(*found.source_values, *(_fts5_among(finding, term) for term in terms)),
    )


def _postgresql_by_share(
    found: Match, terms: Sequence[Term], finding: Sequence[Term], least: int, shares: Sequence[float]
) -> Match:
    joins = [f"CROSS JOIN to_tsquery('english', %s) AS has_{n}" for n in range(len(terms))]
    cases = [f"CASE WHEN {TABLE}.words @@ has_{n} THEN {{}} ELSE 0 END" for n in range(len(terms))]
    number = " + ".join(case.format(1) for case in cases)
    share = " + ".join(case.format(f"{part:.6f}") for case, part in zip(cases, shares, strict=True))
    return replace(
        found,
        source=" ".join([found.source, *joins]),
        where=f"{found.where} AND ({number}) >= {least:d}" if least > 1 else found.where,
        rank=f"({_levelled(found.rank)} + 0.5) * ({share}) * ({share})",
        source_values=(*found.source_values, *map(_tsquery, terms)),
    )


def _levelled(rank: str) -> str:
    """From 0 to 1, a half where the rank counts as much as being what was typed; the rank is computed once."""
    even = _EVEN[connection.vendor]
    return f"(1.0 - {even} / ({even} + {rank}))"


def _sqlite(terms: Sequence[Term], typed: Sequence[Term], any_word: bool) -> Match:
    join = " OR " if any_word else " AND "
    source, rank = TABLE, f"(-bm25({TABLE}, {_BM25_WEIGHTS}))"
    values: tuple[str, ...] = ()
    if typed:
        # The LIMIT keeps SQLite from looking each row up again: it is computed once.
        own = f"SELECT rowid AS typed_id FROM {TABLE} WHERE {TABLE} MATCH %s LIMIT -1"  # noqa: S608  (names of our own)
        source = f"{TABLE} LEFT JOIN ({own}) AS typed ON typed.typed_id = {TABLE}.rowid"
        rank = f"({_levelled(rank)} + CASE WHEN typed.typed_id IS NULL THEN 0.0 ELSE 0.5 END)"
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
        rank = f"({_levelled(rank)} + CASE WHEN {TABLE}.words @@ typed THEN 0.5 ELSE 0.0 END)"
    return Match(source=source, where=f"{TABLE}.words @@ asked", rank=rank, source_values=values)


def rarity(terms: Sequence[Term]) -> list[int]:
    """How many documents have each of the terms; counted up to MOST_COUNTED. One statement."""
    sqlite = connection.vendor == "sqlite"
    has = f"{TABLE} MATCH %s" if sqlite else "words @@ to_tsquery('english', %s)"
    one = f"(SELECT COUNT(*) FROM (SELECT 1 FROM {TABLE} WHERE {has} LIMIT {MOST_COUNTED}) AS counted)"  # noqa: S608  (names of our own)
    with connection.cursor() as cursor:
        said = list(map(_fts5 if sqlite else _tsquery, terms))
        cursor.execute(f"SELECT {', '.join([one] * len(terms))}", said)
        return list(cursor.fetchone())


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


def _fts5_among(finders: Sequence[Term], term: Term) -> str:
    """The term, among what one of the finders finds: FTS5 goes through the shorter list and leaps in the longer."""
    return f"({' OR '.join(map(_fts5, finders))}) AND {_fts5(term)}"


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
