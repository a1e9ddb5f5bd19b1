"""What a misspelt word may have meant: the words that documents have, and the nearest of them.

The words lie in a table (SearchWord). Each process keeps a copy of the commonest and asks before use whether there
are new ones: one statement on the primary key. New words are learnt after the commit that brought them, with a
count of 1; how many documents have a word is counted when everything is written anew (`recounting`).

Near is by edits: a letter more, less, other, or two neighbours changed about (optimal string alignment). Words of
four to seven letters are forgiven one, longer ones two, shorter ones none: there is a word one letter from nearly
every short word.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection, transaction
from rapidfuzz import process
from rapidfuzz.distance import OSA

from core.text import searchable_words
from search.models import SearchWord
from search.words import PREFIX_LETTERS, STOP_WORDS

MOST_WORDS = 100_000
"""Words that are kept and compared with, the commonest first. A million documents have millions of different words,
but most of them stand in one document alone: names, numbers and slips, which nobody should be led to. 100,000 cost
a process about 15 MiB."""
LEAST_LETTERS, MOST_LETTERS = 3, 40
LEAST_APART = 4
"""So many letters has each of two words that were run together: shorter ones lie in nearly every word."""
FORGIVEN = ((4, 1), (8, 2))
"""From so many letters on, so many edits."""
FIRST_LETTER_STANDS = 5
"""In words of so many letters or fewer the first one was meant: "Aled" is no "led"."""
_OFFERED = 5
_REMEMBERED = 2_000
_BATCH = 5_000


class Guess(NamedTuple):
    """A word that may have been meant, how many edits away it is, and how many documents have it."""

    word: str
    edits: int
    documents: int


@dataclass(slots=True)
class Vocabulary:
    """The words of all documents with how many have each, by length, and in order of the alphabet."""

    first: int = 0
    last: int = 0
    documents: dict[str, int] = field(default_factory=dict)
    by_length: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    ordered: list[str] = field(default_factory=list)
    _guesses: dict[str, tuple[Guess, ...]] = field(default_factory=dict)

    def add(self, rows: Iterable[tuple[str, int]]) -> None:
        """Take in words with their counts; those beyond MOST_WORDS stay out."""
        for word, documents in rows:
            if word not in self.documents and len(self.documents) < MOST_WORDS:
                self.by_length[len(word)].append(word)
                self.documents[word] = documents
        self.ordered = sorted(self.documents)
        self._guesses.clear()

    def has(self, word: str) -> bool:
        return word in self.documents

    def begins(self, beginning: str) -> bool:
        """Whether some word begins so."""
        at = bisect_left(self.ordered, beginning)
        return at < len(self.ordered) and self.ordered[at].startswith(beginning)

    def guesses(self, word: str) -> tuple[Guess, ...]:
        """The nearest words but the word itself: fewest edits first, then same first letter, then commonest."""
        if word not in self._guesses:
            if len(self._guesses) >= _REMEMBERED:
                self._guesses.clear()
            self._guesses[word] = self._nearest(word)
        return self._guesses[word]

    def apart(self, word: str) -> Guess | None:
        """The two words that this one is, run together: of all ways the one whose rarer word is the commonest."""
        ways = [
            (word[:at], word[at:])
            for at in range(LEAST_APART, len(word) - LEAST_APART + 1)
            if self.has(word[:at]) and self.has(word[at:])
        ]
        guesses = [Guess(" ".join(way), 1, min(self.documents[part] for part in way)) for way in ways]
        return max(guesses, key=lambda guess: guess.documents, default=None)

    def _nearest(self, word: str) -> tuple[Guess, ...]:
        edits = forgiven(word)
        if not edits:
            return ()
        found = [
            Guess(near, int(distance), self.documents[near])
            for length in range(len(word) - edits, len(word) + edits + 1)
            for near, distance, _ in process.extract(
                word, self.by_length.get(length, ()), scorer=OSA.distance, score_cutoff=edits, limit=None
            )
            if distance and (len(word) > FIRST_LETTER_STANDS or near[0] == word[0] or near[:2] == word[1::-1])
        ]
        found.sort(key=lambda guess: (guess.edits, guess.word[0] != word[0], -guess.documents, guess.word))
        return tuple(found[:_OFFERED])


def forgiven(word: str) -> int:
    """How many edits are forgiven in a word of this length."""
    return max((edits for letters, edits in FORGIVEN if len(word) >= letters), default=0)


_vocabulary = Vocabulary()


def vocabulary() -> Vocabulary:
    """The words known now. One statement, and a second one where words came since this process last looked.

    A word whose transaction commits after a later one's may stay unseen until the next `recounting`.
    """
    global _vocabulary  # one for the whole process
    first, last = _stamp()
    if first != _vocabulary.first or last < _vocabulary.last:
        fresh = Vocabulary(first, last)
        commonest = SearchWord.objects.order_by("-documents", "pk")
        fresh.add(commonest.values_list("word", "documents")[:MOST_WORDS])
        _vocabulary = fresh
    elif last != _vocabulary.last:
        new = SearchWord.objects.filter(pk__gt=_vocabulary.last).order_by("pk")
        _vocabulary.add(new.values_list("word", "documents")[:MOST_WORDS])
        _vocabulary.last = last
    return _vocabulary


def unfinished(text: str) -> bool:
    """Whether the last word of `text` looks like a plural, and is none, but the beginning of a word that documents
    have: "nurs". One statement, and none where the word has no s to lose."""
    words = searchable_words(text)
    last = words[-1] if words else ""
    if len(last) < PREFIX_LETTERS or last in STOP_WORDS or not last.endswith("s") or last.endswith("ss"):
        return False
    known = vocabulary()
    return not known.has(last) and known.begins(last)


def learn(texts: Iterable[Sequence[str]]) -> None:
    """Take in the words of documents: for each its folded texts. The words that are new are kept after the commit;
    inside `recounting` they are counted."""
    counting = _counting.get()
    if counting is not None:
        counting.take(texts)
        return
    words = sorted({word for document in texts for word in words_of(document)})
    if words:
        # Not in the transaction itself: two of them with one new word would wait for each other.
        transaction.on_commit(lambda: keep(words), robust=True)


def keep(words: Sequence[str]) -> None:
    """Write the words that are new. A word that somebody else writes meanwhile is left as it is."""
    for begin in range(0, len(words), _BATCH):
        some = words[begin : begin + _BATCH]
        known = set(SearchWord.objects.filter(word__in=some).values_list("word", flat=True))
        new = [SearchWord(word=word) for word in some if word not in known]
        if new:
            SearchWord.objects.bulk_create(new, ignore_conflicts=True)


def words_of(texts: Sequence[str]) -> set[str]:
    """The words of one document that are worth comparing with: of letters alone, 3 to 40, no stop words."""
    return {
        word
        for text in texts
        for word in text.split()
        if LEAST_LETTERS <= len(word) <= MOST_LETTERS and word.isalpha() and word not in STOP_WORDS
    }


@dataclass(slots=True)
class _Count:
    """How many documents have each word. Memory stays bounded: whenever there are four times as many as are kept,
    the rarest go (what is common enough to be kept comes again)."""

    documents: Counter[str] = field(default_factory=Counter)

    def take(self, texts: Iterable[Sequence[str]]) -> None:
        for document in texts:
            self.documents.update(words_of(document))
        if len(self.documents) > 4 * MOST_WORDS:
            self.documents = Counter(dict(self.documents.most_common(2 * MOST_WORDS)))


_counting: ContextVar[_Count | None] = ContextVar("counting", default=None)


@contextmanager
def recounting() -> Iterator[None]:
    """While every document is written anew within, count its words; then put the counts in place of the old ones.

    Nothing changes if the writing fails.
    """
    count = _Count()
    _, last = _stamp()
    token = _counting.set(count)
    try:
        yield
    finally:
        _counting.reset(token)
    rows = [SearchWord(word=word, documents=n) for word, n in count.documents.most_common(MOST_WORDS)]
    with transaction.atomic():
        SearchWord.objects.filter(pk__lte=last).delete()  # what was learnt meanwhile stays
        SearchWord.objects.bulk_create(
            rows,
            batch_size=_BATCH,
            update_conflicts=True,
            unique_fields=["word"],
            update_fields=["documents"],
        )


def _stamp() -> tuple[int, int]:
    """The first and the last key: the first changes when everything was counted again, the last with new words."""
    table = SearchWord._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (SELECT MIN(id) FROM {table}), (SELECT MAX(id) FROM {table})")  # noqa: S608  (a name of our own)
        first, last = cursor.fetchone()
    return first or 0, last or 0
