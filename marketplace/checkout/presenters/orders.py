"""An order as its pages show it: what was agreed, how long it is kept, what happens next, what came back."""

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock, when
from core.money import Money
from marketplace.checkout.presenters import words
from marketplace.offerings.models import PackageVersion
from marketplace.orders.models import Appointment, CoachingSession, Order, Payment, Refund

_WHOLE_HOLD = dt.timedelta(minutes=15)
_Status = CoachingSession.Status


def zone_of(order: Order) -> str:
    """The zone the buyer reads times in."""
    return order.buyer_time_zone or order.trainer.time_zone


def version_of(order: Order) -> PackageVersion:
    """What was bought; orders of packages have one."""
    if order.package_version is None:
        raise ValueError(f"{order} has no package.")
    return order.package_version


def holds(order: Order) -> bool:
    """Whether its time is kept for it now."""
    hold = order.hold
    return bool(hold and hold.active and hold.expires_at and hold.expires_at > clock.now())


def hold(order: Order) -> dict[str, Any] | None:
    """How long the time is kept, for the component `_hold`; None when it is not."""
    if not holds(order) or order.hold is None or order.hold.expires_at is None or order.slot_start is None:
        return None
    zone, until = zone_of(order), order.hold.expires_at
    left = int((until - clock.now()).total_seconds())
    whole = max(int(_WHOLE_HOLD.total_seconds()), int((until - order.held_at).total_seconds()), left)
    words = {"slot": when.spoken(order.slot_start, zone), "until": told_until(until, zone)}
    return {
        "left": left,
        "whole": whole,
        "clock": f"{left // 60}:{left % 60:02}",
        "until": words["until"],
        "pay_text": _("We keep %(slot)s for you until %(until)s.") % words,
        "text": _("We keep %(slot)s for you until %(until)s. If it runs out, what you typed stays.") % words,
    }


def told_until(instant: dt.datetime, zone: str) -> str:
    """The time of a near instant, told apart from that of a session on another day."""
    if when.spoken(instant, zone, "date") != when.spoken(clock.now(), zone, "date"):
        return when.spoken(instant, zone)
    return _("%(time)s today") % {"time": when.spoken(instant, zone, "time")}


def both_clocks(start: dt.datetime, end: dt.datetime, zone: str, trainer: str, theirs: str) -> dict[str, str]:
    """A time on the reader's clock and on the trainer's; `theirs` is "" where they agree."""
    local, other = when.spoken(end, zone, "time"), when.spoken(start, theirs, "time")
    same = when.spoken(start, zone) == when.spoken(start, theirs)
    elsewhere = other if _one_day(start, zone, theirs) else when.spoken(start, theirs, "short")
    # "In Berlin" alone could be read as where they meet; beside another city's time it cannot.
    short = _("%(start)s to %(end)s, %(city)s time") if same else _("%(start)s to %(end)s in %(city)s")
    return {
        "time": _("%(start)s to %(end)s") % {"start": when.spoken(start, zone), "end": local},
        "short": short % {"start": when.spoken(start, zone, "time"), "end": local, "city": when.city(zone)},
        "city": when.city(zone),
        "theirs": ""
        if same
        else _("%(time)s for %(name)s in %(city)s")
        % {"time": elsewhere, "name": trainer, "city": when.city(theirs)},
    }


def _one_day(instant: dt.datetime, zone: str, theirs: str) -> bool:
    return when.spoken(instant, zone, "date") == when.spoken(instant, theirs, "date")


def receipt(order: Order, *, brought_by: str = "") -> dict[str, Any]:
    """What was chosen and what it costs, for the component `_receipt`."""
    version = version_of(order)
    lines: list[dict[str, Any]] = [{"label": _("With"), "value": order.trainer.name}]
    if order.slot_start and order.slot_end:
        lost = order.status in {Order.Status.DRAFT, Order.Status.EXPIRED} and not holds(order)
        label = _("First session, no longer kept") if lost else _("First session")
        lines.append({"label": label, "value": _first_time(order), "long": True})
    lines.append({"label": _("Sessions"), "value": words.times(version), "extra": True})
    use = _("Use it within") if version.sessions == 1 else _("Use them within")
    lines.append({"label": use, "value": words.validity(version), "extra": True})
    if brought_by:
        lines.append({"label": _("Brought by"), "value": brought_by, "long": True})
    lines.append({"label": _("Taxes and fees"), "value": _("included"), "extra": True})
    return {"title": version.title, "lines": lines, "total": money(order.total)}


def _first_time(order: Order) -> str:
    if order.slot_start is None or order.slot_end is None:
        return ""
    row = both_clocks(
        order.slot_start, order.slot_end, zone_of(order), order.trainer.name, order.trainer.time_zone
    )
    place = words.where(online=order.online, place_label=order.place_label)
    return format_html(
        "<b>{}</b><br>{}{}<br>{}",
        row["time"],
        _("your time, %(city)s") % {"city": row["city"]},
        f"; {row['theirs']}" if row["theirs"] else "",
        place,
    )


def money(amount: Money) -> str:
    """An amount, or "free"."""
    return amount.format() if amount else _("free")


def sessions(order: Order) -> list[dict[str, Any]]:
    """Each session with its state in words, its time on both clocks and what could be done."""
    open_order = order.status == Order.Status.CONFIRMED and not validity_over(order)
    rows = [_session(order, session, bookable=open_order) for session in order.sessions.all()]
    unbooked = [row for row in rows if row["book_url"]]
    for row in unbooked[1:]:
        row["book_url"] = ""
    return rows


def _session(order: Order, session: CoachingSession, *, bookable: bool) -> dict[str, Any]:
    appointment = session.appointment
    free = session.status == _Status.UNSCHEDULED and bookable
    address = [order.uid, session.number]
    return {
        "number": session.number,
        "state": str(_Status(session.status).label),
        "kind": {_Status.SCHEDULED: "", _Status.DELIVERED: ""}.get(_Status(session.status), "off"),
        "icon": "back" if session.status == _Status.REFUNDED else "",
        "times": _times(order, appointment) if appointment else None,
        "where": words.where(online=appointment.online, place_label=appointment.place_label)
        if appointment
        else "",
        "calendar_url": reverse("checkout:session-calendar", args=address) if appointment else "",
        "book_url": reverse("checkout:session-book", args=address) if free else "",
    }


def use_until(order: Order) -> str:
    """The last day of sessions that are not booked yet; "" where there is none."""
    left = any(s.status == _Status.UNSCHEDULED for s in order.sessions.all())
    usable = left and order.is_settled and order.valid_until and not validity_over(order)
    return when.spoken(order.valid_until, zone_of(order), "day") if usable and order.valid_until else ""


def _times(order: Order, appointment: Appointment) -> dict[str, str]:
    zone = appointment.client_zone or zone_of(order)
    return both_clocks(appointment.starts_at, appointment.ends_at, zone, order.trainer.name, appointment.zone)


def validity_over(order: Order) -> bool:
    """Whether sessions that are not booked yet can be booked no more."""
    return order.valid_until is not None and order.valid_until <= clock.now()


def next_appointment(order: Order) -> Appointment | None:
    """The soonest booked time that has not ended."""
    booked = [s.appointment for s in order.sessions.all() if s.status == _Status.SCHEDULED]
    coming = [a for a in booked if a is not None and a.ends_at > clock.now()]
    return min(coming, key=lambda a: a.starts_at, default=None)


def ahead(order: Order) -> list[dict[str, Any]]:
    """What happens next, for the component `_ahead`."""
    zone, steps = zone_of(order), []
    if order.confirmed_at:
        steps.append(
            {
                "title": when.spoken(order.confirmed_at, zone, "date"),
                "text": _("Confirmed. The confirmation and the calendar file are in your mail."),
                "state": "done",
            }
        )
    coming = next_appointment(order)
    if coming:
        place = words.where(online=coming.online, place_label=coming.place_label)
        steps.append(
            {
                "title": when.spoken(coming.starts_at, coming.client_zone or zone),
                "text": _("Your session with %(name)s. %(place)s.")
                % {"name": order.trainer.name, "place": place},
                "state": "now",
            }
        )
    left = [s for s in order.sessions.all() if s.status == _Status.UNSCHEDULED]
    if left and not validity_over(order):
        steps.append(
            {
                "title": _("Whenever it suits you"),
                "text": _("You could book the next session; a gap of three to six weeks is common."),
            }
        )
    if order.valid_until and not validity_over(order) and (left or coming):
        steps.append(
            {
                "title": when.spoken(order.valid_until, zone, "date"),
                "text": _("Until then the sessions of this package can be used."),
            }
        )
    return steps


def pending_steps() -> list[dict[str, str]]:
    """What the page that waits is waiting for."""
    return [
        {"title": _("You confirmed the payment"), "state": "done"},
        {
            "title": _("The bank tells us"),
            "text": _("Usually within a minute. We also ask on our own."),
            "state": "now",
        },
        {
            "title": _("Your booking is confirmed"),
            "text": _("By mail, too. You could close this page; it would still happen."),
        },
    ]


def refunds(order: Order) -> list[dict[str, str]]:
    """What came or comes back, a line for each refund."""
    zone = zone_of(order)
    return [
        {"amount": refund.amount.format(), "text": refund_words(refund, zone)}
        for payment in order.payments.all()
        for refund in payment.refunds.all()
        if refund.status != Refund.Status.CANCELLED
    ]


def refund_words(refund: Refund, zone: str) -> str:
    """Where the money is on its way back."""
    if refund.status == Refund.Status.SUCCEEDED and refund.settled_at:
        day = when.spoken(refund.settled_at, zone, "day")
        return _("went back on %(day)s. Banks may take some days to show it.") % {"day": day}
    if refund.status == Refund.Status.FAILED:
        return _("could not be sent back by the bank. We were told and will find another way with you.")
    return _("is on its way back to where you paid from. Banks may take five to ten days.")


def payment_pending(order: Order) -> bool:
    """Whether the buyer has paid and the bank's answer is still on its way."""
    return any(payment.status == Payment.Status.PENDING for payment in order.payments.all())
