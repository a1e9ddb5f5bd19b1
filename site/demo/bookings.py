"""Orders past and coming: held, paid at the twin, delivered or not, earned, refunded, as buyers would."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import User
from core import clock
from demo.material import BookingText
from demo.people import FINANCE, address_of, log_in_of
from demo.timeline import Story
from directory.trainers.models import Trainer
from marketplace.checkout.actions import hold, place_order
from marketplace.offerings.models import Package, PackageVersion
from marketplace.orders.actions import (
    Details,
    book_session,
    mark_delivered,
    mark_no_show,
    object_to,
)
from marketplace.orders.actions.terms import terms_in_force
from marketplace.orders.models import CoachingSession, Order
from marketplace.payments.actions import start_checkout
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.twin import actions as twin
from marketplace.referrals.actions import share_name
from marketplace.scheduling.slots import Slot, free_slots

SETTLED = dt.timedelta(minutes=5)
OBJECTION = "We spoke for ten minutes, then the line was gone and did not come back."


class NoTimeFree(LookupError):
    """The trainer has no free time where the story needs one."""


@dataclass(frozen=True, slots=True)
class Booking:
    """One order of `data/bookings.toml`, with the instant that counts as today."""

    row: BookingText
    today: dt.datetime
    settle: Callable[[], object]

    @property
    def visitor(self) -> str:
        """Who held the time: the same for the same row, so that no row is told twice."""
        row = self.row
        told = f"demo {row['trainer']} {row.get('package', 0)} {row['buyer']} {row['placed_days_ago']}"
        return sha256(told.encode()).hexdigest()

    def story(self) -> Story:
        """The whole life of the order, from the hold on."""
        chance = random.Random(self.visitor)  # noqa: S311  (times of day, not secrets)
        placed = self.today - dt.timedelta(
            days=self.row["placed_days_ago"], minutes=chance.randrange(20, 600)
        )
        yield placed
        if Order.objects.filter(visitor=self.visitor).exists():
            return
        order = self._place(chance)
        if self.row.get("ending") == "unpaid":
            return
        if order.status == Order.Status.AWAITING_PAYMENT:
            self._pay(order)
            yield placed + SETTLED
        yield from self._sessions(order, chance)
        if self.row.get("ending") == "refunded":
            yield clock.now() + dt.timedelta(days=self.row["refund_after_days"], hours=3)
            self._refund(order)

    def _place(self, chance: random.Random) -> Order:
        row, version = self.row, self._version()
        slot, town = self._slot(version, chance, first=True), self._town(version, chance)
        who = log_in_of(row["buyer"])
        user = User.objects.get(email=who.email) if who else None
        order = hold(
            version=version,
            start=slot.start,
            visitor=self.visitor,
            time_zone=self._zone(version),
            reference=row.get("code", ""),
            user=user,
            online=not town,
            place_label=town,
        )
        order = place_order(order=order, details=self._details(order, user))
        if row.get("shares_name"):
            share_name(order=order)
        return order

    def _details(self, order: Order, user: User | None) -> Details:
        row, terms = self.row, terms_in_force()
        assert terms is not None  # noqa: S101  (terms are published before anything is sold)
        attendee = row.get("attendee", "")
        return Details(
            buyer_name=row["buyer"],
            buyer_email=user.email if user else address_of(row["buyer"]),
            time_zone=order.buyer_time_zone,
            terms_version=terms,
            attendee_name=attendee,
            attendee_email=address_of(attendee) if attendee else "",
            note=row.get("note", ""),
            intake_answers=row.get("answers", {}),
            user=user,
        )

    def _pay(self, order: Order) -> None:
        payment = start_checkout(order=order, base_url=settings.BASE_URL)
        if self.row.get("declined_first"):
            twin.decline(payment.external_id or "")
            self.settle()
        twin.pay(payment.external_id or "")
        self.settle()

    def _sessions(self, order: Order, chance: random.Random) -> Story:
        """One session after the other: booked, held or not, marked or left to time."""
        for number, outcome in enumerate(self.row.get("sessions", []), start=1):
            session = CoachingSession.objects.select_related("order__trainer").get(order=order, number=number)
            if number > 1:
                self._book(session, chance)
            appointment = session.appointments.get()
            yield appointment.ends_at + dt.timedelta(minutes=chance.randrange(5, 180))
            if outcome == "held":
                mark_delivered(session=session, actor=session.order.trainer.user)
            elif outcome == "no_show":
                mark_no_show(session=session, actor=session.order.trainer.user)
            elif outcome == "objected":
                mark_delivered(session=session, actor=session.order.trainer.user)
                yield clock.now() + dt.timedelta(hours=20)
                object_to(session=session, words=OBJECTION)

    def _book(self, session: CoachingSession, chance: random.Random) -> None:
        version = session.order.package_version
        assert version is not None  # noqa: S101  (orders of this file are of packages)
        slot = self._slot(version, chance, first=False)
        book_session(
            session=session,
            start=slot.start,
            time_zone=session.order.buyer_time_zone,
            online=session.order.online,
            place_label=session.order.place_label,
        )

    def _refund(self, order: Order) -> None:
        finance = User.objects.get(email=FINANCE.email)
        reason = "The buyer changed jobs and asked for the whole price back; the trainer agreed."
        refund_in_full(order=order, reason=reason, actor=finance)

    def _version(self) -> PackageVersion:
        """The version on sale at this instant."""
        trainer = Trainer.objects.get(name=self.row["trainer"])
        package = Package.objects.filter(trainer=trainer).order_by("id")[self.row.get("package", 0)]
        return PackageVersion.objects.select_related("package__trainer").get(pk=package.current_id or 0)

    def _zone(self, version: PackageVersion) -> str:
        return self.row.get("zone") or version.package.trainer.time_zone

    def _town(self, version: PackageVersion, chance: random.Random) -> str:
        """Where they meet, "" for online: people of the same zone sometimes come by."""
        near = "zone" not in self.row and chance.random() < 0.4
        if version.online and not (version.in_person and near):
            return ""
        return version.places.all()[0].name

    def _slot(self, version: PackageVersion, chance: random.Random, *, first: bool) -> Slot:
        """A free time some days from now; "today" in the row asks for the last one that has begun."""
        if first and self.row.get("begun_today"):
            return self._begun(version)
        days = self.row.get("lead_days", 5) if first else self.row.get("gap_days", 21)
        earliest = clock.now() + dt.timedelta(days=days)
        zone = ZoneInfo(version.package.trainer.time_zone)
        free = free_slots(version=version, start=earliest.astimezone(zone).date(), days=14)
        if not free:
            raise NoTimeFree(f"{version.package.trainer} has no time for {self.row}")
        return chance.choice(free[: max(1, len(free) // 3)])

    def _begun(self, version: PackageVersion) -> Slot:
        """The last time that has begun by today's instant."""
        start = (self.today - dt.timedelta(days=4)).date()
        free = free_slots(version=version, start=start, days=6)
        begun = [slot for slot in free if slot.start <= self.today - dt.timedelta(minutes=10)]
        if not begun:
            raise NoTimeFree(f"{version.package.trainer} has no time just begun")
        return begun[-1]
