"""Mails about bookings: enqueued inside the transaction that decides, written and sent after it.

A message names an order, perhaps an appointment or a refund, and a role. Who that is, what the state is and
whether there is anything left to tell is read when it is sent: a booking cancelled meanwhile is not confirmed.
"""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.dispatch import receiver
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from core import languages, mail, when
from marketplace.checkout.calendar import Method, invitation
from marketplace.checkout.presenters import orders, words
from marketplace.checkout.queries import orders_for_life
from marketplace.orders import signals
from marketplace.orders.models import Appointment, Attendee, Order, Refund
from marketplace.orders.permissions import access_token
from outbox.actions import enqueue
from outbox.models import OutboxMessage
from outbox.registry import handles

PAYER, ATTENDEE, TRAINER = "payer", "attendee", "trainer"
EVERYBODY = (PAYER, ATTENDEE, TRAINER)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets a mail: `zone` is the clock they read, `link` where the booking opens for them, if it does."""

    role: str
    name: str
    email: str
    zone: str
    link: str


@receiver(signals.order_confirmed, dispatch_uid="checkout.confirmed")
def tell_of_confirmation(sender: Any, order: Order, **kwargs: Any) -> None:
    """A booking is confirmed: payer, attendee and trainer are told, each in words of their own."""
    version = int(order.confirmed_at.timestamp()) if order.confirmed_at else 1
    for role in EVERYBODY:
        write(template="order_confirmed", role=role, order=order, about=order.uid, version=version)


@receiver(signals.appointment_changed, dispatch_uid="checkout.appointment")
def tell_of_appointment(sender: Any, appointment: Appointment, change: str, **kwargs: Any) -> None:
    """A time was booked later, or cancelled. The first one goes along with the confirmation."""
    if change == "booked" and kwargs.get("first"):
        return
    template = "session_booked" if change == "booked" else "appointment_cancelled"
    for role in EVERYBODY:
        write(
            template=template,
            role=role,
            order=appointment.session.order,
            about=appointment.uid,
            version=appointment.sequence,
            appointment=appointment.uid,
        )


@receiver(signals.order_refunded, dispatch_uid="checkout.refunded")
def tell_of_refund(sender: Any, order: Order, refund: Refund | None, **kwargs: Any) -> None:
    """Money goes back; or a free order ended."""
    write(
        template="order_refunded",
        role=PAYER,
        order=order,
        about=refund.uid if refund else order.uid,
        version=1,
        refund=refund.uid if refund else None,
    )


def write(
    *,
    template: str,
    role: str,
    order: Order,
    about: uuid.UUID,
    version: int,
    appointment: uuid.UUID | None = None,
    refund: uuid.UUID | None = None,
) -> None:
    """Keep a mail to be sent after the commit, once per (about, template, role, version)."""
    enqueue(
        kind="mail",
        subject=f"order:{order.uid}",
        dedupe_key=f"mail:{about}:{template}:{role}:{version}",
        payload={
            "template": template,
            "role": role,
            "order": str(order.uid),
            "appointment": str(appointment) if appointment else None,
            "refund": str(refund) if refund else None,
            "version": version,
        },
    )


@handles("mail")
def send(message: OutboxMessage) -> None:
    """Send a mail by the state of now, in the recipient's language; nothing where there is nobody to tell, or nothing
    any more."""
    payload = message.payload
    order = orders_for_life().prefetch_related("attendees").filter(uid=payload["order"]).first()
    if order is not None:
        with translation.override(language_of(order, payload["role"])):
            _send(message, order)


def language_of(order: Order, role: str) -> str:
    """The language of who gets the mail: the order's own; a trainer's is what stands beside their account."""
    if role != TRAINER:
        return languages.known(order.buyer_language)
    user = order.trainer.user
    return languages.known(user.locale if user else None)


def _send(message: OutboxMessage, order: Order) -> None:
    payload = message.payload
    recipient = recipient_of(order, payload["role"])
    if recipient is None:
        return
    context = SITUATIONS[payload["template"]](order, payload)
    if context is None:
        return
    appointment: Appointment | None = context.get("appointment")
    mail.send(
        template=f"{payload['template']}_{recipient.role}",
        to=recipient.email,
        context={**_common(order, recipient, appointment), **context},
        message_id=message.dedupe_key.replace(":", "."),
        attachments=_attachments(appointment, recipient, order),
    )


def recipient_of(order: Order, role: str) -> Recipient | None:
    """The person of that role, or None: no address, or the attendee is the payer."""
    if role == PAYER:
        path = reverse("checkout:order-open", args=[order.uid, access_token(order)])
        found = Recipient(role, order.buyer_name, order.buyer_email, orders.zone_of(order), _absolute(path))
    elif role == TRAINER:
        user, trainer = order.trainer.user, order.trainer
        desk = reverse("office:booking", args=[order.uid])
        email = user.email if user and user.is_active else ""
        found = Recipient(role, trainer.name, email, trainer.time_zone, _absolute(desk))
    else:
        other = somebody_else(order)
        # The order's own page is the payer's: what the attendee needs is in the mail.
        email, name = (other.email, other.name) if other else ("", "")
        found = Recipient(role, name, email, orders.zone_of(order), "")
    return found if found.email else None


def somebody_else(order: Order) -> Attendee | None:
    """Who takes part, if it is not the payer."""
    others = (a for a in order.attendees.all() if a.email.casefold() != order.buyer_email.casefold())
    return next(others, None)


def _confirmed(order: Order, payload: dict[str, Any]) -> dict[str, Any] | None:
    if not order.is_settled or order.confirmed_at is None:
        return None
    if int(order.confirmed_at.timestamp()) != payload["version"]:
        return None
    return {"appointment": orders.next_appointment(order)}


def _booked(order: Order, payload: dict[str, Any]) -> dict[str, Any] | None:
    appointment = _appointment(order, payload)
    standing = appointment is not None and appointment.status == Appointment.Status.BOOKED
    return {"appointment": appointment} if standing and order.is_settled else None


def _cancelled(order: Order, payload: dict[str, Any]) -> dict[str, Any] | None:
    appointment = _appointment(order, payload)
    gone = appointment is not None and appointment.status == Appointment.Status.CANCELLED
    return {"appointment": appointment} if gone else None


def _refunded(order: Order, payload: dict[str, Any]) -> dict[str, Any] | None:
    if not payload.get("refund"):
        return {"refund": None}
    refund = Refund.objects.select_related("payment").filter(uid=payload["refund"]).first()
    if refund is None or refund.status in {Refund.Status.CANCELLED, Refund.Status.FAILED}:
        return None
    return {"refund": refund, "amount": refund.amount, "late": refund.cause == Refund.Cause.LATE_PAYMENT}


SITUATIONS = {
    "order_confirmed": _confirmed,
    "session_booked": _booked,
    "appointment_cancelled": _cancelled,
    "order_refunded": _refunded,
}


def _appointment(order: Order, payload: dict[str, Any]) -> Appointment | None:
    mine = (a for session in order.sessions.all() for a in session.appointments.all())
    return next((a for a in mine if str(a.uid) == payload["appointment"]), None)


def _common(order: Order, recipient: Recipient, appointment: Appointment | None) -> dict[str, Any]:
    version = orders.version_of(order)
    other = somebody_else(order)
    attribution = getattr(order, "attribution", None)
    return {
        "order": order,
        "version": version,
        "trainer": order.trainer,
        "recipient_name": recipient.name,
        "zone": recipient.zone,
        "order_url": recipient.link,
        "attendee_name": other.name if other else order.buyer_name,
        "somebody_else": other,
        "group": attribution.group if attribution else None,
        "brought": _("Brought by %(name)s") % {"name": attribution.group.name}
        if attribution and attribution.group
        else "",
        "until": when.spoken(order.valid_until, recipient.zone, "day") if order.valid_until else "",
        "price": orders.money(order.total),
        "sandbox": settings.PAYMENTS_MODE == "sandbox",
        "sessions_text": words.times(version),
        "sessions_left": max(version.sessions - 1, 0),
        "tiers": [(str(row["title"]), str(row["back"])) for row in words.tiers(version)],
        "place": words.where(online=appointment.online, place_label=appointment.place_label)
        if appointment
        else "",
        "times": _times(order, appointment, recipient) if appointment else None,
    }


def _times(order: Order, appointment: Appointment, recipient: Recipient) -> dict[str, str]:
    theirs = order.trainer.time_zone
    zone = recipient.zone
    if recipient.role == TRAINER:
        client = appointment.client_zone
        other = somebody_else(order)
        name = other.name if other else order.buyer_name
        return orders.both_clocks(appointment.starts_at, appointment.ends_at, zone, name, client)
    return orders.both_clocks(appointment.starts_at, appointment.ends_at, zone, order.trainer.name, theirs)


def _attachments(
    appointment: Appointment | None, recipient: Recipient, order: Order
) -> tuple[mail.Attachment, ...]:
    if appointment is None:
        return ()
    gone = appointment.status == Appointment.Status.CANCELLED
    method: Method = "CANCEL" if gone else "REQUEST"
    other = somebody_else(order)
    attendee = other.name if other else order.buyer_name
    content = invitation(
        appointment,
        recipient_name=recipient.name,
        recipient_email=recipient.email,
        method=method,
        link=recipient.link,
        partner=attendee if recipient.role == TRAINER else "",
    )
    return (mail.Attachment("invitation.ics", content, f"text/calendar; method={method}"),)


def _absolute(path: str) -> str:
    return f"{settings.BASE_URL}{path}"
