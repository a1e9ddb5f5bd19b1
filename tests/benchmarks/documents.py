"""Made-up documents over real places, with the skew of real life: big towns, common settings, common words.

Seeded: the same number gives the same documents.
"""

import random
from bisect import bisect
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from uuid import UUID

from core import findable
from core.findable import At, Findable, Kind
from directory.places.models import Place, PracticeSetting

SEED = 20_260_301
COUNTRIES = {
    "GB": 8,
    "US": 6,
    "IE": 3,
    "DE": 3,
    "NL": 2,
    "SE": 2,
    "CA": 2,
    "AU": 2,
    "PL": 1,
    "FR": 1,
    "ES": 1,
}
LANGUAGES = {"GB": "en", "US": "en", "IE": "en", "CA": "en", "AU": "en", "DE": "de", "NL": "nl", "SE": "sv"}
_VOCABULARY = """
change talk listening practice reflection group session coaching recording feedback client team morning
evening supervision ambivalence evoking partnership compassion acceptance autonomy question summary
affirmation planning focusing engaging conversation clinic ward hospital school court prison youth family
housing nurse doctor midwife dentist officer worker manager coach learning skill steady gentle honest
curious brief monthly weekly online local regional new experienced open friendly structured practical
research evidence value goal confidence importance reason need desire ability commitment step habit
smoking alcohol diabetes weight exercise sleep pain anxiety support recovery return work study parent
carer peer faith sport rehabilitation motivational interviewing
"""
WORDS = _VOCABULARY.split()
_HEIGHTS = [*(1 - (place + 2) ** -0.4 for place in range(len(WORDS) - 1)), 1.0]
KINDS = ("trainer", "package", "group", "article")


@dataclass(frozen=True)
class Town:
    """A real place and how likely something is there."""

    at: At
    country: str
    weight: float


def towns() -> list[Town]:
    """Places of a dozen countries, weighted by inhabitants and by where users are."""
    rows = Place.objects.filter(country_code__in=COUNTRIES, population__gt=0).order_by("pk")
    return [
        Town(
            At(place_id=place.pk, label=place.label, lat=place.lat, lon=place.lon),
            place.country_code,
            place.population**0.8 * COUNTRIES[place.country_code],
        )
        for place in rows.iterator()
    ]


class Generator:
    """Makes `number` documents; `load(uids)` makes the same one for the same uid."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.towns = towns()
        self._countries = {town.at.place_id: town.country for town in self.towns}
        self._heights = list(accumulate(town.weight for town in self.towns))
        self.settings = list(PracticeSetting.objects.exclude(parent=None).order_by("pk"))

    def register(self) -> None:
        """Make the kinds known in place of the real ones."""
        for position, name in enumerate(KINDS):
            findable.register(
                Kind(
                    name=name,
                    label=name.capitalize(),
                    plural=f"{name.capitalize()}s",
                    load=self.load,
                    all_uids=lambda name=name: self.uids(name),
                    position=position,
                )
            )

    def uids(self, kind: str) -> list[UUID]:
        return [UUID(int=number + 1) for number in range(self.number) if self.kind(number) == kind]

    def kind(self, number: int) -> str:
        """Each ten: two trainers, five packages, two groups, an article."""
        return ("trainer", "trainer", *("package",) * 5, "group", "group", "article")[number % 10]

    def load(self, uids: Iterable[UUID]) -> list[Findable]:
        return [self.thing(uid.int - 1) for uid in uids]

    def town(self, chance: random.Random) -> Town:
        return self.towns[bisect(self._heights, chance.random() * self._heights[-1])]

    def thing(self, number: int) -> Findable:
        kind = self.kind(number)
        trainer = number - number % 10 + (number % 2) if kind in ("trainer", "package") else None
        chance = random.Random(SEED + (number if trainer is None else trainer))
        places = tuple(
            self._at(chance, travels=trainer is not None) for _ in range(chance.choice((1, 1, 1, 2, 3)))
        )
        home = self._countries[places[0].place_id]
        settings = tuple({self._setting(chance) for _ in range(chance.choice((1, 2, 2, 3, 4)))})
        by = f"{chance.choice(WORDS)} {chance.choice(WORDS)}".title()
        online = chance.random() < 0.35
        own = random.Random(SEED * 3 + number)
        price = own.choice((0, 6_000, 9_000, 12_000, 25_000, 38_000)) if kind == "package" else None
        return Findable(
            kind=kind,
            uid=UUID(int=number + 1),
            title=by if kind == "trainer" else self._text(own, 4).title(),
            url=f"/made-up/{number}/",
            summary=self._text(own, 18),
            body=self._text(own, 120),
            picture=str(number),
            by=by if kind == "package" else "",
            trainer_uid=None if trainer is None else UUID(int=trainer + 1),
            settings=settings,
            languages=(LANGUAGES.get(home, "en"), *(("pl",) if chance.random() < 0.05 else ())),
            formats=("in_person", "online") if online else ("in_person",),
            price_from=price,
            price_to=price,
            currency="GBP" if price is not None else "",
            online=online,
            country=home,
            quality=round(own.random(), 3),
            places=() if kind == "article" else places,
            facts=(("sessions", "4"), ("minutes", "50")) if kind == "package" else (),
        )

    def _at(self, chance: random.Random, *, travels: bool) -> At:
        at = self.town(chance).at
        km = chance.choice((0, 0, 25, 50, 100)) if travels else 0
        return At(place_id=at.place_id, label=at.label, lat=at.lat, lon=at.lon, travel_km=km)

    def _setting(self, chance: random.Random) -> str:
        """The first ones are the common ones (Zipf)."""
        place = min(int(chance.paretovariate(0.7)) - 1, len(self.settings) - 1)
        return str(self.settings[(place * 7) % len(self.settings)].slug)

    def _text(self, chance: random.Random, words: int) -> str:
        """The first words are the common ones (Pareto)."""
        return " ".join(chance.choices(WORDS, cum_weights=_HEIGHTS, k=words))
