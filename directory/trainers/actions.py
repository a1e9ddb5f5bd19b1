"""Making, changing, publishing and verifying trainers."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock, findable
from core.refusal import InvalidDetails
from core.slugs import free_slug
from directory.places.models import Place, PracticeSetting
from directory.trainers.effects import announce_later
from directory.trainers.errors import CredentialUnclear, NotReadyToPublish
from directory.trainers.models import Credential, Format, SellerDetails, Trainer, TrainerPlace
from media.models import CommonsImage


class Profile(TypedDict, total=False):
    """What a profile tells, and the account it belongs to."""

    user: User | None
    headline: str
    story: str
    photo: CommonsImage | None
    languages: list[str]
    formats: list[str]
    questions: list[str]


class Identity(Profile, total=False):
    """What a trainer can change of themselves."""

    name: str
    slug: str
    country_code: str
    time_zone: str


@transaction.atomic
def create_trainer(
    *,
    name: str,
    country_code: str,
    time_zone: str,
    slug: str = "",
    settings: Iterable[PracticeSetting] = (),
    **profile: Unpack[Profile],
) -> Trainer:
    """A trainer who is not listed yet; works online until they say otherwise. Raises InvalidDetails."""
    slug = slug or free_slug(name, among=Trainer.objects.all(), otherwise="trainer")
    given: dict[str, Any] = {"formats": [Format.ONLINE.value], **profile}
    trainer = Trainer(name=name, slug=slug, country_code=country_code, time_zone=time_zone)
    _save(trainer, given)
    trainer.settings.set(settings)
    return trainer


@transaction.atomic
def update_trainer(
    *, trainer: Trainer, settings: Iterable[PracticeSetting] | None = None, **fields: Unpack[Identity]
) -> Trainer:
    """Change what is given and leave the rest. Raises InvalidDetails."""
    _save(trainer, {**fields})
    if settings is not None:
        trainer.settings.set(settings)
    return _announce(trainer)


@transaction.atomic
def set_places(*, trainer: Trainer, places: Iterable[tuple[Place, int]]) -> Trainer:
    """Work in these towns and travel so many km (0, 25, 50 or 100) from each. Raises InvalidDetails."""
    wanted = {place.pk: (place, travel_km) for place, travel_km in places}
    if any(km not in TrainerPlace.Travel.values for _, km in wanted.values()):
        raise InvalidDetails(_("A travel radius is 0, 25, 50 or 100 km."))
    trainer.places.exclude(place__in=wanted).delete()
    for place, travel_km in wanted.values():
        TrainerPlace.objects.update_or_create(trainer=trainer, place=place, defaults={"travel_km": travel_km})
    return _announce(trainer)


@transaction.atomic
def publish_trainer(*, trainer: Trainer) -> Trainer:
    """Show the profile to visitors. Raises NotReadyToPublish."""
    if Format.IN_PERSON in trainer.formats and not trainer.places.exists():
        raise NotReadyToPublish(_("Choose a town where you meet people, or offer online sessions only."))
    if not trainer.formats:
        raise NotReadyToPublish(_("Say whether you work in person, online, or on recordings."))
    trainer.published_at = trainer.published_at or clock.now()
    return _save_state(trainer, "published_at")


@transaction.atomic
def archive_trainer(*, trainer: Trainer) -> Trainer:
    """Take the profile and its packages out of sight; orders keep them."""
    trainer.archived_at = trainer.archived_at or clock.now()
    return _save_state(trainer, "archived_at")


@transaction.atomic
def restore_trainer(*, trainer: Trainer) -> Trainer:
    """Undo `archive_trainer`."""
    trainer.archived_at = None
    return _save_state(trainer, "archived_at")


@transaction.atomic
def confirm_accepting(*, trainer: Trainer, until: dt.date | None) -> Trainer:
    """Accept clients up to and with a date, confirmed today; None: not now. It goes stale by itself."""
    today = clock.now().date()
    if until is not None and until < today:
        raise InvalidDetails(_("The date up to which you accept clients lies in the past."))
    trainer.accepting_until, trainer.accepting_confirmed_on = until, today
    if until is not None:
        announce_later(trainer=trainer, after=until)
    return _save_state(trainer, "accepting_until", "accepting_confirmed_on")


def submit_credential(*, trainer: Trainer, evidence: str, membership: str = "MINT membership") -> Credential:
    """Ask staff to check a membership; `evidence` says where it can be seen."""
    return Credential.objects.create(trainer=trainer, membership=membership, evidence=evidence)


@transaction.atomic
def verify_credential(*, credential: Credential, until: dt.date, actor: User) -> Credential:
    """Staff checked the membership: shown as verified up to and with `until`. Raises CredentialUnclear."""
    if until <= clock.now().date():
        raise CredentialUnclear(_("Choose a coming date up to which the membership counts as verified."))
    credential.status, credential.private_reason = Credential.Status.VERIFIED, ""
    credential.verified_until, credential.verified_at = until, clock.now()
    announce_later(trainer=credential.trainer, after=until)
    return _save_credential(credential, actor)


@transaction.atomic
def refuse_credential(*, credential: Credential, reason: str, actor: User) -> Credential:
    """Staff could not verify the membership; `reason` is for the trainer alone. Raises CredentialUnclear."""
    if not reason.strip():
        raise CredentialUnclear(_("Say why, so that the trainer knows what might help."))
    credential.status, credential.private_reason = Credential.Status.REFUSED, reason
    credential.verified_until = credential.verified_at = None
    return _save_credential(credential, actor)


def save_seller_details(
    *, trainer: Trainer, legal_name: str, address: str, country_code: str, tax_id: str = ""
) -> SellerDetails:
    """Who sells, for fiscal documents from now on; earlier documents keep what they said."""
    details, _ = SellerDetails.objects.update_or_create(
        trainer=trainer,
        defaults={
            "legal_name": legal_name,
            "address": address,
            "country_code": country_code,
            "tax_id": tax_id,
        },
    )
    return details


def _save(trainer: Trainer, fields: dict[str, Any]) -> None:
    for name, value in fields.items():
        if name not in Identity.__annotations__:
            raise TypeError(f"A trainer has no {name!r} to be changed here.")
        setattr(trainer, name, value)
    _check(trainer)
    trainer.save()


def _check(trainer: Trainer) -> None:
    try:
        trainer.full_clean()
    except ValidationError as error:
        raise InvalidDetails.told_by(error) from error
    if not set(trainer.formats) <= set(Format.values):
        raise InvalidDetails(_("Formats are in person, online and recorded feedback."))
    if not all(isinstance(code, str) and 2 <= len(code) <= 8 for code in trainer.languages):
        raise InvalidDetails(_("Languages are given by their codes, such as “en” or “pt”."))


def _save_state(trainer: Trainer, *fields: str) -> Trainer:
    trainer.save(update_fields=fields)
    return _announce(trainer)


def _save_credential(credential: Credential, actor: User) -> Credential:
    credential.verified_by = actor
    credential.save()
    _announce(credential.trainer)
    return credential


def _announce(trainer: Trainer) -> Trainer:
    findable.changed("trainer", trainer.uid)
    return trainer
