"""What the API answers: a public contract, described in its OpenAPI document."""

import datetime as dt
from uuid import UUID

from ninja import Field, Schema


class Price(Schema):
    """An amount in minor units (pence, cents) of an ISO 4217 currency."""

    amount: int
    currency: str


class Hit(Schema):
    """One result. Other documents of the same trainer and kind stand under it: `more_by` of them."""

    kind: str = Field(description="trainer, package, group, article or another kind of the facets.")
    uid: UUID
    title: str
    url: str
    summary: str
    by: str = Field(description="Who stands behind it: a package's trainer, an article's author; or empty.")
    place: str = Field(description="The town by which it matched, or its first; empty where there is none.")
    distance_km: float | None = Field(description="From the point asked for to that town.")
    online: bool
    settings: list[str] = Field(description="Slugs of practice settings.")
    languages: list[str] = Field(description="ISO 639-1 codes.")
    formats: list[str]
    price: Price | None
    starts_at: dt.datetime | None
    accepting_until: dt.date | None = Field(description="Accepts clients, confirmed until this day.")
    more_by: int
    more_url: str | None


class Value(Schema):
    """One value of a facet: `count` documents would be left if it alone were chosen, all other facets kept."""

    value: str
    label: str
    count: int
    selected: bool
    parent: str | None


class Suggestion(Schema):
    """A search that finds something, or more: `url` asks this API for it."""

    label: str
    url: str
    total: int


class Found(Schema):
    """One page of results. `total` and `facets` count documents; a page holds folded ones."""

    total: int
    page: int = Field(description="The page shown: the last, where a later one was asked for.")
    pages: int
    hits: list[Hit]
    facets: dict[str, list[Value]]
    suggestions: list[Suggestion]
    notes: list[str] = Field(description="Sentences about what was put right in the question.")
    left_out: int = Field(description="Matches that are left out, since their price is in another currency.")
    loosened: bool = Field(description="Nothing has all of the words, these have some of them.")
    sparse: bool = Field(description="Few have all of the words; those with most of them follow.")
    respelled: str | None = Field(description="The words as they were understood, if not as typed.")
    engine: str
    degraded: bool = Field(description="The usual engine is away, another one answers.")
    next: str | None = Field(description="The next page's address.")
