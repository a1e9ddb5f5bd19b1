"""States of sessions, earnings and bookings, in the words of the desk."""

import datetime as dt

from core import clock
from core.money import Money
from core.when import spoken
from directory.trainers.models import Trainer
from marketplace.orders.actions.marking import OBJECTION_WINDOW
from marketplace.orders.models import Appointment, CoachingSession, Earning, Order
from marketplace.payments.models import Transfer

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_WITHOUT_MARK = {
    CoachingSession.Status.UNSCHEDULED: "The client has not chosen a time yet.",
    CoachingSession.Status.REFUNDED: "Refunded: nothing is earned by it.",
    CoachingSession.Status.VOID: "The order ended before it was confirmed.",
}


def count(number: int, one: str, many: str) -> str:
    """ "no sessions", "one session", "twelve" as 12."""
    word = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
    return f"{word} {one if number == 1 else many}"


def client_of(session: CoachingSession) -> str:
    """Who takes part, else who booked."""
    return session.attendee.name if session.attendee else session.order.buyer_name


def what_waits(
    trainer: Trainer, *, coming: list[Appointment], unmarked: list[CoachingSession], now: dt.datetime
) -> str:
    """The desk's one sentence or two: what is next, what waits for an answer."""
    parts = [_next(trainer, coming, now)]
    if unmarked:
        told = count(len(unmarked), "session has", "sessions have").capitalize()
        parts.append(f"{told} started: you could say how it went.")
    return " ".join(parts)


def _next(trainer: Trainer, coming: list[Appointment], now: dt.datetime) -> str:
    if not coming:
        return "Nothing is booked just now."
    today = [a for a in coming if spoken(a.starts_at, trainer.time_zone, "dated") == _day(trainer, now)]
    if today:
        return f"{count(len(today), 'session', 'sessions').capitalize()} today."
    return f"Your next session is on {spoken(coming[0].starts_at, trainer.time_zone)}."


def _day(trainer: Trainer, now: dt.datetime) -> str:
    return spoken(now, trainer.time_zone, "dated")


def accepting(trainer: Trainer) -> str:
    """The “accepting clients” line, and until when it stands."""
    if trainer.accepting_until is None:
        return "Your profile does not say whether you accept clients."
    until = f"{trainer.accepting_until.day} {trainer.accepting_until:%B %Y}"
    if trainer.accepts_clients:
        return f"Your profile says that you accept clients, until {until}."
    return f"Your “accepting clients” line ended on {until}."


def when_earned(session: CoachingSession, zone: str) -> str:
    """When a session that has ended is earned, or why not."""
    if session.objected_at is not None:
        return "The client has objected. Nothing is earned until our staff have decided."
    if session.ended_at is None:
        return "Earned once it has been held."
    due = session.ended_at + OBJECTION_WINDOW
    if due <= clock.now():
        return "Due: it is earned within the next minute."
    return f"Earned on {spoken(due, zone)}, unless the client objects before."


def transfer(earning: Earning, zone: str) -> tuple[str, str]:
    """Kind of state ("", "wait", "off") and words: what became of an earning's money."""
    if not earning.trainer_minor:
        return "", "Free: there is nothing to send."
    row: Transfer | None = getattr(earning, "transfer", None)
    kind, words = _transfer(row, zone)
    if earning.reversed_minor:
        back = Money(earning.reversed_minor, earning.currency)
        words += f" {back} of it went back with a refund."
    return kind, words


def _transfer(row: Transfer | None, zone: str) -> tuple[str, str]:
    if row is None:
        return "wait", "Due."
    if row.status == Transfer.Status.SENT:
        sent = spoken(row.sent_at, zone, "day") if row.sent_at else ""
        return "", f"Sent on {sent}."
    if row.status == Transfer.Status.FAILED:
        return "off", row.waits_for or "It could not be sent. Our staff look at it."
    if row.waits_for:
        return "wait", f"Waiting. {row.waits_for}"
    return "wait", "Due: it is on its way."


def session_state(session: CoachingSession, zone: str) -> str:
    """What a session's row on the booking's page says of its money."""
    earning: Earning | None = getattr(session.unit, "earning", None)
    if earning is not None:
        return f"Earned {earning.standing}. {transfer(earning, zone)[1]}"
    known = _WITHOUT_MARK.get(CoachingSession.Status(session.status))
    return known or when_earned(session, zone)


ORDER_STATES = {
    Order.Status.CONFIRMED: "Confirmed",
    Order.Status.FULFILLED: "All sessions over",
    Order.Status.CANCELLED: "Cancelled and refunded",
}
