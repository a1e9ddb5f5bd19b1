"""The dated terms of editors' synonyms, handed down to the publishing checks of pages."""

from collections.abc import Iterable

from content.checks.vocabulary import Dated, terms_come_from
from search.models import Synonym


def dated_terms() -> Iterable[Dated]:
    """Each row of meaning "dated": its words, and the current ones."""
    rows = Synonym.objects.filter(meaning=Synonym.Meaning.DATED)
    return [Dated(words, current) for words, current in rows.values_list("words", "current")]


def register() -> None:
    """Make the terms known to the checks."""
    terms_come_from("search.synonyms", dated_terms)
