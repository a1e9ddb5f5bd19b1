"""What is asked of an engine: one frozen question, whatever it came from (page, feed, API)."""

import datetime as dt
from dataclasses import dataclass, field

from directory.places.resolution import Resolution
from search.synonyms import NONE, Synonyms
from search.words import Term, terms_of

MIN_RADIUS_KM = 1
MAX_RADIUS_KM = 20_000
DEFAULT_RADIUS_KM = 40.0
PAGE_SIZE = 12
MAX_PAGE_SIZE = 50
SORTS = ("relevance", "distance", "soonest", "price")


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """A search. Everything is optional; without anything it means all, the best first.

    `place` is where `near` points to (None: nowhere). `online` adds what is online to what is near a place;
    without a place it keeps only that. `settings`, `kinds`, `formats`, `languages`: any of them; a parent
    setting means its children too. `price_max` is minor units of `currency`. `from_` and `to` are days, both
    included, and keep dated things only.

    `reader` is the ISO 639-1 code of the language somebody reads the site in: as long as no language is chosen, what
    is there in it is not shown in another one too. Empty: everything is shown.
    """

    text: str = ""
    near: str = ""
    place: Resolution | None = None
    radius_km: float = DEFAULT_RADIUS_KM
    online: bool = False
    settings: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    reader: str = ""
    price_max: int | None = None
    currency: str = ""
    from_: dt.date | None = None
    to: dt.date | None = None
    accepting: bool = False
    sort: str = "relevance"
    page: int = 1
    page_size: int = PAGE_SIZE
    any_word: bool = False
    """True: one of the words is enough."""
    missing: int = 0
    """How many of the words may be missing; those that have all stand first."""
    weights: tuple[float, ...] = ()
    """How much each of the terms tells, where some of them may be missing; empty: all alike."""
    finders: tuple[int, ...] = ()
    """The places of those terms of which one must be there, where some may be missing: the others only rank what has
    one. Empty: all of them."""
    unfinished: bool = False
    """True: the last word is no plural, but the beginning of a word (search.spelling.unfinished)."""
    exact: bool = False
    """True: the words as typed, without synonyms, respelling or making do with some of them."""
    synonyms: Synonyms = field(default=NONE, compare=False, repr=False)
    terms: tuple[Term, ...] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        if not 1 <= self.page_size <= MAX_PAGE_SIZE:
            raise ValueError(f"A page holds 1 to {MAX_PAGE_SIZE} results, not {self.page_size}.")
        if not MIN_RADIUS_KM <= self.radius_km <= MAX_RADIUS_KM:
            raise ValueError(f"A radius is {MIN_RADIUS_KM} to {MAX_RADIUS_KM} km, not {self.radius_km}.")
        if self.missing < 0:
            raise ValueError(f"{self.missing} words cannot be missing.")
        if self.sort not in SORTS:
            raise ValueError(f"{self.sort!r} is not one of {', '.join(SORTS)}.")
        object.__setattr__(self, "terms", self._terms())
        if self.weights and len(self.weights) != len(self.terms):
            raise ValueError(f"{len(self.weights)} weights cannot be those of {len(self.terms)} terms.")

    def _terms(self) -> tuple[Term, ...]:
        known = NONE if self.exact else self.synonyms
        return terms_of(self.text, known, apart=self.any_word, exact=self.exact, unfinished=self.unfinished)

    @property
    def least_words(self) -> int:
        """How many of the terms a document has at least."""
        return 1 if self.any_word else max(1, len(self.terms) - self.missing)

    @property
    def shares(self) -> tuple[float, ...]:
        """The part of all that is asked that each of the terms is: of 1 together."""
        weights = self.weights or (1.0,) * len(self.terms)
        return tuple(weight / sum(weights) for weight in weights)

    @property
    def point(self) -> tuple[float, float] | None:
        """Latitude and longitude in degrees, where the place is a point."""
        if self.place is None or self.place.lat is None or self.place.lon is None:
            return None
        return self.place.lat, self.place.lon

    @property
    def country(self) -> str:
        """The ISO code, where the place is a whole country."""
        if self.place is None or self.place.kind != "country":
            return ""
        return self.place.country_code or ""

    @property
    def has_place(self) -> bool:
        """Whether it is asked for somewhere: a point or a country."""
        return self.point is not None or bool(self.country)

    @property
    def reading_in(self) -> str:
        """The reader's language, as long as none is chosen: what is translated into it is left out."""
        return "" if self.languages else self.reader

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values chosen in a facet (search.facets.FACETS)."""
        if facet == "accepting":
            return ("1",) if self.accepting else ()
        values: tuple[str, ...] = getattr(self, f"{facet}s")
        return values
