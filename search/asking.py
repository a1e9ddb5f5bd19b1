"""How every engine comes to its answer: as typed, respelt where that finds nothing, then with some of the words."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from math import log

from core.text import searchable_words
from search import spelling
from search.query import SearchQuery
from search.respelling import much_commoner, respellings
from search.result import SearchResult

FEW = 10
"""With as many results or fewer, it is looked whether another word was meant."""

SCARCE, MANY_WORDS = 6, 3
"""With so few results or fewer (half a page) for so many words or more, half of the words may be missing."""

PLENTY = 25
"""Where so many documents have all of the words that are anywhere, those with fewer of them are left out."""

ENOUGH = 5_000
"""Of so many documents those are found that have one of the rarer words; what has common ones alone is left out."""

APART = 0.5
"""What a word of a known phrase tells on its own, of what it would tell if it were no part of one."""

Look = Callable[[SearchQuery], SearchResult]
Count = Callable[[Sequence[SearchQuery]], Sequence[int]]
Rarity = Callable[[SearchQuery], Sequence[int]]


def answer(look: Look, count: Count, query: SearchQuery, *, rarity: Rarity | None = None) -> SearchResult:
    """Return what `look` finds for the query, helped where it finds nothing.

    `look(query)` is an engine's plain search, with these terms and no others; `count(queries)` how many documents
    each would find, or, where `rarity` is given, just whether any (0 or 1). `rarity(query)` tells how many documents
    there are, and how many have each term anywhere; without it they are counted. Where the words find nothing, texts
    with misspelt words put right are counted, and the query with any of the words, all in one call; the first that
    finds something is looked for. `respelled` and `loosened` say so; `respelled` too where those words are found, but
    not here.

    What is there for words only in another language than the reader's is shown, though it is translated: its
    translation has other words.

    With few results `suggested` may name a text that was more likely meant. What is asked for exactly is answered
    as it stands.
    """
    rarity = rarity or partial(_rarity, count)
    result = look(query)
    if _only_elsewhere(result, query):
        query = replace(query, reader="")
        result = look(query)
    if query.exact or query.any_word or not query.terms:
        return result
    if result.total > FEW or result.left_out or _filtered_out(result):
        return result
    if result.total:
        return replace(_fuller(look, rarity, query, result), suggested=_suggested(query))
    return _helped(look, count, rarity, query, result)


def _fuller(look: Look, rarity: Rarity, query: SearchQuery, result: SearchResult) -> SearchResult:
    """What has all of the words, and after it what has half of them, where the words are many and little has all:
    a sentence holds words that are not those of the page."""
    number = len(searchable_words(query.text))
    if result.total > SCARCE or number < MANY_WORDS or len(query.terms) == 1:
        return result
    loose = replace(query, missing=len(query.terms) // 2)
    fuller = look(_weighed(loose, rarity(loose)))
    if fuller.total <= result.total:
        return result
    return replace(fuller, sparse=True, took_ms=result.took_ms + fuller.took_ms)


def _with_any(look: Look, rarity: Rarity, query: SearchQuery) -> SearchResult:
    """What has all of the words that any document has, or, where that is little, what has some of them."""
    counts = rarity(query)
    if known := _without_unknown(query, counts[1:]):
        found = look(known)
        if found.total >= PLENTY:
            return found
    return look(_weighed(query, counts))


def _without_unknown(query: SearchQuery, counts: Sequence[int]) -> SearchQuery | None:
    """All the words that some document has, wanted together; None where all are, or none."""
    told = list(zip(query.terms, counts, strict=True))
    known = {word for term, n in told if n for word in term.forms[0].split()}
    unknown = {word for term, n in told if not n for word in term.forms[0].split()} - known
    if not known or not unknown:
        return None
    words = (word for word in query.text.split() if not unknown.issuperset(searchable_words(word)))
    return replace(query, text=" ".join(words), any_word=False)


def _weighed(query: SearchQuery, counts: Sequence[int]) -> SearchQuery:
    """The query with the weight of each term where some of them may be missing: the fewer documents have it anywhere,
    the more it tells. log(1 + N / n), so that a word that all have still counts a little."""
    total, *counts = counts
    whole = set(replace(query, any_word=False).terms)
    weights = (log(1 + max(total, 1) / max(n, 1)) for n in counts)
    told = zip(query.terms, weights, strict=True)
    weighed = tuple(w if term in whole else w * APART for term, w in told)
    return replace(query, weights=weighed, finders=_finders(query, counts))


def _finders(query: SearchQuery, counts: Sequence[int]) -> tuple[int, ...]:
    """The rarest terms, as many as find ENOUGH. What has all but a few of the terms has one of the few and one more
    that are rarest: so many at least."""
    if sum(counts) <= ENOUGH:
        return ()
    least = 1 if query.any_word else len(query.terms) - query.least_words + 1
    chosen: list[int] = []
    found = 0
    for place in sorted(range(len(counts)), key=lambda place: counts[place]):
        found += counts[place]
        if len(chosen) >= least and found > ENOUGH:
            break
        if counts[place] or not query.any_word:
            chosen.append(place)
    return tuple(sorted(chosen))


def _rarity(count: Count, query: SearchQuery) -> Sequence[int]:
    everything = SearchQuery(currency=query.currency)
    terms = [_anywhere(replace(query, text=term.forms[0], any_word=False)) for term in query.terms]
    return count([everything, *terms])


def _filtered_out(result: SearchResult) -> bool:
    """Whether it is a filter that leaves nothing, and not the words."""
    return not result.total and any(value.count for values in result.facets.values() for value in values)


def _only_elsewhere(result: SearchResult, query: SearchQuery) -> bool:
    """Whether nothing is left but what is translated into the reader's language, which that facet counts."""
    return bool(query.reading_in and not result.total and any(row.count for row in result.facets["language"]))


def _suggested(query: SearchQuery) -> str:
    return much_commoner(query.text, spelling.vocabulary(), query.synonyms)


def _helped(
    look: Look, count: Count, rarity: Rarity, query: SearchQuery, result: SearchResult
) -> SearchResult:
    """One count of everything that might help, then the first that does."""
    spelt = respellings(query.text, spelling.vocabulary(), query.synonyms)
    ways = [replace(query, text=text) for text in spelt.texts]
    if len(query.terms) > 1 or " " in query.terms[0].forms[0]:
        ways.append(replace(query, text=spelt.close, any_word=True))
    if not ways:
        return result
    # With words unknown: whether the likeliest text is found anywhere. With all known: whether they are, together.
    # A phrase that synonyms know is one term: its words tell something apart only where it is found nowhere.
    elsewhere = _anywhere(ways[0] if spelt.needed else query)
    *counts, anywhere = count([*ways, elsewhere])
    for way, found in zip(ways, counts, strict=True):
        if found and (spelt.needed or (way.any_word and len(query.terms) > 1) or not anywhere):
            helped = _with_any(look, rarity, way) if way.any_word else _fuller(look, rarity, way, look(way))
            return _told(helped, way, query, result)
    return replace(result, respelled=spelt.texts[0] if spelt.needed and anywhere else "")


def _told(helped: SearchResult, way: SearchQuery, query: SearchQuery, result: SearchResult) -> SearchResult:
    """What helped, as the answer to what was asked."""
    return replace(
        helped,
        respelled=way.text if way.text != query.text else "",
        loosened=way.any_word and helped.total > 0,
        took_ms=result.took_ms + helped.took_ms,
    )


def _anywhere(query: SearchQuery) -> SearchQuery:
    """The same words in every place, of every kind, at any time and price."""
    return SearchQuery(text=query.text, synonyms=query.synonyms, currency=query.currency)
