"""From what somebody types to the terms that both engines look for."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import NamedTuple

from core.text import fold, searchable_words
from search.synonyms import NONE, Renamed, Synonyms, key_of

MAX_WORDS = 12
PREFIX_LETTERS = 3
FEW = 10

# The words PostgreSQL's English dictionary leaves out, so that both databases leave out the same.
_LEFT_OUT = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
herself it its itself they them their theirs themselves what which who whom this that these those am is
are was were be been being have has had having do does did doing a an the and but if or because as until
while of at by for with about against between into through during before after above below to from up
down in out on off over under again further then once here there when where why how all any both each few
more most other some such no nor not only own same so than too very s t can will just don should now
"""
# The same run together: an apostrophe is dropped in folding. Those that would be another word ("ill") stay words.
_CONTRACTED = """
im ive youre youve youll theyre theyve weve thats whats wheres whos hows theres heres dont doesnt didnt isnt
arent wasnt werent havent hasnt hadnt cant couldnt wont wouldnt shouldnt
"""
# And "near": the place has a field of its own, and "probation near Taunton" is no word more than "probation Taunton".
STOP_WORDS = frozenset((*_LEFT_OUT.split(), *_CONTRACTED.split(), "near"))

# What is said when somebody asks for something, and what everything here is about: beside other words it narrows
# nothing, and as a condition it would leave out most of what is meant.
_ASKED_WITH = """
someone somebody anyone anybody something anything looking look find finding please would could like get getting
want wants wanted wanting need needed good better best much many become becoming learn learning training speak
speaks speaking vs versus without
"""
# When: no text tells that, and dates have filters of their own.
_WHEN = "today tomorrow tonight next week weeks month months soon upcoming"
_ASKING = frozenset((*_ASKED_WITH.split(), *_WHEN.split()))
_QUESTIONS = frozenset(("how", "what", "why"))
_SUBJECT = "motivational interviewing"
_NUMBERED = re.compile(r"([a-z]{2,})(\d+)")
# Abbreviations of the field that are words too: in capitals they are the abbreviation.
_WORDS_TOO = frozenset(("act", "cat", "darn", "mash", "met", "mint", "send"))


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: any of `forms`, each a folded word, or several words that follow one another.

    The first form is what was typed and weighs at least as much as any other; where an
    abbreviation is a word too ("SEND") it is what that stands for. `prefix`: the first form is one
    word, and may be the beginning of a word still being typed. `unfinished`: it is, and no word of its own.
    `own`: so many of the first forms are what was typed; an abbreviation and its words are the same.
    """

    forms: tuple[str, ...]
    prefix: bool = False
    unfinished: bool = False
    own: int = 1


class Phrase(NamedTuple):
    """Folded words that stand together, and what else they are called."""

    words: tuple[str, ...]
    others: tuple[str, ...] = ()


def terms_of(
    text: str,
    synonyms: Synonyms = NONE,
    *,
    apart: bool = False,
    exact: bool = False,
    unfinished: bool = False,
) -> tuple[Term, ...]:
    """Return what to look for in `text`: stop words left out, `MAX_WORDS` at most. Never raises.

    Words of asking ("someone") and the subject of the site are left out where others remain, but not with `exact`.

    The last word may be the beginning of one; with `unfinished` it is nothing else. This is the one place where a
    word takes on other forms: a phrase that `synonyms` know ("general practitioner") is one term with all its forms.
    With `apart` the words of such a phrase are looked for one by one too, which is only of use where any term will
    do.
    """
    words = searchable_words(text)
    terms: dict[str, Term] = {}
    last = words[-1] if words else ""
    phrases = list(_phrases(words, synonyms))
    if not exact:
        phrases = [phrase for phrase in phrases if not _goes_without_saying(phrase)] or phrases
    capitals = _in_capitals(text)
    for number, phrase in enumerate(phrases):
        typed = " ".join(phrase.words)
        prefix = number == len(phrases) - 1 and typed == last and len(typed) >= PREFIX_LETTERS
        if typed in capitals and phrase.others:
            terms[typed] = Term((*phrase.others, typed))
            continue
        known = terms.get(typed)
        begun = prefix or (known is not None and known.prefix)
        said = _same(typed, phrase.others)
        others = (form for form in phrase.others if form not in said)
        terms[typed] = Term(
            (typed, *said, *others), prefix=begun, unfinished=begun and unfinished, own=1 + len(said)
        )
        if apart and len(phrase.words) > 1:
            for word in phrase.words:
                if word not in STOP_WORDS:
                    terms.setdefault(word, Term((word,)))
    return _told_apart(terms.values())[:MAX_WORDS]


def renamed_in(text: str, synonyms: Synonyms) -> tuple[Renamed, ...]:
    """The dated terms of `text`, in their order, with what they are called now."""
    keys = (key_of(phrase.words) for phrase in phrases_in(text, synonyms))
    return tuple(dict.fromkeys(synonyms.renamed[key] for key in keys if key in synonyms.renamed))


def phrases_in(text: str, synonyms: Synonyms) -> list[Phrase]:
    """The words of `text` from left to right, in the longest phrases that have other forms; stop words alone go."""
    return list(_phrases(searchable_words(text), synonyms))


def is_question(text: str) -> bool:
    """Whether `text` asks how, what or why: that is answered by reading, and by people who know."""
    return next(iter(searchable_words(text)), "") in _QUESTIONS


def looked_for(text: str) -> frozenset[str]:
    """The folded words before the first stop word that follows one: what is looked for, and not what for. "Evening
    group near Bristol" looks for a group, "exercise for a group" for an exercise. Nothing in a question."""
    if is_question(text):
        return frozenset()
    begun = dropwhile(STOP_WORDS.__contains__, searchable_words(text))
    return frozenset(takewhile(lambda word: word not in STOP_WORDS, begun))


def only_stop_words(text: str) -> bool:
    """Whether `text` has words, but none that is worth looking for."""
    words = searchable_words(text)
    return bool(words) and all(word in STOP_WORDS for word in words)


def too_many_words(text: str) -> bool:
    """Whether `terms_of` leaves some of the words of `text` unasked."""
    return len({word for word in searchable_words(text) if word not in STOP_WORDS}) > MAX_WORDS


def _phrases(words: Sequence[str], synonyms: Synonyms) -> Iterator[Phrase]:
    begin = 0
    while begin < len(words):
        for length in range(min(synonyms.longest, len(words) - begin), 0, -1):
            taken = tuple(words[begin : begin + length])
            if not all(word in STOP_WORDS for word in taken) and synonyms.known(taken):
                yield Phrase(taken, synonyms.others(taken))
                begin += length
                break
        else:
            if words[begin] not in STOP_WORDS:
                yield Phrase((words[begin],), _numbered(words[begin]))
            begin += 1


def _numbered(word: str) -> tuple[str, ...]:
    """ "tip 35" for "tip35"."""
    found = _NUMBERED.fullmatch(word)
    return (f"{found[1]} {found[2]}",) if found else ()


def _same(typed: str, forms: Iterable[str]) -> tuple[str, ...]:
    """Those of the forms that are what was typed, written out or abbreviated."""
    return tuple(form for form in forms if typed == _initials(form) or form == _initials(typed))


def _initials(phrase: str) -> str:
    """The first letters of a phrase; nothing for a single word."""
    words = phrase.split()
    return "".join(word[0] for word in words) if len(words) > 1 else ""


def _goes_without_saying(phrase: Phrase) -> bool:
    """Words of asking, the subject, and numbers up to ten, which stand everywhere."""
    typed = " ".join(phrase.words)
    few = typed.isascii() and typed.isdigit() and int(typed) <= FEW
    return few or typed in _ASKING or _SUBJECT in (typed, *phrase.others)


def _in_capitals(text: str) -> frozenset[str]:
    """Of the abbreviations that are words too those that stand in capitals, folded."""
    return _WORDS_TOO.intersection(fold(word) for word in text.split() if word.isupper())


def _told_apart(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms without those that look for the same ("MI motivational interviewing" is one)."""
    kept: dict[frozenset[str], Term] = {}
    for term in terms:
        kept.setdefault(frozenset(term.forms), term)
    return tuple(kept.values())
