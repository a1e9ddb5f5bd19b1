"""The calendar file."""

import pytest
from django.test import Client
from icalendar import Calendar

from tests.factories.groups import PersonFactory
from tests.factories.orders import confirmed_order, session_of

pytestmark = pytest.mark.django_db


def test_the_file_holds_the_time_and_nobodys_address(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)

    response = client.get(f"/orders/{order.uid}/sessions/1/calendar.ics")

    appointment = session_of(order).appointment
    event = Calendar.from_ical(response.content).walk("VEVENT")[0]
    assert response.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert event["DTSTART"].dt == appointment.starts_at
    assert "ATTENDEE" not in event
    assert b"ilka@" not in response.content


@pytest.mark.parametrize("number", [0, 2, 99])
def test_a_session_without_a_time_has_no_file(client: Client, number: int) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)

    assert client.get(f"/orders/{order.uid}/sessions/{number}/calendar.ics").status_code == 404
