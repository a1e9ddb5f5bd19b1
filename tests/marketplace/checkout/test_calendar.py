"""Calendar files."""

import datetime as dt

import pytest
from icalendar import Calendar

from marketplace.checkout.calendar import invitation
from marketplace.orders.models import Appointment
from tests.factories.orders import confirmed_order, session_of

pytestmark = pytest.mark.django_db


def appointment() -> Appointment:
    found = session_of(confirmed_order()).appointment
    assert found is not None
    return found


def read(content: bytes) -> tuple[Calendar, Calendar]:
    calendar = Calendar.from_ical(content)
    return calendar, calendar.walk("VEVENT")[0]


def test_a_request_has_all_that_rfc_5546_asks_for() -> None:
    booked = appointment()

    calendar, event = read(
        invitation(
            booked,
            recipient_name="Ilka Sund",
            recipient_email="ilka@mail.example",
            method="REQUEST",
            link="https://commons.example/orders/1/",
        )
    )

    assert (str(calendar["METHOD"]), str(calendar["VERSION"])) == ("REQUEST", "2.0")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (booked.starts_at, booked.ends_at)
    assert event["DTSTART"].to_ical().endswith(b"Z")
    assert event["DTSTAMP"].dt == booked.created_at.replace(microsecond=0)
    assert str(event["STATUS"]) == "CONFIRMED"
    assert "https://commons.example/orders/1/" in str(event["DESCRIPTION"])
    assert "(1 of 4)" in str(event["SUMMARY"])
    assert str(event["LOCATION"]) == "Online"


def test_the_same_appointment_gives_the_same_file() -> None:
    booked = appointment()
    given = {"recipient_name": "Ilka", "recipient_email": "ilka@mail.example", "method": "REQUEST"}

    assert invitation(booked, **given) == invitation(booked, **given)


def test_a_cancellation_bears_the_higher_sequence() -> None:
    booked = appointment()
    booked.sequence, booked.status = 1, Appointment.Status.CANCELLED
    booked.cancelled_at = dt.datetime(2026, 3, 1, 9, tzinfo=dt.UTC)

    _, event = read(
        invitation(booked, recipient_name="Ilka", recipient_email="ilka@mail.example", method="CANCEL")
    )

    assert (event["SEQUENCE"], str(event["STATUS"])) == (1, "CANCELLED")
    assert event["DTSTAMP"].dt == booked.cancelled_at


@pytest.mark.parametrize(
    "name", ["Ilka; Sund, and co", 'Ilka "quote"', "Ilka\r\nATTENDEE:mailto:x@mail.example"]
)
def test_a_name_cannot_break_out_of_its_line(name: str) -> None:
    content = invitation(
        appointment(), recipient_name=name, recipient_email="ilka@mail.example", method="REQUEST"
    )

    _, event = read(content)
    assert str(event["ATTENDEE"]) == "mailto:ilka@mail.example"
    assert content.count(b"\r\nATTENDEE") == 1
