"""Trainers, as they would have entered themselves and staff would have checked them."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from core import clock
from core.slugs import free_slug
from demo.material import TrainerText
from demo.people import person
from demo.places import place_called, settings_called
from directory.places.models import Place
from directory.trainers import actions
from directory.trainers.models import Trainer

VERIFIED_FOR = dt.timedelta(days=365)


def trainer_of(row: TrainerText, *, now: dt.datetime, staff: User) -> Trainer:
    """The trainer of a row, made when they came to the site; found again when they are there already."""
    came = now - dt.timedelta(days=row["days_here"])
    with clock.frozen_at(came), transaction.atomic():
        trainer = Trainer.objects.filter(name=row["name"]).first() or _create(row, came)
        if trainer.published_at is None:
            actions.set_places(trainer=trainer, places=places_of(row))
            actions.publish_trainer(trainer=trainer)
    _check_membership(trainer, row, now=now, staff=staff)
    _accept(trainer, row, now=now)
    return trainer


def places_of(row: TrainerText) -> list[tuple[Place, int]]:
    """The towns of a row, each with how far the trainer travels from it."""
    return [(place_called(str(name), row["country"]), int(km)) for name, km in row["places"]]


def _create(row: TrainerText, came: dt.datetime) -> Trainer:
    email = row.get("account", "")
    account = person(name=row["name"], email=email, time_zone=row["zone"], since=came) if email else None
    return actions.create_trainer(
        name=row["name"],
        slug=free_slug(row["name"], among=Trainer.objects.all(), otherwise="trainer"),
        country_code=row["country"],
        time_zone=row["zone"],
        settings=settings_called(row["settings"]),
        user=account,
        headline=row["headline"],
        story=row["story"].strip(),
        languages=row["languages"],
        formats=row["formats"],
        questions=row["questions"],
    )


@transaction.atomic
def _check_membership(trainer: Trainer, row: TrainerText, *, now: dt.datetime, staff: User) -> None:
    """Membership of MINT, as staff have seen it; once."""
    if trainer.credentials.exists():
        return
    status = row.get("membership", "verified")
    asked = now - dt.timedelta(
        days=3 if status == "pending" else min(row["days_here"], 60 + row["days_here"] % 90)
    )
    with clock.frozen_at(asked):
        credential = actions.submit_credential(
            trainer=trainer,
            evidence="Listed in the members' directory under this name; letter of joining seen.",
        )
    with clock.frozen_at(min(asked + dt.timedelta(days=2), now)):
        if status == "verified":
            until = (clock.now() + VERIFIED_FOR).date()
            actions.verify_credential(credential=credential, until=until, actor=staff)
        elif status == "refused":
            reason = (
                "We could not find the name in the directory. A copy of the letter of joining would help."
            )
            actions.refuse_credential(credential=credential, reason=reason, actor=staff)


def _accept(trainer: Trainer, row: TrainerText, *, now: dt.datetime) -> None:
    if not row["accepting"] or trainer.accepting_confirmed_on is not None:
        return
    days_ago, days = row["accepting"]
    with clock.frozen_at(now - dt.timedelta(days=days_ago)):
        until = (clock.now() + dt.timedelta(days=days)).date()
        actions.confirm_accepting(trainer=trainer, until=until)
