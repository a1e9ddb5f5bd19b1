"""What trainers and packages show of themselves in search."""

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from core import findable
from core.findable import At, Findable, Kind
from core.when import duration
from directory.places.models import Place, PracticeSetting
from directory.trainers.models import Credential, Trainer
from marketplace.offerings.models import Package, PackageVersion


def trainers(uids: Iterable[UUID]) -> list[Findable]:
    """Those of these trainers whom visitors may see. Queries do not grow with their number."""
    packages = Package.objects.listed().select_related("current")
    found = Trainer.objects.listed().filter(uid__in=list(uids)).for_profile()
    return [
        _trainer(trainer)
        for trainer in found.prefetch_related(Prefetch("packages", packages, to_attr="on_sale"))
    ]


def packages(uids: Iterable[UUID]) -> list[Findable]:
    """Those of these packages that are on sale. Queries do not grow with their number."""
    found = Package.objects.listed().filter(uid__in=list(uids)).for_listing()
    return [
        _package(package)
        for package in found.select_related("trainer__photo").prefetch_related(
            "trainer__settings", "trainer__places", "trainer__credentials"
        )
    ]


def register() -> None:
    """Make both kinds known to search."""
    findable.register(
        Kind(
            name="trainer",
            label=_("Trainer"),
            plural=_("Trainers"),
            load=trainers,
            all_uids=lambda: Trainer.objects.listed().values_list("uid", flat=True),
            position=10,
            sought=True,
        )
    )
    findable.register(
        Kind(
            name="package",
            label=_("Package"),
            plural=_("Packages"),
            load=packages,
            all_uids=lambda: Package.objects.listed().values_list("uid", flat=True),
            position=20,
        )
    )
    findable.findable_changed.connect(
        packages_follow_trainer, dispatch_uid="offerings.packages_follow_trainer"
    )


def packages_follow_trainer(*, kind: str, uids: list[UUID], **_: Any) -> None:
    """Receiver: a package shows its trainer's name, places and settings, and goes when the trainer goes."""
    if kind == "trainer":
        findable.changed(
            "package", *Package.objects.filter(trainer__uid__in=uids).values_list("uid", flat=True)
        )


def _trainer(trainer: Trainer) -> Findable:
    on_sale = [package.current for package in trainer.on_sale]  # type: ignore[attr-defined]  # set by Prefetch
    currency, prices = _prices(on_sale)
    settings = list(trainer.settings.all())
    return Findable(
        kind="trainer",
        uid=trainer.uid,
        title=trainer.name,
        url=trainer.get_absolute_url(),
        summary=trainer.headline,
        body="\n".join(
            filter(None, [trainer.story, _names(settings), *trainer.questions, _checked(trainer)])
        ),
        picture=_picture(trainer),
        trainer_uid=trainer.uid,
        settings=_slugs(settings),
        languages=tuple(trainer.languages),
        formats=tuple(trainer.formats),
        price_from=min(prices, default=None),
        price_to=max(prices, default=None),
        currency=currency,
        online="online" in trainer.formats or any(version.online for version in on_sale),
        country=trainer.country_code,
        accepting_until=trainer.accepting_until,
        quality=_quality(trainer),
        places=tuple(_at(tp.place, tp.travel_km) for tp in trainer.places.all()),
        facts=(*_membership(trainer), *_accepting(trainer)),
    )


def _package(package: Package) -> Findable:
    trainer, version = package.trainer, package.current
    if version is None:
        raise ValueError(_("Only packages with a published version are listed."))
    settings = list(package.settings.all()) or list(trainer.settings.all())
    travel = {tp.place_id: tp.travel_km for tp in trainer.places.all()}
    places = version.places.all() if version.in_person else ()
    return Findable(
        kind="package",
        uid=package.uid,
        title=version.title,
        url=package.get_absolute_url(),
        summary=version.summary,
        body="\n".join(filter(None, [*_told(version), _names(settings), *_told_by(trainer)])),
        picture=_picture(trainer),
        by=trainer.name,
        trainer_uid=trainer.uid,
        settings=_slugs(settings),
        languages=tuple(version.languages or trainer.languages),
        formats=tuple(version.formats),
        price_from=version.price_minor,
        price_to=version.price_minor,
        currency=version.currency,
        online=version.online,
        country=trainer.country_code,
        accepting_until=trainer.accepting_until,
        quality=_quality(trainer),
        places=tuple(_at(place, travel.get(place.pk, 0)) for place in places),
        facts=(
            ("sessions", str(version.sessions)),
            ("minutes", str(version.minutes)),
            ("length", _length(version)),
            ("price", "Free" if version.is_free else str(version.price)),
            *_membership(trainer),
            *_accepting(trainer),
        ),
    )


def _told(version: PackageVersion) -> list[str]:
    return [version.description, str(version.get_kind_display()), _length(version)]


def _told_by(trainer: Trainer) -> list[str]:
    """What somebody offers is bought for what they know: who looks for that finds the offer as well."""
    return [trainer.headline, trainer.story, *trainer.questions, _checked(trainer)]


def _checked(trainer: Trainer) -> str:
    """In words, so that who asks for members of MINT finds those whose membership holds."""
    return "\n".join(said for key, said in _membership(trainer) if key == "verified")


def _length(version: PackageVersion) -> str:
    """As read in a result: "4 sessions of 50 minutes"."""
    each = duration(version.minutes)
    return f"1 session of {each}" if version.sessions == 1 else f"{version.sessions} sessions of {each}"


def _prices(versions: Iterable[PackageVersion | None]) -> tuple[str, list[int]]:
    """Prices in the currency most of the packages are sold in; others cannot stand in the same range."""
    known = [version for version in versions if version is not None]
    if not known:
        return "", []
    currency = Counter(version.currency for version in known).most_common(1)[0][0]
    return currency, [version.price_minor for version in known if version.currency == currency]


def _quality(trainer: Trainer) -> float:
    """0 to 1: a verified membership weighs 0.4, accepting clients 0.2, a complete profile 0.4."""
    told = (
        trainer.headline,
        len(trainer.story) >= 200,
        trainer.settings.all(),
        trainer.languages,
        trainer.places.all(),
        trainer.questions,
    )
    complete = sum(map(bool, told)) / len(told)
    return round(0.4 * trainer.is_verified + 0.2 * trainer.accepts_clients + 0.4 * complete, 4)


def _membership(trainer: Trainer) -> list[tuple[str, str]]:
    """Said only while the check holds; the trainer is announced again on the day after it ends."""
    if not trainer.is_verified:
        return []
    ends = [c.verified_until for c in trainer.credentials.all() if c.status == Credential.Status.VERIFIED]
    until = max(filter(None, ends))
    return [("verified", "MINT membership verified"), ("verified_until", until.isoformat())]


def _accepting(trainer: Trainer) -> list[tuple[str, str]]:
    """The day on which they last said that they accept clients; until when they do is a column of its own."""
    confirmed = trainer.accepting_confirmed_on
    if not trainer.accepts_clients or confirmed is None:
        return []
    return [("accepting_confirmed_on", confirmed.isoformat())]


def _picture(trainer: Trainer) -> str:
    """The photo's address, or the seed of a drawn portrait."""
    if trainer.photo is None:
        return trainer.slug
    return str(trainer.photo.get_rendition("fill-144x144|format-webp").url)


def _at(place: Place, travel_km: int) -> At:
    return At(place_id=place.pk, label=place.label, lat=place.lat, lon=place.lon, travel_km=travel_km)


def _slugs(settings: Iterable[PracticeSetting]) -> tuple[str, ...]:
    return tuple(setting.slug for setting in settings)


def _names(settings: Iterable[PracticeSetting]) -> str:
    return ", ".join(setting.name for setting in settings)
