"""The synonyms that editors keep: written only here, so that every row is one that a search can use."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from core.text import searchable_words
from search.errors import SynonymRefused
from search.models import Synonym
from search.synonyms import MAX_FORMS, key_of, phrases_of
from search.words import STOP_WORDS

WORDS_OF_A_PHRASE = 8
LETTERS = 500
"""As many as a row holds, commas counted."""


@transaction.atomic
def save_synonym(
    *, meaning: str, words: str, current: str = "", note: str = "", synonym: Synonym | None = None
) -> Synonym:
    """Write a row, a new one without `synonym`. It holds in every process with the next search.

    Raises SynonymRefused, beside the field it is about: too few or too many phrases, phrases nobody could look for,
    a phrase that another row of that meaning has already.
    """
    row = synonym or Synonym()
    meaning = meaning if meaning in Synonym.Meaning.values else Synonym.Meaning.SAME
    listed = _checked("words", words, least=2 if meaning == Synonym.Meaning.SAME else 1)
    found = [] if meaning == Synonym.Meaning.SAME else _checked("current", current, least=1)
    _refuse_itself(listed, found)
    _refuse_what_another_has(listed, meaning, row)
    row.meaning, row.words, row.current = meaning, ", ".join(listed), ", ".join(found)
    row.note = " ".join(note.split())[:200]
    row.save()
    return row


def delete_synonym(*, synonym: Synonym) -> None:
    """From the next search on its words stand for themselves."""
    synonym.delete()


def _checked(field: str, text: str, *, least: int) -> list[str]:
    """The phrases between the commas, each once however it is written."""
    listed: dict[str, str] = {}
    for phrase in phrases_of(text):
        listed.setdefault(key_of(searchable_words(phrase)), phrase)
    phrases = list(listed.values())
    for phrase in phrases:
        _refuse_useless(field, phrase)
    if len(phrases) < least:
        sentence = (
            _("A row needs two words or phrases at least, with a comma between them.")
            if least > 1
            else _("A row needs a word or a phrase here.")
        )
        raise SynonymRefused(sentence, {field: [sentence]})
    if len(phrases) > MAX_FORMS:
        sentence = _("A row holds %(n)d words or phrases at most. You could leave out those nobody types.")
        raise SynonymRefused(sentence % {"n": MAX_FORMS}, {field: [sentence % {"n": MAX_FORMS}]})
    if len(", ".join(phrases)) > LETTERS:
        sentence = _("A row holds %(n)d letters at most. You could make two rows of it.") % {"n": LETTERS}
        raise SynonymRefused(sentence, {field: [sentence]})
    return phrases


def _refuse_useless(field: str, phrase: str) -> None:
    words = searchable_words(phrase)
    if not words:
        sentence = _("“%(phrase)s” has no letter or digit, so nobody can look for it.")
    elif all(word in STOP_WORDS for word in words):
        sentence = _(
            "“%(phrase)s” stands nearly everywhere and is never looked for. A longer phrase might do."
        )
    elif len(words) > WORDS_OF_A_PHRASE:
        sentence = _("“%(phrase)s” is too long: a phrase has eight words at most.")
    else:
        return
    sentence %= {"phrase": phrase[:60]}
    raise SynonymRefused(sentence, {field: [sentence]})


def _refuse_itself(words: Sequence[str], current: Sequence[str]) -> None:
    both = {key_of(searchable_words(phrase)) for phrase in words}
    for phrase in current:
        if key_of(searchable_words(phrase)) in both:
            sentence = _("“%(phrase)s” stands on both sides; once is enough.") % {"phrase": phrase}
            raise SynonymRefused(sentence, {"current": [sentence]})


def _refuse_what_another_has(words: Sequence[str], meaning: str, row: Synonym) -> None:
    wanted = {key_of(searchable_words(phrase)): phrase for phrase in words}
    for other in Synonym.objects.filter(meaning=meaning).exclude(pk=row.pk):
        for phrase in phrases_of(other.words):
            if mine := wanted.get(key_of(searchable_words(phrase))):
                sentence = _(
                    "“%(phrase)s” stands in the row “%(row)s” already. You could add the others to that row."
                ) % {"phrase": mine, "row": other.words[:100]}
                raise SynonymRefused(sentence, {"words": [sentence]})
