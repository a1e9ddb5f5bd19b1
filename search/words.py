"""From what somebody types to the terms that both engines look for."""

from dataclasses import dataclass

from core.text import searchable_words

MAX_WORDS = 12
PREFIX_LETTERS = 3

# The words PostgreSQL's English dictionary leaves out, so that both databases leave out the same.
_LEFT_OUT = """
i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she her hers
herself it its itself they them their theirs themselves what which who whom this that these those am is
are was were be been being have has had having do does did doing a an the and but if or because as until
while of at by for with about against between into through during before after above below to from up
down in out on off over under again further then once here there when where why how all any both each few
more most other some such no nor not only own same so than too very s t can will just don should now
"""
STOP_WORDS = frozenset(_LEFT_OUT.split())


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for: any of `forms`, each a folded word, or several words that follow one another.

    `prefix`: the first form may be the beginning of a word still being typed.
    """

    forms: tuple[str, ...]
    prefix: bool = False


def terms_of(text: str) -> tuple[Term, ...]:
    """Return what to look for in `text`: stop words left out, `MAX_WORDS` at most. Never raises.

    The last word may be the beginning of one. This is the one place where a word takes on other forms:
    both engines look for whatever stands in `Term.forms`.
    """
    words = list(dict.fromkeys(word for word in searchable_words(text) if word not in STOP_WORDS))[:MAX_WORDS]
    last = len(words) - 1
    return tuple(
        Term((word,), prefix=number == last and len(word) >= PREFIX_LETTERS)
        for number, word in enumerate(words)
    )


def only_stop_words(text: str) -> bool:
    """Whether `text` has words, but none that is worth looking for."""
    words = searchable_words(text)
    return bool(words) and all(word in STOP_WORDS for word in words)


def too_many_words(text: str) -> bool:
    """Whether `terms_of` leaves some of the words of `text` unasked."""
    return len({word for word in searchable_words(text) if word not in STOP_WORDS}) > MAX_WORDS
