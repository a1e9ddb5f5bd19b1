"""What an engine answers: the same shape from each."""

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID

from django.utils.safestring import SafeString

from core.money import Money


@dataclass(frozen=True, slots=True, kw_only=True)
class Folded:
    """Another document that stands under a hit: just enough to go there."""

    title: str
    url: str
    price: Money | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchHit:
    """A result. `distance_km` and `place` are of the nearest place, when it was asked near a point; without
    one `place` is the first. `highlight` is safe HTML, the words found in <mark>."""

    kind: str
    uid: UUID
    title: str
    url: str
    summary: str
    by: str = ""
    picture: str = ""
    trainer_uid: UUID | None = None
    group_uid: UUID | None = None
    settings: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    price: Money | None = None
    price_to: Money | None = None
    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    online: bool = False
    accepting_until: dt.date | None = None
    facts: dict[str, str] = field(default_factory=dict)
    place: str = ""
    place_id: int | None = None
    at: tuple[float, float] | None = None
    """Latitude and longitude of `place`: a town's, never an address's."""
    places: int = 0
    travel_km: int = 0
    distance_km: float | None = None
    highlight: SafeString = SafeString("")
    more_by: int = 0
    """How many other documents of the same trainer and kind stand under this hit."""
    more: tuple[Folded, ...] = ()
    """The first of those."""
    more_url: str = ""
    """Where all of them stand: the trainer's own page."""


@dataclass(frozen=True, slots=True)
class Pin:
    """A town on the map, and how many of the documents found are there."""

    place_id: int
    label: str
    lat: float
    lon: float
    documents: int


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One value to choose. `count` is what choosing it alone would leave, all other facets kept."""

    value: str
    label: str
    count: int
    selected: bool = False
    parent: str = ""
    """The value above it, in facets of two levels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchResult:
    """`total` and `facets` count documents; `hits` are one page of `folds` (a trainer's packages are one).

    `page` is the page really shown: the last one when a later one was asked for. `left_out` counts matches
    whose price is in another currency. `dated` counts matches that have a start. `loosened`: nothing has all
    the words, so these have some of them.
    """

    hits: tuple[SearchHit, ...]
    total: int
    folds: int
    page: int
    pages: int
    facets: dict[str, tuple[FacetValue, ...]]
    left_out: int = 0
    dated: int = 0
    loosened: bool = False
    sparse: bool = False
    """Few have all of the words: those that lack some follow."""
    respelled: str = ""
    """The words as they were understood, where as typed they were found nowhere."""
    suggested: str = ""
    """The words that may have been meant, where those typed are rare and found little."""
    engine: str = "database"
    degraded: bool = False
    took_ms: float = 0.0
