"""States of sessions, earnings and bookings, in the words of the desk."""

import datetime as dt

from django.contrib.humanize.templatetags.humanize import apnumber
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from core import clock
from core.money import Money
from core.when import FORMS, spoken
from directory.trainers.models import Trainer
from marketplace.orders.actions.marking import OBJECTION_WINDOW
from marketplace.orders.models import Appointment, CoachingSession, Earning, Order
from marketplace.payments.models import Transfer

_WITHOUT_MARK = {
    CoachingSession.Status.UNSCHEDULED: gettext_lazy("The client has not chosen a time yet."),
    CoachingSession.Status.REFUNDED: gettext_lazy("Refunded: nothing is earned by it."),
    CoachingSession.Status.VOID: gettext_lazy("The order ended before it was confirmed."),
}


def client_of(session: CoachingSession) -> str:
    """Who takes part, else who booked."""
    return session.attendee.name if session.attendee else session.order.buyer_name


def what_waits(
    trainer: Trainer, *, coming: list[Appointment], unmarked: list[CoachingSession], now: dt.datetime
) -> str:
    """The desk's one sentence or two: what is next, what waits for an answer."""
    parts = [_next(trainer, coming, now)]
    if unmarked:
        words = ngettext(
            "One session has started: you could say how it went.",
            "%(number)s sessions have started: you could say how they went.",
            len(unmarked),
        )
        parts.append(_counted(words, len(unmarked)))
    return " ".join(parts)


def _counted(words: str, number: int) -> str:
    """The words with the number, as a word where it is small, and a capital at the beginning."""
    said = words % {"number": apnumber(number)}
    return said[:1].upper() + said[1:]


def _next(trainer: Trainer, coming: list[Appointment], now: dt.datetime) -> str:
    if not coming:
        return _("Nothing is booked just now.")
    today = [a for a in coming if spoken(a.starts_at, trainer.time_zone, "dated") == _day(trainer, now)]
    if today:
        return _counted(ngettext("One session today.", "%(number)s sessions today.", len(today)), len(today))
    when = spoken(coming[0].starts_at, trainer.time_zone)
    return _("Your next session is on %(when)s.") % {"when": when}


def _day(trainer: Trainer, now: dt.datetime) -> str:
    return spoken(now, trainer.time_zone, "dated")


def accepting(trainer: Trainer) -> str:
    """The “accepting clients” line, and until when it stands."""
    if trainer.accepting_until is None:
        return _("Your profile does not say whether you accept clients.")
    until = date_format(trainer.accepting_until, _(FORMS["dated"]), use_l10n=False)
    if trainer.accepts_clients:
        return _("Your profile says that you accept clients, until %(day)s.") % {"day": until}
    return _("Your “accepting clients” line ended on %(day)s.") % {"day": until}


def when_earned(session: CoachingSession, zone: str) -> str:
    """When a session that has ended is earned, or why not."""
    if session.objected_at is not None:
        return _("The client has objected. Nothing is earned until our staff have decided.")
    if session.ended_at is None:
        return _("Earned once it has been held.")
    due = session.ended_at + OBJECTION_WINDOW
    if due <= clock.now():
        return _("Due: it is earned within the next minute.")
    return _("Earned on %(when)s, unless the client objects before.") % {"when": spoken(due, zone)}


def transfer(earning: Earning, zone: str) -> tuple[str, str]:
    """Kind of state ("", "wait", "off") and words: what became of an earning's money."""
    if not earning.trainer_minor:
        return "", _("Free: there is nothing to send.")
    row: Transfer | None = getattr(earning, "transfer", None)
    kind, words = _transfer(row, zone)
    if earning.reversed_minor:
        back = Money(earning.reversed_minor, earning.currency)
        words += " " + _("%(amount)s of it went back with a refund.") % {"amount": back}
    return kind, words


def _transfer(row: Transfer | None, zone: str) -> tuple[str, str]:
    if row is None:
        return "wait", _("Due.")
    if row.status == Transfer.Status.SENT:
        sent = spoken(row.sent_at, zone, "day") if row.sent_at else ""
        return "", _("Sent on %(day)s.") % {"day": sent}
    if row.status == Transfer.Status.FAILED:
        return "off", (row.waits_for and _(row.waits_for)) or _("It could not be sent. Our staff look at it.")
    if row.waits_for:
        return "wait", _("Waiting. %(why)s") % {"why": _(row.waits_for)}
    return "wait", _("Due: it is on its way.")


def session_state(session: CoachingSession, zone: str) -> str:
    """What a session's row on the booking's page says of its money."""
    earning: Earning | None = getattr(session.unit, "earning", None)
    if earning is not None:
        told = {"amount": earning.standing, "transfer": transfer(earning, zone)[1]}
        return _("Earned %(amount)s. %(transfer)s") % told
    known = _WITHOUT_MARK.get(CoachingSession.Status(session.status))
    return str(known) if known else when_earned(session, zone)


ORDER_STATES = {
    Order.Status.CONFIRMED: gettext_lazy("Confirmed"),
    Order.Status.FULFILLED: gettext_lazy("All sessions over"),
    Order.Status.CANCELLED: gettext_lazy("Cancelled and refunded"),
}
