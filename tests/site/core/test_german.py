"""Days, lengths and sums as German writes them, and what editors named stays as it is."""

import datetime as dt

import pytest
from django.utils import translation
from django.utils.translation import pgettext_lazy

from content.models import PerspectiveEvent
from core.money import Money, percent
from core.when import distance, duration, spoken
from directory.places.models import PracticeSetting
from marketplace.orders.models import CoachingSession, Dispute
from marketplace.payments.models import Transfer
from marketplace.scheduling.models import CalendarBlock

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


@pytest.mark.parametrize(
    ("points", "english", "german"),
    [
        (1200, "12%", "12 %"),
        (1250, "12.5%", "12,5 %"),
        (10_000, "100%", "100 %"),
        (5, "0.05%", "0,05 %"),
        (0, "0%", "0 %"),
    ],
)
def test_shares(points: int, english: str, german: str) -> None:
    assert percent(points) == english
    with translation.override("de"):
        assert percent(points) == german.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("label", "english", "german"),
    [
        (CoachingSession.Status.DELIVERED.label, "Held", "Hat stattgefunden"),
        (CalendarBlock.Kind.HOLD.label, "Held", "Freigehalten"),
        (Transfer.Status.SENT.label, "Sent", "Überwiesen"),
        (PerspectiveEvent.Act.SENT.label, "Sent", "Eingesandt"),
        (Dispute.Status.OPEN.label, "Open", "Offen"),
        (pgettext_lazy("a button", "Open"), "Open", "Öffnen"),
    ],
)
def test_one_english_word_for_two_things_is_two_in_german(label: str, english: str, german: str) -> None:
    assert str(label) == english
    with translation.override("de"):
        assert str(label) == german


def test_settings_of_the_start_are_translated_and_others_stay() -> None:
    with translation.override("de"):
        assert PracticeSetting(name="Probation").shown == "Bewährungshilfe"
        assert PracticeSetting(name="Lighthouse keeping").shown == "Lighthouse keeping"
        assert PracticeSetting(name="").shown == ""
    assert PracticeSetting(name="Probation").shown == "Probation"
