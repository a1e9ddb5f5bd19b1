"""Countries and the labels of places in the language of the page, and both ways back to the place."""

import pytest
from django.utils import translation

from directory.places.country_names import NAMES, country_in
from directory.places.models import Country
from directory.places.names import place_label
from directory.places.resolver import resolve
from tests.factories.places import PlaceFactory


def test_a_country_without_another_name_keeps_its_english_one() -> None:
    assert country_in("de", "DE", "Germany") == "Deutschland"
    assert country_in("de", "FR", "France") == "Frankreich"
    assert country_in("de", "CL", "Chile") == "Chile"
    assert country_in("en-gb", "DE", "Germany") == "Germany"


@pytest.mark.parametrize(
    ("qualifier", "code", "name", "english", "german"),
    [
        ("", "DE", "Germany", "Newport, Germany", "Newport, Deutschland"),
        ("near Telford", "GB", "United Kingdom", "Newport, near Telford", "Newport, bei Telford"),
        (
            "Rhode Island",
            "US",
            "United States",
            "Newport, Rhode Island, United States",
            "Newport, Rhode Island, Vereinigte Staaten",
        ),
    ],
)
def test_labels(qualifier: str, code: str, name: str, english: str, german: str) -> None:
    told = {"name": "Newport", "qualifier": qualifier, "country_name": name, "country_code": code}

    assert place_label(**told) == english
    assert place_label(**told, language="de") == german


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en-gb", "de"])
@pytest.mark.parametrize("asked", ["Leipzig, Germany", "Leipzig, Deutschland"])
def test_a_label_of_either_language_leads_to_its_place(asked: str, language: str) -> None:
    Country.objects.get_or_create(code="DE", defaults={"name": "Germany"})
    place = PlaceFactory.create(name="Leipzig", country_code="DE", country_name="Germany")
    PlaceFactory.create(name="Leipzig", country_code="US", country_name="United States", population=9)

    with translation.override(language):
        found = resolve(asked)
        assert (found.place_id, found.label, found.notice) == (place.pk, place.label, "")


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "label"), [("en-gb", "Germany"), ("de", "Deutschland")])
@pytest.mark.parametrize("asked", ["Germany", "Deutschland"])
def test_a_country_is_said_in_the_language_of_the_page(asked: str, language: str, label: str) -> None:
    Country.objects.get_or_create(code="DE", defaults={"name": "Germany"})

    with translation.override(language):
        found = resolve(asked)

    assert (found.kind, found.country_code, found.label) == ("country", "DE", label)


def test_every_name_is_of_a_code() -> None:
    assert all(len(code) == 2 and code.isupper() for names in NAMES.values() for code in names)
