"""What can be searched for: each room says what its things show of themselves; search reads it from here.

A room calls `register` in its `AppConfig.ready`, and sends `findable_changed` inside the transaction that
changes a thing. Nobody but `search` needs to know how it is stored.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.dispatch import Signal
from django.utils.functional import Promise

# Sent with `kind: str` and `uids: list[UUID]`, inside the transaction of the change.
findable_changed = Signal()


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """A place of a findable thing. `travel_km`: how far its trainer travels from there; 0 means people come."""

    place_id: int
    label: str
    lat: float
    lon: float
    travel_km: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Findable:
    """What one thing shows of itself. Text is as people read it: search folds it. Prices are minor units."""

    kind: str
    uid: UUID
    title: str
    url: str
    summary: str = ""
    body: str = ""
    picture: str = ""
    """A portrait seed, image address or other key the kind's result template understands."""
    by: str = ""
    """Who stands behind it, as shown: the trainer of a package, the author of an article."""
    trainer_uid: UUID | None = None
    group_uid: UUID | None = None
    settings: tuple[str, ...] = ()
    """Slugs of practice settings."""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """ISO 639-1 codes."""
    translated_into: tuple[str, ...] = ()
    """Other languages in which the same can be found now, as a thing of its own: who reads one of them has no need of
    this one."""
    formats: tuple[str, ...] = ()
    price_from: int | None = None
    price_to: int | None = None
    currency: str = ""
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    online: bool = False
    country: str = ""
    accepting_until: dt.date | None = None
    visible_from: dt.datetime | None = None
    visible_until: dt.datetime | None = None
    quality: float = 0.0
    """0 to 1: breaks ties between equally good answers (completeness, verification). Down to -1 for what is only
    looked up, and stands behind what people can read, join or book."""
    places: tuple[At, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    """Extra facts for the result, as (key, value): kept with the document, never searched. Numbers, days and keys
    rather than words: one document is read in every language."""


def as_they_are(facts: Mapping[str, str]) -> Iterable[str]:
    """The facts of a kind whose values are words already."""
    return facts.values()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of findable thing. `load(uids)` gives the present Findables of these uids (the missing ones are
    gone or hidden); `all_uids()` gives every uid that may have one; `plural` is the word on the tab; `told(facts)`
    puts its facts in words, in the language of now.

    What is `reading` comes after people, groups and what they offer where nobody asks for words or a place. What is
    `sought` is meant by whoever says its name ("evening group"); others are called by words that people use for much
    else ("question", "package")."""

    name: str
    label: str | Promise
    plural: str | Promise
    load: Callable[[Iterable[UUID]], Iterable[Findable]]
    all_uids: Callable[[], Iterable[UUID]]
    position: int = 0
    reading: bool = False
    sought: bool = False
    told: Callable[[Mapping[str, str]], Iterable[str]] = as_they_are


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> None:
    """Make a kind known; registering a name again replaces it (code reloading)."""
    _kinds[kind.name] = kind


def kinds() -> dict[str, Kind]:
    """All registered kinds by name, in their order on the page."""
    return dict(sorted(_kinds.items(), key=lambda item: item[1].position))


def kind(name: str) -> Kind | None:
    """The kind of this name, if one is registered."""
    return _kinds.get(name)


def changed(kind: str, *uids: UUID) -> None:
    """Tell that these things changed, came or went; call it inside the transaction of the change."""
    if uids:
        findable_changed.send(sender=None, kind=kind, uids=list(uids))
