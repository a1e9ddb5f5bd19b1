"""Making, changing, publishing and retiring packages.

A package's terms live in versions: one draft at most is edited, and publishing freezes it for good.
"""

from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from django.conf import settings as site
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock, findable
from core.refusal import InvalidDetails
from core.slugs import free_slug
from directory.places.models import Place, PracticeSetting
from directory.trainers.models import Trainer
from marketplace.offerings.errors import CannotPublish, NothingToPublish
from marketplace.offerings.models import Package, PackageVersion
from marketplace.offerings.obstacles import obstacles_of

State = PackageVersion.State


class Terms(TypedDict, total=False):
    """Fields of a PackageVersion that its trainer decides, the title apart."""

    kind: str
    summary: str
    description: str
    in_person: bool
    online: bool
    languages: list[str]
    sessions: int
    minutes: int
    price_minor: int
    currency: str
    participants: int
    intake_questions: list[dict[str, Any]]
    buffer_before: int
    buffer_after: int
    notice_minutes: int
    horizon_days: int
    step_minutes: int
    cancellation_tiers: list[list[int]]
    validity_days: int


TERMS = ("title", *Terms.__annotations__)


@transaction.atomic
def create_package(
    *,
    trainer: Trainer,
    title: str,
    slug: str = "",
    settings: Iterable[PracticeSetting] = (),
    places: Iterable[Place] = (),
    **terms: Unpack[Terms],
) -> Package:
    """A package with its first draft; languages and currency follow trainer and site. InvalidDetails."""
    mine = trainer.packages.all()
    slug = slug or free_slug(title, among=mine, otherwise="package")
    if mine.filter(slug=slug).exists():
        raise InvalidDetails(
            _("Another package of this trainer has this address already."), {"slug": [_("Taken.")]}
        )
    package = Package.objects.create(trainer=trainer, slug=slug)
    package.settings.set(settings)
    given: dict[str, Any] = {"languages": trainer.languages, "currency": site.SITE_CURRENCY, **terms}
    _save(PackageVersion(package=package, number=1), {"title": title, **given}, places)
    return package


@transaction.atomic
def save_draft(
    *,
    package: Package,
    title: str | None = None,
    settings: Iterable[PracticeSetting] | None = None,
    places: Iterable[Place] | None = None,
    **terms: Unpack[Terms],
) -> PackageVersion:
    """Change the draft; where there is none, begin the next one from the current version. InvalidDetails.

    Settings belong to the package, so a change of them shows at once.
    """
    package = _lock(package)
    given: dict[str, Any] = {**terms} if title is None else {"title": title, **terms}
    draft = draft_of(package)
    if draft is None:
        current = _current(package)
        given = {name: getattr(current, name) for name in TERMS} | given
        places = current.places.all() if places is None else places
        draft = PackageVersion(package=package, number=_next_number(package))
    _save(draft, given, places)
    if settings is not None:
        package.settings.set(settings)
        _announce(package)
    return draft


def draft_of(package: Package) -> PackageVersion | None:
    """The version being edited, if there is one."""
    return package.versions.filter(state=State.DRAFT).first()


@transaction.atomic
def publish_version(*, package: Package) -> PackageVersion:
    """Freeze the draft and sell it from now on; orders keep the version they were made under.

    Raises NothingToPublish without a draft, and CannotPublish with everything that is in the way.
    """
    locked = _lock(package)
    draft = draft_of(locked)
    if draft is None:
        raise NothingToPublish
    obstacles = obstacles_of(draft)
    if obstacles:
        raise CannotPublish(obstacles)
    draft.state, draft.published_at = State.PUBLISHED, clock.now()
    draft.save(update_fields=["state", "published_at"])
    locked.current = draft
    locked.save(update_fields=["current"])
    package.current = draft
    _announce(locked)
    return draft


@transaction.atomic
def archive_package(*, package: Package) -> Package:
    """Take the package off sale; orders keep it."""
    package.archived_at = package.archived_at or clock.now()
    return _save_archived(package)


@transaction.atomic
def restore_package(*, package: Package) -> Package:
    """Put an archived package on sale again."""
    package.archived_at = None
    return _save_archived(package)


def _save(version: PackageVersion, fields: dict[str, Any], places: Iterable[Place] | None) -> None:
    for name, value in fields.items():
        if name not in TERMS:
            raise TypeError(f"A package version has no term called {name!r}.")
        setattr(version, name, value)
    try:
        version.full_clean(exclude=["package"], validate_unique=False)
    except ValidationError as error:
        raise InvalidDetails.told_by(error) from error
    version.save()
    if places is not None:
        version.places.set(places)


def _save_archived(package: Package) -> Package:
    package.save(update_fields=["archived_at"])
    _announce(package)
    return package


def _lock(package: Package) -> Package:
    return Package.objects.select_for_update(no_key=True, of=("self",)).get(pk=package.pk)


def _current(package: Package) -> PackageVersion:
    if package.current is None:  # a package is made with a draft, and a draft leaves only by being published
        raise NothingToPublish
    return package.current


def _next_number(package: Package) -> int:
    return package.versions.count() + 1


def _announce(package: Package) -> None:
    """The trainer's result shows the packages' prices; whoever announces a trainer announces the packages."""
    findable.changed("trainer", package.trainer.uid)
