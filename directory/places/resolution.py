"""What asking for a place answers."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["nowhere", "point", "online", "country", "unknown"]


@dataclass(frozen=True)
class Alternative:
    """Another place that may have been meant. Resolving `query` gives exactly that place."""

    label: str
    query: str


@dataclass(frozen=True)
class Resolution:
    """Where a text points to.

    `kind`: `nowhere` (nothing was asked), `point` (`lat` and `lon` in degrees are set), `online`,
    `country` (`country_code` is set, no point), `unknown` (`notice` says so and what one could try).
    `approximate`: the point stands for something larger, such as a county or a postcode area.
    `notice`: a sentence for the page, empty when there is nothing to say. It quotes what was typed, so
    it must be escaped like any text.
    """

    kind: Kind
    label: str = ""
    lat: float | None = None
    lon: float | None = None
    place_id: int | None = None
    country_code: str | None = None
    approximate: bool = False
    alternatives: tuple[Alternative, ...] = ()
    notice: str = ""
