"""Mails about bookings: to whom, what they say, and that they tell the state of now."""

import datetime as dt
import email
from email.message import EmailMessage as Parsed

import pytest
from django.core import mail
from django.test import Client
from django.utils import translation
from icalendar import Calendar

from marketplace.checkout import mails
from marketplace.checkout.presenters.orders import both_clocks
from marketplace.orders.actions import book_session
from marketplace.orders.models import Appointment, Order
from marketplace.orders.permissions import access_token
from marketplace.payments.refunds import refund_in_full
from outbox.models import OutboxMessage, State
from outbox.worker import drain
from tests.factories.groups import PersonFactory, PracticeGroupFactory
from tests.factories.orders import confirmed_order, held_order, sellable_version, session_of, settle
from tests.factories.trainers import TrainerFactory
from tests.marketplace.checkout.buying import free

pytestmark = pytest.mark.django_db


def trainer_with_mail() -> object:
    user = PersonFactory.create(email="nerys@mail.example")
    return TrainerFactory.create(name="Nerys Callow", user=user, time_zone="Europe/London")


def to(address: str) -> list[mail.EmailMultiAlternatives]:
    return [message for message in mail.outbox if message.to == [address]]


def invitation_in(message: mail.EmailMultiAlternatives) -> tuple[str, Calendar]:
    """The calendar part as a recipient's program reads it: content type and calendar."""
    parsed = email.message_from_bytes(message.message().as_bytes(), _class=Parsed)
    part = next(p for p in parsed.walk() if p.get_content_type() == "text/calendar")
    return part["Content-Type"], Calendar.from_ical(part.get_payload(decode=True))


def test_payer_attendee_and_trainer_are_told_each_in_their_own_mail() -> None:
    group = PracticeGroupFactory.create(name="Quantock Listening Group")
    version = sellable_version(trainer=trainer_with_mail(), title="Four sessions")
    order = confirmed_order(
        version=version, group=group, attendee_name="Aled Pryce", attendee_email="aled@mail.example"
    )

    payer, attendee, trainer = to("ilka@mail.example"), to("aled@mail.example"), to("nerys@mail.example")

    assert [len(payer), len(attendee), len(trainer)] == [1, 1, 1]
    assert f"/orders/{order.uid}/open/{access_token(order)}/" in payer[0].body
    assert "In all: £380" in payer[0].body
    assert "Brought by Quantock Listening Group" in payer[0].body
    assert "/orders/" not in attendee[0].body
    assert "£380" not in attendee[0].body
    assert "Aled Pryce booked with you" in trainer[0].body
    assert "Brought by Quantock Listening Group" in trainer[0].body
    assert access_token(order) not in trainer[0].body
    assert "ilka@" not in trainer[0].body


def test_who_books_for_themselves_gets_one_mail() -> None:
    confirmed_order(attendee_name="Ilka", attendee_email="ILKA@mail.example")

    assert len(to("ilka@mail.example")) == 1
    assert to("ILKA@mail.example") == []


def test_one_clock_for_both_is_not_taken_for_a_place() -> None:
    start = dt.datetime(2026, 12, 2, 8, 0, tzinfo=dt.UTC)

    told = both_clocks(start, start + dt.timedelta(minutes=50), "Europe/Berlin", "Nerys", "Europe/Berlin")

    assert told["short"] == "09:00 to 09:50, Berlin time"
    assert told["theirs"] == ""


def test_html_and_text_say_the_same_time_on_both_clocks() -> None:
    version = sellable_version(trainer=trainer_with_mail())
    confirmed_order(version=version)

    message = to("ilka@mail.example")[0]
    html = str(message.alternatives[0].content)

    assert "Berlin" in message.body
    assert "for Nerys Callow in London" in message.body
    assert "for Nerys Callow in London" in html
    assert "&amp;#x27;" not in html


@pytest.mark.parametrize("name", ["Ilka & Søn", "O’Neill <b>", "Anne\nBcc: x@mail.example"])
def test_names_are_text_everywhere(name: str) -> None:
    version = sellable_version(trainer=trainer_with_mail())
    confirmed_order(version=version, buyer_name=name)

    message = to("nerys@mail.example")[0]

    assert "\n" not in message.subject
    assert "<b>" not in str(message.alternatives[0].content).replace("<b>Brought", "").replace(
        "<b>No group", ""
    ).replace("<b>£380", "")
    assert "&lt;" not in message.body
    assert set(message.message().keys()) & {"Bcc"} == set()


def test_the_invitation_names_the_site_and_its_recipient_alone() -> None:
    order = confirmed_order(
        version=sellable_version(trainer=trainer_with_mail()),
        attendee_name="Aled Pryce",
        attendee_email="aled@mail.example",
    )
    appointment = session_of(order).appointment

    for address in ("ilka@mail.example", "aled@mail.example", "nerys@mail.example"):
        kind, calendar = invitation_in(to(address)[0])
        event = calendar.walk("VEVENT")[0]
        assert 'method="REQUEST"' in kind
        assert str(event["UID"]) == f"{appointment.uid}@mi-commons.example"
        assert event["SEQUENCE"] == 0
        assert str(event["ORGANIZER"]) == "mailto:hello@mi-commons.example"
        assert str(event["ATTENDEE"]) == f"mailto:{address}"
        assert event["DTSTART"].dt == appointment.starts_at


def test_the_message_id_is_stable_and_of_its_own_for_each_mail() -> None:
    order = confirmed_order(version=sellable_version(trainer=trainer_with_mail()))
    message = OutboxMessage.objects.get(kind="mail", payload__role="payer")

    mails.send(message)

    first, again = to("ilka@mail.example")
    version = int(order.confirmed_at.timestamp())
    expected = f"<mail.{order.uid}.order_confirmed.payer.{version}@mi-commons.example>"
    assert first.extra_headers["Message-ID"] == again.extra_headers["Message-ID"] == expected


def test_a_booking_that_ended_meanwhile_is_not_confirmed() -> None:
    order = confirmed_order()
    message = OutboxMessage.objects.get(
        kind="mail", payload__role="payer", payload__template="order_confirmed"
    )
    refund_in_full(order=order, reason="Illness.", actor=None)
    mail.outbox.clear()

    mails.send(message)

    assert mail.outbox == []


def test_the_outbox_keeps_no_address() -> None:
    confirmed_order(version=sellable_version(trainer=trainer_with_mail()))

    kept = str(list(OutboxMessage.objects.values_list("subject", "dedupe_key", "payload")))

    assert "@" not in kept


def test_a_session_booked_later_is_told_with_its_own_invitation() -> None:
    order = confirmed_order(version=sellable_version(trainer=trainer_with_mail()))
    mail.outbox.clear()

    appointment = book_session(
        session=session_of(order, 2), start=free(order.package_version)[5].start, time_zone="Europe/Berlin"
    )
    drain()

    assert sorted(message.to[0] for message in mail.outbox) == ["ilka@mail.example", "nerys@mail.example"]
    event = invitation_in(to("ilka@mail.example")[0])[1].walk("VEVENT")[0]
    assert str(event["UID"]) == f"{appointment.uid}@mi-commons.example"
    assert "Session 2 of 4" in to("ilka@mail.example")[0].body


def test_a_full_refund_cancels_in_the_calendar_and_says_what_comes_back() -> None:
    order = confirmed_order(version=sellable_version(trainer=trainer_with_mail()))
    appointment = session_of(order).appointment
    mail.outbox.clear()

    refund_in_full(order=order, reason="Illness.", actor=None)
    settle()

    subjects = [message.subject for message in to("ilka@mail.example")]
    cancelled = next(m for m in to("ilka@mail.example") if m.subject.startswith("Cancelled:"))
    kind, calendar = invitation_in(cancelled)
    event = calendar.walk("VEVENT")[0]
    assert 'method="CANCEL"' in kind
    assert str(calendar["METHOD"]) == "CANCEL"
    assert (str(event["UID"]), event["SEQUENCE"], str(event["STATUS"])) == (
        f"{appointment.uid}@mi-commons.example",
        1,
        "CANCELLED",
    )
    assert any(subject.startswith("£380 goes back to you") for subject in subjects)
    assert [m.subject.startswith("Cancelled:") for m in to("nerys@mail.example")] == [True]


def test_a_free_order_that_was_cancelled_speaks_of_no_money() -> None:
    order = confirmed_order(version=sellable_version(price_minor=0))
    mail.outbox.clear()

    refund_in_full(order=order, reason="Illness.", actor=None)
    settle()

    told = next(m for m in to("ilka@mail.example") if "has ended" in m.subject)
    assert "Nothing was charged." in told.body


def test_nobody_is_told_of_a_draft() -> None:
    held_order()
    drain()

    assert mail.outbox == []


def test_a_trainer_without_account_is_no_obstacle() -> None:
    confirmed_order()

    assert not OutboxMessage.objects.filter(kind="mail").exclude(state=State.DONE).exists()


def test_an_order_whose_person_was_erased_is_told_to_nobody() -> None:
    order = confirmed_order()
    Order.objects.filter(pk=order.pk).update(buyer_email="", buyer_name="")
    message = OutboxMessage.objects.get(kind="mail", payload__role="payer")
    mail.outbox.clear()

    mails.send(message)

    assert mail.outbox == []


def test_the_link_of_the_mail_opens_the_order(client: Client) -> None:
    order = confirmed_order()
    body = to("ilka@mail.example")[0].body
    path = body[body.index(f"/orders/{order.uid}/open/") :].split()[0]

    opened = client.get(path, follow=True)

    assert opened.status_code == 200
    assert Appointment.objects.booked().count() == 1


def in_german(**given: object) -> Order:
    version = sellable_version(trainer=trainer_with_mail(), title="Four sessions")
    return confirmed_order(
        version=version,
        language="de",
        attendee_name="Aled Pryce",
        attendee_email="aled@mail.example",
        **given,
    )


@pytest.mark.parametrize("language_of_the_process", ["en-gb", "de"])
def test_buyer_and_attendee_are_told_in_the_language_of_the_order(language_of_the_process: str) -> None:
    with translation.override(language_of_the_process):
        order = in_german()

    payer, attendee, trainer = to("ilka@mail.example"), to("aled@mail.example"), to("nerys@mail.example")
    assert payer[0].subject.endswith("Ihre Sitzung mit Nerys Callow")
    assert f"/de/orders/{order.uid}/open/" in payer[0].body
    assert attendee[0].subject.endswith("eine Sitzung mit Nerys Callow für Sie")
    assert "Aled Pryce booked with you" in trainer[0].body


def test_staff_who_refund_in_english_are_heard_in_the_language_of_the_order() -> None:
    order = in_german(user=PersonFactory.create(locale="en-gb"))
    mail.outbox.clear()

    refund_in_full(order=order, reason="Illness.", actor=None)
    settle()

    subjects = sorted(message.subject for message in to("ilka@mail.example"))
    assert [subject.split()[0] for subject in subjects] == ["380", "Abgesagt:"]


def test_a_trainer_is_told_in_the_language_of_their_account() -> None:
    trainer = trainer_with_mail()
    trainer.user.locale = "de"
    trainer.user.save()

    confirmed_order(version=sellable_version(trainer=trainer))

    assert "hat bei Ihnen gebucht" in to("nerys@mail.example")[0].body
    assert "is booked and paid" in to("ilka@mail.example")[0].body
