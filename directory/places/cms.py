"""A place in a form of the back office: typed in words, found in the gazetteer."""

from typing import Any

from django import forms
from django.conf import settings

from directory.places.models import Place
from directory.places.resolver import resolve


def place_called(text: str, *, country: str = "") -> Place:
    """The place that `text` means, as labelled or as searched for; of several, the only one at home.

    Home is `country` (the site's where empty). Raises ValidationError with what it may mean.
    """
    home = country or settings.SITE_COUNTRY
    found = resolve(text, country=home)
    if found.place_id is None:
        raise forms.ValidationError(found.notice or f"We do not know the place “{text}”.")
    place = Place.objects.get(pk=found.place_id)
    if found.alternatives and text.casefold() != found.label.casefold() and not _only_one(place, text, home):
        others = "; ".join([found.label, *(other.query for other in found.alternatives)])
        raise forms.ValidationError(f"“{text}” may be one of these: {others}. Please write which.")
    return place


def _only_one(place: Place, text: str, country: str) -> bool:
    """Whether no other place of the country bears the name."""
    return [*Place.objects.called([text]).filter(country_code=country)[:2]] == [place]


class PlaceField(forms.CharField):
    """One place, or none where it is not required; `country` is where a name is looked for first."""

    country = ""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            value = Place.objects.filter(pk=value).first()
        return value.label if isinstance(value, Place) else value

    def clean(self, value: Any) -> Place | None:
        text = super().clean(value).strip()
        return place_called(text, country=self.country) if text else None


class PlacesField(forms.CharField):
    """Places, one a line; with `travel`, each may end in how far somebody travels from there: “Taunton, 25 km”.

    `country` is where a name is looked for first.
    """

    country = ""
    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, travel: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.travel = travel

    def clean(self, value: Any) -> list[Any]:
        lines = [line.strip() for line in super().clean(value).splitlines() if line.strip()]
        return [self._read(line) for line in lines]

    def _read(self, line: str) -> Any:
        if not self.travel:
            return place_called(line, country=self.country)
        name, km = line, 0
        head, comma, tail = line.rpartition(",")
        digits = tail.strip().lower().removesuffix("km").strip()
        if comma and digits.isdigit():
            name, km = head, int(digits)
        return place_called(name.strip(), country=self.country), km
