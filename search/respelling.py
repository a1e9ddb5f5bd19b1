"""From a text with misspelt words to the texts that may have been meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from core.text import fold
from search.spelling import Guess, Vocabulary, forgiven
from search.synonyms import Synonyms, key_of
from search.words import PREFIX_LETTERS, STOP_WORDS, phrases_in

MOST_TEXTS = 4
"""As many texts as one search tries."""
_MOST_WORDS = 6
_MUCH_COMMONER = 20
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class Respellings:
    """`texts`: what may have been meant, the likeliest first. `needed`: the text has a word that no document has;
    otherwise the words are all known, and the texts are worth trying only where they are found nowhere together.
    """

    texts: tuple[str, ...] = ()
    needed: bool = False
    close: str = ""
    """The text with those words replaced that are one edit away: sure enough to look for some of the words alone."""


@dataclass(frozen=True, slots=True)
class _Typed:
    """A word of the text: where it stands, and what it may have meant."""

    start: int
    stop: int
    word: str
    known: bool
    guesses: tuple[Guess, ...]


def respellings(text: str, vocabulary: Vocabulary, synonyms: Synonyms) -> Respellings:
    """Return the texts to try in place of `text`, four at most.

    Words that no document has are replaced, all of them at once; each next text has another guess for one of them.
    Where all are known, each text has another word in place of one ("Aled Price" for Aled Pryce).
    """
    typed = _typed(text, vocabulary, synonyms)
    unknown = [one for one in typed if not one.known]
    mended = [one for one in unknown if one.guesses]
    if not mended:
        return Respellings(() if unknown else _other_words(text, typed), close=text)
    best = [(one, one.guesses[0]) for one in mended]
    others = [
        [*best[:place], (one, guess), *best[place + 1 :]]
        for place, one in enumerate(mended)
        for guess in one.guesses[1:]
    ]
    others.sort(key=lambda chosen: sum(guess.edits for _, guess in chosen))
    texts = (_with(text, chosen) for chosen in [best, *others])
    close = _with(text, [(one, guess) for one, guess in best if guess.edits == 1])
    return Respellings(tuple(islice(dict.fromkeys(texts), MOST_TEXTS)), needed=True, close=close)


def much_commoner(text: str, vocabulary: Vocabulary, synonyms: Synonyms) -> str:
    """Return the text with rare words replaced by near ones that twenty times as many documents have: what to ask
    "Did you mean ...?" about. Empty where there is none."""
    chosen = [
        (one, guess)
        for one in _typed(text, vocabulary, synonyms)
        if one.known and (guess := _commonest(one, vocabulary))
    ]
    return _with(text, chosen) if chosen else ""


def _commonest(one: _Typed, vocabulary: Vocabulary) -> Guess | None:
    documents = vocabulary.documents.get(one.word, 0)
    if not documents:
        return None  # the beginning of a word, or an acronym that the synonyms know
    near = [guess for guess in one.guesses if guess.edits == 1]
    best = max(near, key=lambda guess: guess.documents, default=None)
    return best if best is not None and best.documents >= _MUCH_COMMONER * documents else None


def _other_words(text: str, typed: Sequence[_Typed]) -> tuple[str, ...]:
    """Texts of two words with one known word replaced. A single word is left alone, since it is found; of more,
    some alone tell better what was meant than another word in the place of one."""
    if len(typed) != 2:
        return ()
    options = [(one, guess) for one in typed for guess in one.guesses if guess.edits == 1]
    options.sort(key=lambda pair: (pair[1].word[0] != pair[0].word[0], -pair[1].documents))
    return tuple(_with(text, [pair]) for pair in options[:MOST_TEXTS])


def _typed(text: str, vocabulary: Vocabulary, synonyms: Synonyms) -> list[_Typed]:
    """The words of the text that are long enough to be judged, the first few."""
    spans = [(*match.span(), fold(match.group()).replace("'", "")) for match in _WORD.finditer(text)]
    named = _named(text, synonyms)
    typed = []
    for number, (start, stop, word) in enumerate(spans):
        if word in STOP_WORDS or not word.isalpha():
            continue
        last = number == len(spans) - 1
        known = word in named or _stands(word, vocabulary) or not forgiven(word)
        begun = last and len(word) >= PREFIX_LETTERS and vocabulary.begins(word)
        guesses = () if word in named else _guesses(word, vocabulary)
        typed.append(_Typed(start, stop, word, known or begun, guesses))
    return typed[:_MOST_WORDS]


def _stands(word: str, vocabulary: Vocabulary) -> bool:
    """Whether documents have the word, in the plural or in the singular: both engines find one by the other."""
    return vocabulary.has(word) or vocabulary.has(key_of((word,))) or vocabulary.has(f"{word}s")


def _guesses(word: str, vocabulary: Vocabulary) -> tuple[Guess, ...]:
    """The nearest words. Two that were run together ("roleplay") come after what is one edit away."""
    guesses = vocabulary.guesses(word)
    if vocabulary.has(word) or (apart := vocabulary.apart(word)) is None:
        return guesses
    near = sum(guess.edits == 1 for guess in guesses)
    return (*guesses[:near], apart, *guesses[near:])


def _named(text: str, synonyms: Synonyms) -> set[str]:
    """The words of phrases that synonyms know: they are found under another name, if not under this."""
    return {word for phrase in phrases_in(text, synonyms) if phrase.others for word in phrase.words}


def _with(text: str, chosen: Sequence[tuple[_Typed, Guess]]) -> str:
    for one, guess in sorted(chosen, key=lambda pair: -pair[0].start):
        text = f"{text[: one.start]}{guess.word}{text[one.stop :]}"
    return text
