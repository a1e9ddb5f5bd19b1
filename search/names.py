"""What type-ahead looks in: titles by the beginnings of their words, and topics. Written with each document."""

from collections.abc import Iterable, Iterator, Sequence

from django.db import connection
from django.db.models import Q

from core.findable import Findable
from core.text import searchable_words
from search.models import SearchName, SearchTopic
from search.words import STOP_WORDS

MOST_BEGINNINGS = 8
LENGTH = 80


def write(pairs: Sequence[tuple[int, Findable]]) -> None:
    """Put the names of these documents, given by their keys, in place of what was there.

    Topics are only ever added: one that no document has any more does no harm. Names go with their document.
    """
    SearchName.objects.filter(document__in=[key for key, _ in pairs]).delete()
    SearchName.objects.bulk_create(
        [
            SearchName(document_id=key, beginning=beginning)
            for key, thing in pairs
            for beginning in beginnings(thing.title)
        ]
    )
    topics = {key_of(topic): topic for _, thing in pairs for topic in thing.topics}
    SearchTopic.objects.bulk_create(
        [SearchTopic(folded=key, name=name[:LENGTH]) for key, name in sorted(topics.items()) if key],
        ignore_conflicts=True,
    )


def beginnings(title: str) -> list[str]:
    """Return the folded title from each of its words on, but for words that stand in every title."""
    words = searchable_words(title)
    starts: Iterator[int] = (at for at, word in enumerate(words) if not at or word not in STOP_WORDS)
    found: Iterable[str] = (" ".join(words[at:])[:LENGTH].rstrip() for at in starts)
    return list(dict.fromkeys(found))[:MOST_BEGINNINGS]


def key_of(text: str) -> str:
    """The form in which what is typed is compared."""
    return " ".join(searchable_words(text))[:LENGTH].rstrip()


def begins_with(column: str, key: str) -> Q:
    """The rows whose `column` begins with `key`, by the index on either database."""
    if connection.vendor == "sqlite":  # its LIKE does not use the index, a range does
        return Q(**{f"{column}__gte": key, f"{column}__lt": key + "\U0010ffff"})
    return Q(**{f"{column}__startswith": key})
