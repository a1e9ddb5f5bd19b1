"""Lay out the demonstration, through the actions that people use, with every instant relative to today."""

import datetime as dt
import time
from collections.abc import Callable
from functools import partial

from django.conf import settings
from django.test.utils import override_settings

from accounts.models import User
from content.seeding import create_site_pages
from content.seeding_translations import load_translations
from core import clock, planner
from demo import bookings, groups, hours, material, packages, people, trainers
from demo.errors import NotHere
from demo.material import GroupText, TrainerText
from demo.people import Namer
from demo.timeline import Story, daily, once, play
from directory.library.seeding import load_library
from marketplace.orders.actions import publish_terms
from marketplace.orders.models import TermsVersion
from marketplace.orders.sweeping import end_old_drafts, move_sessions_on
from marketplace.payments.sweeping import end_unpaid_orders
from marketplace.payments.twin import actions as twin
from outbox import worker

Say = Callable[[str], object]
PAST = dt.timedelta(days=170)
"""How far back the first order lies."""
FIRST_TERMS = dt.timedelta(days=900)


def seed(*, scale: float = 1.0, say: Say = lambda line: None) -> bool:
    """Everything of the demonstration, or that part of it; False when it was there already.

    What is there is left alone, so that it may be called again after a failure. Mails of the past are sent to
    nobody, and the outbox is worked off here. Raises NotHere in production and beside a real payment service.
    """
    if not settings.MOVABLE_CLOCK or settings.PAYMENTS_MODE != "sandbox":
        raise NotHere(
            "Demo content, with log-ins anybody can read, is for development in the sandbox only. "
            "For a site of your own, `manage.py create_site_pages` and `manage.py createsuperuser` begin it."
        )
    if people.have_passwords():
        return False
    with override_settings(
        OUTBOX_IN_PROCESS=False, EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"
    ):
        _Seeding(scale=scale, say=say).run()
    return True


def settle() -> None:
    """Deliver the twin's events and work off what is due, until nothing moves any more."""
    while twin.deliver_due() + worker.drain():
        pass


class _Seeding:
    """One run: the instant that counts as today, how much of everything, and whom to tell."""

    def __init__(self, *, scale: float, say: Say) -> None:
        self.now = clock.now()
        self.scale = scale
        self.say = say
        self.began = time.monotonic()
        self.namer = Namer("mi-commons")

    def run(self) -> None:
        self._staff()
        self._pages()
        changes = [*self._trainers(), *self._groups()]
        self._past(changes)
        planner.count_rows()
        path = people.give_passwords()
        self._tell(f"log-ins written to {path.name}")

    def _tell(self, what: str) -> None:
        self.say(f"{what} ({time.monotonic() - self.began:.0f} s)")

    def _staff(self) -> None:
        for who in people.LOG_INS:
            people.log_in(who, since=self.now - dt.timedelta(days=500))
        self.staff = User.objects.get(email=people.MODERATOR.email)

    def _pages(self) -> None:
        if not TermsVersion.objects.exists():
            text = (material.DATA / "first-terms.txt").read_text("utf-8").strip()
            publish_terms(text=text, valid_from=self.now - FIRST_TERMS)
        create_site_pages()
        load_translations()
        load_library()
        self._tell("front page, articles, library and terms")

    def _trainers(self) -> list[Story]:
        rows = material.trainers(scale=self.scale)
        changes: list[Story] = []
        for number, row in enumerate(rows, start=1):
            changes += self._trainer(row)
            if number % 10 == 0 or number == len(rows):
                self._tell(f"{number} of {len(rows)} trainers with packages and hours")
        return changes

    def _trainer(self, row: TrainerText) -> list[Story]:
        trainer = trainers.trainer_of(row, now=self.now, staff=self.staff)
        packages.connect(trainer, row, now=self.now)
        offered = packages.offer(trainer, row, now=self.now)
        hours.open_hours(trainer, row, today=self.now.date())
        settle()
        return [
            self._later(partial(packages.change, package, text), text["changed_days_ago"])
            for package, text in zip(offered, row["packages"], strict=True)
            if "next" in text
        ]

    def _groups(self) -> list[Story]:
        rows = material.groups(scale=self.scale)
        changes = [story for row in rows for story in self._group(row)]
        self._tell(f"{len(rows)} groups with their people")
        return changes

    def _group(self, row: GroupText) -> list[Story]:
        group = groups.group_of(row, now=self.now, namer=self.namer)
        if "archived_days_ago" not in row or group.archived_at is not None:
            return []
        return [self._later(partial(groups.close, group), row["archived_days_ago"])]

    def _later(self, do: Callable[[], object], days_ago: int) -> Story:
        return once(do, at=self.now - dt.timedelta(days=days_ago))

    def _past(self, changes: list[Story]) -> None:
        rows = material.bookings(scale=self.scale)
        stories = [bookings.Booking(row, self.now, settle).story() for row in rows]
        ticking = daily(_what_time_does, start=self.now - PAST)
        steps = play(
            [ticking, *changes, *stories, once(_what_time_does, at=self.now)],
            until=self.now,
            after_each=settle,
        )
        self._tell(f"{len(rows)} orders in {steps} steps")


def _what_time_does() -> None:
    end_unpaid_orders()
    end_old_drafts()
    move_sessions_on()
