"""From the address of a search (addresses are a public contract) to a SearchQuery and what to say about it."""

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.conf import settings
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from core import clock, findable
from core.money import exponent
from core.when import MILE_IN_KM
from directory.places.resolution import Resolution
from directory.places.resolver import resolve
from directory.trainers.models import Format
from search import synonyms
from search.facets import language_name
from search.query import DEFAULT_RADIUS_KM, MAX_RADIUS_KM, MIN_RADIUS_KM, SORTS, SearchQuery
from search.settings_tree import SettingsTree
from search.spelling import unfinished
from search.words import MAX_WORDS, only_stop_words, renamed_in, too_many_words

TEXT_LENGTH = 200
DEFAULT_RADIUS_MILES = 25
_VALUES = 60
_FIRST_YEAR, _LAST_YEAR = 2000, 2100
_HIGHEST_PRICE = Decimal(10) ** 9


class Choices(forms.Field):
    """A parameter that may be repeated: its values in their order, each once; empty ones go."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: Any) -> list[str]:
        return [text for text in dict.fromkeys(map(_clean, value or ())) if text][:_VALUES]


class SearchForm(forms.Form):
    """Reads a search forgivingly. `query()` always answers; `notes` are sentences about what was put right,
    and `errors` keep their place beside a field whose value was left aside."""

    q = forms.CharField(required=False)
    near = forms.CharField(required=False)
    radius = forms.CharField(required=False)
    online = forms.CharField(required=False)
    setting = Choices(required=False)
    kind = Choices(required=False)
    format = Choices(required=False)
    language = Choices(required=False)
    price_max = forms.CharField(required=False)
    currency = forms.CharField(required=False)
    to = forms.CharField(required=False)
    accepting = forms.CharField(required=False)
    exact = forms.CharField(required=False)
    sort = forms.CharField(required=False)
    page = forms.CharField(required=False)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        tree: SettingsTree,
        known: synonyms.Synonyms | None = None,
        reader: str = "",
    ) -> None:
        """`known`: the synonyms, where they are loaded already. `reader`: as in SearchQuery; programs are none."""
        super().__init__(_readable(data))
        self.known = known
        self.reader = reader
        self.fields["from"] = forms.CharField(required=False)  # a word of Python's own
        self.tree = tree
        self.notes: list[str] = []

    def clean_q(self) -> str:
        text = _clean(self.cleaned_data["q"], length=None)
        if len(text) > TEXT_LENGTH:
            self.notes.append(
                _("That is a lot to look for: the first %(n)d letters are used.") % {"n": TEXT_LENGTH}
            )
            text = text[:TEXT_LENGTH].rstrip()
        if too_many_words(text):
            self.notes.append(_("The first %(n)d words are used.") % {"n": MAX_WORDS})
        if only_stop_words(text):
            self.notes.append(
                _(
                    "“%(text)s” stands nearly everywhere, so it was left aside. A more telling word might help."
                )
                % {"text": text}
            )
        return text

    def clean_near(self) -> str:
        return _clean(self.cleaned_data["near"])

    def clean_radius(self) -> float:
        """In km, whatever the site's unit; out of range it is brought to the nearest end."""
        asked = _clean(self.cleaned_data["radius"])
        if not asked:
            return default_radius_km()
        number = _number(asked)
        if number is None:
            self.add_error(
                "radius", _("“%(asked)s” is not a distance. You could type a number.") % {"asked": asked}
            )
            return default_radius_km()
        km = float(number) * unit_km()
        if MIN_RADIUS_KM <= km <= MAX_RADIUS_KM:
            return km
        self.notes.append(_("Distances run from 1 to 20,000 km, so the nearest that we can do is shown."))
        return float(min(max(km, MIN_RADIUS_KM), MAX_RADIUS_KM))

    def clean_online(self) -> bool:
        return _yes(self.cleaned_data["online"])

    def clean_accepting(self) -> bool:
        return _yes(self.cleaned_data["accepting"])

    def clean_exact(self) -> bool:
        return _yes(self.cleaned_data["exact"])

    def clean_setting(self) -> tuple[str, ...]:
        known = self._known(self.cleaned_data["setting"], self.tree.names, _("practice setting"))
        return self.tree.narrowed(known)

    def clean_kind(self) -> tuple[str, ...]:
        return self._known(self.cleaned_data["kind"], findable.kinds(), _("kind of result"))

    def clean_format(self) -> tuple[str, ...]:
        return self._known(self.cleaned_data["format"], Format.values, _("way to meet"))

    def clean_language(self) -> tuple[str, ...]:
        asked = [value.lower() for value in self.cleaned_data["language"]]
        known = [code for code in asked if language_name(code) != code.upper()]
        return self._known(asked, known, _("language"))

    def clean_currency(self) -> str:
        asked = _clean(self.cleaned_data["currency"]).upper()
        if not asked:
            return str(settings.SITE_CURRENCY)
        if len(asked) == 3 and asked.isascii() and asked.isalpha():
            return asked
        self.add_error("currency", _("A currency has three letters, as in GBP or EUR."))
        return str(settings.SITE_CURRENCY)

    def clean_price_max(self) -> Decimal | None:
        asked = _clean(self.cleaned_data["price_max"])
        if not asked:
            return None
        number = _number(asked)
        if number is None or number > _HIGHEST_PRICE:
            self.add_error(
                "price_max", _("“%(asked)s” is not a price. You could type a number.") % {"asked": asked}
            )
            return None
        if number < 0:
            self.add_error("price_max", _("A price is 0 or more. With 0 you see what is free."))
            return None
        return number

    def clean_from(self) -> dt.date | None:
        return self._day("from")

    def clean_to(self) -> dt.date | None:
        return self._day("to")

    def clean_sort(self) -> str:
        asked = _clean(self.cleaned_data["sort"])
        if not asked or asked in SORTS:
            return asked or SORTS[0]
        self.notes.append(
            _("We cannot sort by “%(asked)s”, so the best match comes first.") % {"asked": asked}
        )
        return SORTS[0]

    def clean_page(self) -> int:
        asked = _clean(self.cleaned_data["page"])
        if not asked:
            return 1
        if asked.isascii() and asked.isdigit() and int(asked[:9]) >= 1:
            return int(asked[:9])
        self.notes.append(_("There is no page “%(asked)s”, so this is the first.") % {"asked": asked})
        return 1

    def clean(self) -> dict[str, Any]:
        """Turn reversed dates round."""
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.cleaned_data["from"], self.cleaned_data["to"] = last, first
            self.notes.append(_("The dates were the other way round, so they have been turned."))
        return self.cleaned_data

    def query(self) -> SearchQuery:
        """What is asked for. Resolves the place (three statements at most), and where there are words it reads the
        synonyms (one), and whether the last word is the beginning of one (one, seldom)."""
        self.full_clean()
        data = {**_NOTHING, **self.cleaned_data}
        place, online = self._place(data["near"] or "", data["online"] or False)
        sort = data["sort"] or SORTS[0]
        if sort == "distance" and (place is None or place.lat is None):
            self.notes.append(_("To sort by distance we need a place. The best match comes first instead."))
            sort = SORTS[0]
        currency = data["currency"] or settings.SITE_CURRENCY
        price = data["price_max"]
        known = self._synonyms() if data["q"] and not data["exact"] else synonyms.NONE
        self.notes += map(_renamed, renamed_in(data["q"] or "", known))
        return SearchQuery(
            text=data["q"] or "",
            near=data["near"] or "",
            place=place,
            radius_km=data["radius"] or default_radius_km(),
            online=online,
            settings=data["setting"],
            kinds=data["kind"],
            formats=data["format"],
            languages=data["language"],
            reader=self.reader,
            price_max=None if price is None else int(price.scaleb(exponent(currency))),
            currency=currency,
            from_=data["from"],
            to=data["to"],
            accepting=data["accepting"] or False,
            sort=sort,
            page=data["page"] or 1,
            unfinished=not data["exact"] and unfinished(data["q"] or ""),
            exact=bool(data["exact"] and data["q"]),
            synonyms=known,
        )

    def _synonyms(self) -> synonyms.Synonyms:
        return synonyms.load() if self.known is None else self.known

    def _place(self, near: str, online: bool) -> tuple[Resolution | None, bool]:
        """Where `near` points to, and whether what is online is asked for: "online" is a place too."""
        if not near:
            return None, online
        found = resolve(near)
        if found.notice:
            self.notes.append(found.notice)
        if found.kind == "online":
            return None, True
        return (found if found.kind in ("point", "country") else None), online

    def _known(self, asked: Sequence[str], known: Any, what: str) -> tuple[str, ...]:
        for value in asked:
            if value not in known:
                self.notes.append(
                    _("We know no %(what)s “%(value)s”, so it was left out.")
                    % {"what": what, "value": value[:60]}
                )
        return tuple(value for value in asked if value in known)

    def _day(self, name: str) -> dt.date | None:
        asked = _clean(self.cleaned_data[name])
        if not asked:
            return None
        try:
            day = dt.date.fromisoformat(asked)
        except ValueError:
            day = None
        if day is not None and _FIRST_YEAR <= day.year <= _LAST_YEAR:
            return day
        example = clock.now().date().isoformat()
        self.add_error(
            name,
            _("“%(asked)s” is not a day we can read. You could write it as %(example)s.")
            % {"asked": asked[:40], "example": example},
        )
        return None


_NOTHING: dict[str, Any] = {
    **dict.fromkeys(
        ("q", "near", "radius", "online", "price_max", "currency", "from", "to", "accepting", "exact")
    ),
    **dict.fromkeys(("setting", "kind", "format", "language"), ()),
    "sort": None,
    "page": None,
}


def _renamed(term: synonyms.Renamed) -> str:
    """ "“righting reflex” is now called fixing reflex." """
    *names, last = term.current
    current = _("%(names)s or %(last)s") % {"names": ", ".join(names), "last": last} if names else last
    return _("“%(dated)s” is now called %(current)s.") % {"dated": term.typed, "current": current}


def unit_km() -> float:
    """The site's unit of distance in km."""
    return MILE_IN_KM if settings.DISTANCE_UNIT == "mi" else 1.0


def default_radius_km() -> float:
    """What is searched when no radius is said: 40 km, or 25 miles where the site counts in miles."""
    return DEFAULT_RADIUS_MILES * MILE_IN_KM if settings.DISTANCE_UNIT == "mi" else DEFAULT_RADIUS_KM


def _readable(data: Mapping[str, Any]) -> MultiValueDict[str, Any]:
    """The parameters, without what no database takes as text."""
    lists = data.lists() if isinstance(data, MultiValueDict) else ((k, [v]) for k, v in data.items())
    return MultiValueDict({key: [str(value).replace("\0", "") for value in values] for key, values in lists})


def _clean(value: str, length: int | None = TEXT_LENGTH) -> str:
    """On one line, without lone surrogates, cut at `length`."""
    text = " ".join(str(value).encode("utf-8", "ignore").decode("utf-8").replace("\0", "").split())
    return text if length is None else text[:length]


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "").removesuffix("km").removesuffix("mi").strip()[:30])
    except InvalidOperation:
        return None
    return number if number.is_finite() and math.isfinite(float(number)) else None


def _yes(value: str) -> bool:
    return _clean(value).lower() in {"1", "on", "true", "yes"}
