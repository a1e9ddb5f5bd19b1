"""Days, lengths and sums as German writes them, and what editors named stays as it is."""

import datetime as dt

import pytest
from django.utils import translation

from core.money import Money
from core.when import distance, duration, spoken
from directory.places.models import PracticeSetting

INSTANT = dt.datetime(2031, 3, 6, 10, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("form", "english", "german"),
    [
        ("long", "Thursday 6 March 2031, 11:15", "Donnerstag, 6. März 2031, 11:15"),
        ("date", "Thursday 6 March 2031", "Donnerstag, 6. März 2031"),
        ("day", "6 March 2031", "6. März 2031"),
        ("time", "11:15", "11:15"),
    ],
)
def test_instants(form: str, english: str, german: str) -> None:
    assert spoken(INSTANT, "Europe/Berlin", form) == english
    with translation.override("de"):
        assert spoken(INSTANT, "Europe/Berlin", form) == german


def test_lengths() -> None:
    with translation.override("de"):
        assert (duration(90), duration(1)) == ("1 Stunde 30 Minuten", "1 Minute")
        assert (distance(0.4), distance(14.2)) == ("weniger als 1 km", "14 km")


@pytest.mark.parametrize(
    ("money", "words"),
    [
        (Money(38000, "GBP"), "380 £"),
        (Money(760, "EUR"), "7,60 €"),
        (Money(3800000, "JPY"), "3.800.000 ¥"),
        (Money(-12500, "KWD"), "−12,500 KWD"),
    ],
)
def test_sums(money: Money, words: str) -> None:
    with translation.override("de"):
        assert str(money) == words.replace(" ", "\N{NO-BREAK SPACE}")


def test_settings_of_the_start_are_translated_and_others_stay() -> None:
    with translation.override("de"):
        assert PracticeSetting(name="Probation").shown == "Bewährungshilfe"
        assert PracticeSetting(name="Lighthouse keeping").shown == "Lighthouse keeping"
        assert PracticeSetting(name="").shown == ""
    assert PracticeSetting(name="Probation").shown == "Probation"
