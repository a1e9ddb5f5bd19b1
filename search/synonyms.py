"""What else a word is called: the rows that editors keep, ready to be asked by word.

A phrase is compared folded and in the singular, so that "GPs" and "Social workers" meet their rows. Rows are
read anew for each search (one small query), so that a change holds at once in every process.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from core.text import searchable_words

MAX_FORMS = 16
"""As many forms as one term takes on: each is a clause of its own in the engines."""
_NO_PLURAL = ("ss", "us", "is")


class Renamed(NamedTuple):
    """A dated term somebody used, as its row writes it, and what it is called now."""

    typed: str
    current: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """`forms`: by key of a phrase (see `key_of`), the other forms to look for, folded. `renamed`: the dated ones
    among the keys. `longest`: the words of the longest key."""

    forms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    renamed: Mapping[str, Renamed] = field(default_factory=dict)
    longest: int = 0

    def known(self, words: Sequence[str]) -> bool:
        """Whether these folded words, as a phrase, have other forms."""
        return key_of(words) in self.forms

    def others(self, words: Sequence[str]) -> tuple[str, ...]:
        """The other forms of these folded words, as a phrase; none where there is no row."""
        return self.forms.get(key_of(words), ())


NONE = Synonyms()


class Row(NamedTuple):
    """A Synonym as read: its meaning, the phrases of `words` and of `current` as written between commas."""

    meaning: str
    words: str
    current: str


def phrases_of(text: str) -> list[str]:
    """The phrases between the commas of a row, as written, each once."""
    return list(dict.fromkeys(phrase for part in text.split(",") if (phrase := " ".join(part.split()))))


def key_of(words: Sequence[str]) -> str:
    """How a phrase is compared: its folded words in the singular, as far as an s tells it."""
    return " ".join(map(_singular, words))


def made_of(rows: Iterable[Row]) -> Synonyms:
    """Put the rows into one look-up. Each of `words` in a row that means the same finds the others; in the other
    rows each of `words` finds the `current` ones, and not the other way round."""
    forms: dict[str, dict[str, None]] = {}
    renamed: dict[str, Renamed] = {}
    for row in rows:
        words, current = phrases_of(row.words), phrases_of(row.current)
        found = words if row.meaning == "same" else current
        folded = [" ".join(searchable_words(phrase)) for phrase in found]
        for phrase in words:
            key = key_of(searchable_words(phrase))
            if not key:
                continue
            others = forms.setdefault(key, {})
            others.update(dict.fromkeys(form for form in folded if form and not _holds(form, key)))
            if row.meaning == "dated":
                renamed[key] = Renamed(phrase, tuple(current))
    kept = {key: tuple(others)[: MAX_FORMS - 1] for key, others in forms.items() if others}
    longest = max((key.count(" ") + 1 for key in kept), default=0)
    return Synonyms(kept, renamed, longest)


_last: tuple[list[Row], Synonyms] = ([], NONE)


def load() -> Synonyms:
    """The synonyms as editors keep them now: one query. The same object as long as nothing changes."""
    from search.models import Synonym  # noqa: PLC0415  (SearchQuery knows this module and needs no database)

    return kept(Row(*values) for values in Synonym.objects.order_by("pk").values_list(*Row._fields))


def kept(read: Iterable[Row]) -> Synonyms:
    """The synonyms of these rows, in the order of their keys; the last ones where nothing has changed."""
    global _last  # one look-up for the whole process
    rows = list(read)
    if rows != _last[0]:
        _last = (rows, made_of(rows))
    return _last[1]


def _holds(form: str, key: str) -> bool:
    """Whether whoever looks for the key finds this form anyway: it is the phrase, or goes on before or after it."""
    return f" {key} " in f" {key_of(form.split())} "


def _singular(word: str) -> str:
    if len(word) > 2 and word.endswith("s") and not word.endswith(_NO_PLURAL):
        return word[:-1]
    return word
