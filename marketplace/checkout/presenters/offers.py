"""A trainer's profile and packages."""

from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core import clock
from core.me import Link
from directory.places.models import PracticeSetting
from directory.trainers.models import Credential, Trainer
from marketplace.checkout.presenters import words
from marketplace.offerings.models import Package, PackageVersion

_SETTINGS_SHOWN = 12


def profile(trainer: Trainer, packages: list[Package]) -> dict[str, Any]:
    """What the profile page shows; `trainer` loaded by `for_profile`, packages by `packages_for_pages`."""
    return {
        "trainer": trainer,
        "verified": verified(trainer),
        "accepting": accepting(trainer),
        "story": words.paragraphs(trainer.story),
        "settings_text": _settings(list(trainer.settings.all())),
        "photo": photo(trainer),
        "formats": words.formats(trainer.formats),
        "languages": words.languages(trainer.languages),
        "places": [words.travel(place) for place in trainer.places.all()],
        "works_online": "online" in trainer.formats,
        "packages": [row(package) for package in packages],
        "trail": [Link(_("Trainers"), reverse("listings:trainers")), Link(trainer.name, "")],
        "nothing_title": _("%(name)s offers nothing to book here yet") % {"name": trainer.name},
        "nothing_text": _("You could look again soon, or at who else works in your field."),
        "ways": [
            Link(_("Other trainers"), reverse("listings:trainers")),
            Link(_("Practice groups"), reverse("listings:groups")),
        ],
    }


def photo(trainer: Trainer) -> Any:
    """The portrait photo, 320 px square (url, width, height); None for a composed face."""
    return trainer.photo.get_rendition("fill-320x320|format-webp") if trainer.photo else None


def verified(trainer: Trainer) -> dict[str, str] | None:
    """When staff looked at the MINT membership, and until when that stands; None without a standing check."""
    today = clock.now().date()
    standing = [
        credential
        for credential in trainer.credentials.all()
        if credential.status == Credential.Status.VERIFIED
        and credential.verified_until
        and credential.verified_until >= today
    ]
    if not standing:
        return None
    newest = max(standing, key=lambda credential: credential.verified_until or today)
    return {
        "on": date_format(newest.verified_at, _("j F Y")) if newest.verified_at else "",
        "until": date_format(newest.verified_until, "F Y") if newest.verified_until else "",
    }


def accepting(trainer: Trainer) -> dict[str, str] | None:
    """When the trainer said they take clients, and until when that is believed; None once stale."""
    if not trainer.accepts_clients:
        return None
    confirmed = trainer.accepting_confirmed_on
    return {
        "on": date_format(confirmed, _("j F Y")) if confirmed else "",
        "until": date_format(trainer.accepting_until, _("j F Y")) if trainer.accepting_until else "",
    }


def row(package: Package) -> dict[str, Any]:
    """A package as a row of the profile."""
    version = version_of(package)
    return {
        "title": version.title,
        "summary": version.summary,
        "where": ", ".join(_where(version)),
        "sessions": version.sessions,
        "minutes": version.minutes,
        "times": words.times(version),
        "validity": words.validity(version),
        "price": price(version),
        "url": package.get_absolute_url(),
        "book_url": reverse("checkout:slots", args=[package.uid]),
    }


def package_page(package: Package) -> dict[str, Any]:
    """What the package's page shows."""
    version = version_of(package)
    return {
        "package": package,
        "version": version,
        "trainer": package.trainer,
        "photo": photo(package.trainer),
        "price": price(version),
        "about": words.paragraphs(version.description),
        "sessions": words.sessions(version),
        "validity": words.validity(version),
        "where": _where(version),
        "languages": words.languages(version.languages),
        "tiers": words.tiers(version),
        "questions": version.intake_questions,
        "book_url": reverse("checkout:slots", args=[package.uid]),
        "trail": [
            Link(_("Trainers"), reverse("listings:trainers")),
            Link(package.trainer.name, package.trainer.get_absolute_url()),
            Link(version.title, ""),
        ],
    }


def price(version: PackageVersion) -> str:
    """The one price there is, or "free"."""
    return _("free") if version.is_free else version.price.format()


def version_of(package: Package) -> PackageVersion:
    """What is on sale; only listed packages are shown, and they have one."""
    if package.current is None:
        raise ValueError(f"{package.slug} was never published.")
    return package.current


def _where(version: PackageVersion) -> list[str]:
    places = [place.name for place in version.places.all()] if version.in_person else []
    if version.in_person and not places:
        places = [_("In person")]
    return [*places, *([_("Online")] if version.online else [])] or [_("Without a meeting")]


def _settings(chosen: list[PracticeSetting]) -> str:
    """Practice settings in one line; a field whose parts are named is not named again."""
    parents = {setting.parent_id for setting in chosen}
    names = [setting.shown for setting in chosen if setting.pk not in parents]
    return ", ".join(names[:_SETTINGS_SHOWN])
