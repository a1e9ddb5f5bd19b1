"""What is offered while somebody types: places, settings, names and topics, by their beginnings.

The same for both engines: it reads the database's small tables. Each table is read by a range of its index, and no
more than MOST_READ rows of it, so that a million documents cost what a thousand do.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _

from core import findable, languages
from directory.places.models import Outcode, Place, PlaceName
from directory.places.names import name_key
from search import settings_tree
from search.models import SearchDocument, SearchName, SearchTopic
from search.names import begins_with, key_of

FEWEST_LETTERS = 2
MOST_READ = 200
_PLACES = 6
_MAIN_NAME_COUNTS = 20  # times the inhabitants: who types "New" hardly means Salisbury, once New Sarum
_BESIDE_WORDS = 2  # places offered where words are typed
_SETTINGS = 4
_TOPICS = 3
_OF_A_KIND = 3
_NAMES = 6
_TEXT = 80


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: `value` fills the field; `setting` (a slug) filters by it; `url` leads to its page;
    `near` is a place to look near. One of the four."""

    label: str
    note: str = ""
    value: str = ""
    setting: str = ""
    url: str = ""
    near: str = ""

    def told(self) -> dict[str, str]:
        """As JSON says it, without what is empty."""
        return {name: text for name in self.__slots__ if (text := getattr(self, name))}


@dataclass(frozen=True, slots=True)
class Group:
    """Options of one kind, under the words for it."""

    label: str
    options: tuple[Option, ...]

    def told(self) -> dict[str, Any]:
        return {"label": self.label, "options": [option.told() for option in self.options]}


def for_place(text: str) -> list[Group]:
    """Return what to offer where a place is typed. Three statements at most."""
    key = name_key(text[:_TEXT])
    if len(key) < FEWEST_LETTERS:
        return []
    online = [Option(_("Online"), value=_("Online"))] if _("Online").casefold().startswith(key) else []
    places = _places(key)
    return _filled([Group(_("Places"), (*places, *_postcodes(text), *online))])


def for_words(text: str, *, now: dt.datetime, reader: str = "") -> list[Group]:
    """Return what to offer where words are typed, in groups. Five statements at most. `reader`: as in SearchQuery."""
    key = key_of(text[:_TEXT])
    if len(key) < FEWEST_LETTERS:
        return []
    return _filled(
        [
            Group(_("Practice settings"), _settings(key)),
            *_names(key, now, reader),
            Group(_("Topics"), _topics(key)),
            Group(_("Places"), _places_at_home(key)),
        ]
    )


def _filled(groups: Iterable[Group]) -> list[Group]:
    return [group for group in groups if group.options]


def _places(key: str) -> tuple[Option, ...]:
    """By their main names and, once three letters say something, by others they bear ("Cologne")."""
    home = settings.SITE_COUNTRY
    found = {place.pk: place for place in Place.objects.starting_with(key).home_first(home)[:_PLACES]}
    known: dict[int, str] = {}
    if len(key) > FEWEST_LETTERS:
        names = PlaceName.objects.filter(begins_with("name_folded", key)).values_list("place_id", "name")
        known = {pk: name for pk, name in names[:MOST_READ] if pk not in found}
        found |= {place.pk: place for place in Place.objects.filter(pk__in=known).home_first(home)[:_PLACES]}

    def rank(place: Place) -> tuple[bool, int, int]:
        weight = 1 if place.pk in known else _MAIN_NAME_COUNTS
        return place.country_code != home, -place.population * weight, place.pk

    return tuple(
        Option(place.label, note=known.get(place.pk, ""), value=place.label)
        for place in sorted(found.values(), key=rank)[:_PLACES]
    )


def _places_at_home(key: str) -> tuple[Option, ...]:
    """Where words are typed, a place of the site's own country may be meant; one far away hardly is."""
    if len(key) <= FEWEST_LETTERS:
        return ()
    places = Place.objects.filter(country_code=settings.SITE_COUNTRY).starting_with(key).biggest_first()
    return tuple(
        Option(_("near %(place)s") % {"place": place.label}, near=place.label)
        for place in places[:_BESIDE_WORDS]
    )


def _postcodes(text: str) -> tuple[Option, ...]:
    """Outward codes, where what is typed has a digit: "TA1"."""
    typed = "".join(text.split()).upper()[:8]
    if not typed.isascii() or not typed.isalnum() or not any(char.isdigit() for char in typed):
        return ()
    codes = Outcode.objects.filter(begins_with("code", typed)).order_by("code")[:_BESIDE_WORDS]
    return tuple(Option(row.code, note=row.post_town, value=row.code) for row in codes)


def _settings(key: str) -> tuple[Option, ...]:
    tree = settings_tree.load()
    found = [slug for slug in tree.names if f" {key}" in f" {key_of(tree.shown(slug))}"]
    found.sort(key=lambda slug: not key_of(tree.shown(slug)).startswith(key))
    return tuple(
        Option(tree.shown(slug), note=tree.shown(tree.parents[slug]), setting=slug)
        for slug in found[:_SETTINGS]
    )


def _topics(key: str) -> tuple[Option, ...]:
    found = SearchTopic.objects.filter(begins_with("folded", key)).order_by("folded")[:_TOPICS]
    return tuple(Option(topic.name, value=topic.name) for topic in found)


def _names(key: str, now: dt.datetime, reader: str) -> list[Group]:
    """The best of what may be seen now, a group for each kind."""
    begun = SearchName.objects.filter(begins_with("beginning", key)).values_list("document_id", "beginning")
    read = list(begun[:MOST_READ])
    whole = {document for document, beginning in read if beginning == key}
    seen = SearchDocument.objects.filter(
        Q(visible_from=None) | Q(visible_from__lte=now),
        Q(visible_until=None) | Q(visible_until__gt=now),
        pk__in={document for document, _beginning in read},
    )
    if reader:
        seen = seen.exclude(translated_into__contains=f"|{reader}|")
    rows = seen.values_list("kind", "title", "url", "by", "quality", "pk")
    ranked = sorted(
        rows, key=lambda row: (not key_of(row[1]).startswith(key), row[5] not in whole, -row[4], row[1])
    )
    groups, left = [], _NAMES
    for kind in findable.kinds().values():
        options = [
            Option(title, note=by, url=languages.localised(url))
            for name, title, url, by, _, _ in ranked
            if name == kind.name
        ]
        kept = tuple(options[: min(_OF_A_KIND, left)])
        left -= len(kept)
        groups.append(Group(str(kind.plural), kept))
    return groups
