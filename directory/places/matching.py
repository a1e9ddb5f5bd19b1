"""Choosing among the places of one name."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.conf import settings
from django.db.models import Case, CharField, F, OuterRef, Subquery, When

from directory.places.asked import Reading
from directory.places.counties import county_town
from directory.places.geo import distance_km
from directory.places.models import Place, PlaceName
from directory.places.names import name_key
from directory.places.regions import regions_called
from directory.places.resolution import Alternative

_BESIDE_KM = 80  # as far as "near" reaches
_CANDIDATES = 400
_ALTERNATIVES = 5
_MAIN_NAME_COUNTS = 20  # times the inhabitants: Cologne in Lombardy is not what "Cologne" means
_SHORT = 4  # letters
_SAME_WORD = 0.85


@dataclass(frozen=True)
class Choice:
    """The place chosen, the others that fit, and what was said of it that told nothing."""

    place: Place
    others: tuple[Place, ...]
    unmet: tuple[str, ...] = ()
    literal: bool = False  # the text was the very label of the place
    county: bool = False  # the place stands for the county that was asked for


def choose(asked: str, ways: Iterable[Reading], *, home: str, countries: Mapping[str, str]) -> Choice | None:
    """Return the place that fits best, or None when no place bears any of the names. One query.

    `asked` is the whole text as typed, `home` the country preferred, `countries` maps folded names to
    codes. The order: the label itself, the most literal reading whose qualifiers fit, the preferred
    country, inhabitants, which count twenty times for a main name. A qualifier that fits no place is
    left aside, and so is the preference for `home` where only an unlike alternate name speaks for it
    ("Bata" is no reason to show Bath).
    """
    ways = list(ways)
    found = _candidates(ways)
    if county := _county(ways[0].head, found, home):
        return county
    aside: Choice | None = None
    for way in ways:
        named = found.get(way.head, [])
        if not named:
            continue
        choice = _best(named, way, name_key(asked), home, _fitting(named, way.qualifiers, found, countries))
        if not choice.unmet:
            return choice
        aside = aside or choice
    return aside


def _best(named: list[Place], way: Reading, whole: str, home: str, fits: Mapping[int, float]) -> Choice:
    def rank(place: Place) -> tuple[bool, bool, float, int, int]:
        literal = _is_label(place, whole)
        at_home = place.country_code == home and _alike(place.name_folded, way.head)
        weight = place.population * (_MAIN_NAME_COUNTS if place.name_folded == way.head else 1)
        return not literal, not at_home, fits.get(place.pk, 0.0), -weight, place.pk

    first, *others = sorted((place for place in named if not fits or place.pk in fits), key=rank)
    unmet = () if fits else way.qualifiers
    return Choice(first, tuple(others), unmet, literal=_is_label(first, whole))


def _is_label(place: Place, whole: str) -> bool:
    """Whether the text is the label of the place, in any language of the site: links are passed on."""
    return any(name_key(place.label_in(code)) == whole for code, _name in settings.LANGUAGES)


def _alike(main: str, asked: str) -> bool:
    """Whether a main name is the one asked for, goes on from it, or is a spelling of it."""
    if main == asked or main.startswith(f"{asked} "):
        return True
    return len(asked) > _SHORT and SequenceMatcher(a=main, b=asked).ratio() >= _SAME_WORD


def _county(name: str, found: Mapping[str, list[Place]], home: str) -> Choice | None:
    """The town that stands for a county, for readers in Britain where no town of that name is."""
    town = county_town(name)
    if home != "GB" or town is None:
        return None
    namesakes = found.get(name, [])
    towns = _british(found.get(town, []))
    if not towns or any(place.name_folded == name for place in _british(namesakes)):
        return None
    return Choice(towns[0], tuple(namesakes), county=True)


def _british(places: Iterable[Place]) -> list[Place]:
    """Those of the United Kingdom, the biggest first."""
    here = (place for place in places if place.country_code == "GB")
    return sorted(here, key=lambda place: -place.population)


def alternatives(choice: Choice) -> tuple[Alternative, ...]:
    """Return up to five others of `choice`, each with a query that resolves to it alone."""
    if choice.literal:
        return ()
    everyone = (choice.place, *choice.others)
    labels = [name_key(place.label) for place in everyone]
    return tuple(
        Alternative(place.label, place.label if labels.count(name_key(place.label)) == 1 else point_of(place))
        for place in choice.others[:_ALTERNATIVES]
    )


def point_of(place: Place) -> str:
    """Return the place as "lat,lon"."""
    return f"{place.lat:.5f},{place.lon:.5f}"


def _candidates(ways: list[Reading]) -> dict[str, list[Place]]:
    """The places by the folded name they were found under, with those that qualifiers speak of."""
    names = {way.head for way in ways}
    beside = {qualifier for way in ways for qualifier in way.qualifiers}
    towns = {town for name in names | beside if (town := county_town(name))}
    wanted = names | beside | towns
    other = PlaceName.objects.filter(place=OuterRef("pk"), name_folded__in=wanted).order_by("name_folded")
    places = (
        Place.objects.called(wanted)
        .annotate(
            found_as=Case(
                When(name_folded__in=wanted, then=F("name_folded")),
                default=Subquery(other.values("name_folded")[:1]),
                output_field=CharField(),
            )
        )
        .biggest_first()[:_CANDIDATES]
    )
    found: dict[str, list[Place]] = {}
    for place in places:
        found.setdefault(vars(place)["found_as"], []).append(place)
    return found


def _fitting(
    places: list[Place],
    qualifiers: tuple[str, ...],
    found: Mapping[str, list[Place]],
    countries: Mapping[str, str],
) -> dict[int, float]:
    """The primary keys of the places all qualifiers fit, with the km to what they are said to be near."""
    if not qualifiers:
        return {}
    fits = {}
    for place in places:
        away = [_away(place, qualifier, found, countries) for qualifier in qualifiers]
        known = [km for km in away if km is not None]
        if len(known) == len(away):
            fits[place.pk] = sum(known)
    return fits


def _away(
    place: Place, qualifier: str, found: Mapping[str, list[Place]], countries: Mapping[str, str]
) -> float | None:
    """How well a qualifier fits: 0 for its country, region or own qualifier, the km to a place near by,
    None where it does not fit."""
    if countries.get(qualifier) == place.country_code:
        return 0.0
    if any((place.country_code, place.admin1) == region[:2] for region in regions_called(qualifier)):
        return 0.0
    if qualifier in {name_key(place.qualifier), name_key(place.qualifier).removeprefix("near ")}:
        return 0.0
    town = county_town(qualifier) or ""
    if town and not _british(found.get(town, [])):
        return 0.0 if place.country_code == "GB" else None  # a county whose town is not in the gazetteer
    beside = [*found.get(qualifier, []), *_british(found.get(town, []))[:1]]
    distances = [distance_km(place.lat, place.lon, other.lat, other.lon) for other in beside]
    nearest = min(distances, default=_BESIDE_KM + 1.0)
    return nearest if nearest <= _BESIDE_KM else None
