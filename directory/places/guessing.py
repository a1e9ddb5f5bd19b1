"""When no place bears the name: names that begin so, names spelt alike, and what to offer while typing."""

from difflib import SequenceMatcher

from django.db.models import Q
from django.db.models.functions import Length

from directory.places.models import Place
from directory.places.names import name_key
from directory.places.querysets import PlaceQuerySet
from directory.places.resolution import Alternative

_FEWEST_LETTERS = 3
_OFFERED = 6
_ALIKE = 0.8  # of difflib's ratio: one slip in five letters, two in ten


def beginning_with(name: str, *, home: str, only: str | None = None) -> list[Place]:
    """Return up to six places whose name begins with `name` (three letters at least), those of the
    country `home` first, the biggest first; of the country `only`, if given. One query."""
    if len(name_key(name)) < _FEWEST_LETTERS:
        return []
    return list(_of(only).starting_with(name).home_first(home)[:_OFFERED])


def spelt_like(name: str, *, home: str, only: str | None = None) -> list[Place]:
    """Return up to six places whose name is spelt much like `name`, the likest first, then as above.

    The first or the second letter must be right, and the length within two. A few thousand names are
    compared, so ask only when nothing else was found. Three queries at most.
    """
    key = name_key(name)
    if len(key) <= _FEWEST_LETTERS:
        return []
    for pool in (_of(only).filter(country_code=home), _of(only)):
        if ratios := _alike(key, pool):
            found = pool.filter(name_folded__in=ratios).home_first(home)
            return sorted(found, key=lambda place: -ratios[place.name_folded])[:_OFFERED]
    return []


def suggest(text: str, *, country: str, limit: int = 8) -> tuple[Alternative, ...]:
    """Return the places to offer while `text` is being typed. One query; two letters at least.

    Those of `country` (ISO code) come first, the biggest first. Each `query` resolves to its place.
    """
    if len(name_key(text)) < _FEWEST_LETTERS - 1:
        return ()
    places = Place.objects.starting_with(text).home_first(country)[:limit]
    return tuple(Alternative(place.label, place.label) for place in places)


def _of(country_code: str | None) -> PlaceQuerySet:
    return Place.objects.filter(country_code=country_code) if country_code else Place.objects.all()


def _alike(key: str, pool: PlaceQuerySet) -> dict[str, float]:
    """The names of `pool` that are spelt like `key`, with how much."""
    begins = Q(pk__in=pool.starting_with(key[0]).values("pk")) | Q(
        pk__in=pool.starting_with(key[1]).values("pk")
    )
    near = pool.filter(begins).alias(length=Length("name_folded"))
    names = near.filter(length__gte=len(key) - 2, length__lte=len(key) + 2).values_list(
        "name_folded", flat=True
    )
    matcher = SequenceMatcher(b=key)
    found = {}
    for name in set(names):
        matcher.set_seq1(name)
        if matcher.real_quick_ratio() >= _ALIKE and matcher.quick_ratio() >= _ALIKE:
            ratio = matcher.ratio()
            if ratio >= _ALIKE:
                found[name] = ratio
    return found
