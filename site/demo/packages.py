"""What trainers offer: made, priced and published through the actions they would use themselves."""

import datetime as dt
from typing import Any, cast

from django.utils.text import slugify

from core import clock
from core.text import fold
from demo import material
from demo.material import PackageText, TrainerText
from demo.places import place_called
from directory.places.models import Place
from directory.trainers.models import Trainer
from marketplace.offerings import actions
from marketplace.offerings.models import Package
from marketplace.payments import accounts
from marketplace.payments.twin import actions as twin

_OWN = ("title", "summary", "description", "online", "in_person", "sessions", "minutes", "currency")


def connect(trainer: Trainer, row: TrainerText, *, now: dt.datetime) -> None:
    """A trainer who sells something has an account with the payment service, ready to be paid."""
    if not any(text.get("price") for text in row["packages"]):
        return
    with clock.frozen_at(now - dt.timedelta(days=row["days_here"] - 1)):
        account = accounts.connect_trainer(trainer=trainer, email=f"{trainer.slug}@trainers.example")
        if account.is_ready:
            return
        twin.make_ready(account.external_id)
        accounts.refresh_account(external_id=account.external_id)


def offer(trainer: Trainer, row: TrainerText, *, now: dt.datetime) -> list[Package]:
    """The trainer's packages in their first versions, published."""
    with clock.frozen_at(now - dt.timedelta(days=row["days_here"] - 2)):
        return [_package(trainer, row, text) for text in row["packages"]]


def change(package: Package, text: PackageText) -> Package:
    """Publish the second version of a package whose terms changed; once."""
    if package.versions.count() == 1:
        actions.save_draft(package=package, **cast("Any", _terms_in(text["next"])))
    if actions.draft_of(package) is not None:
        actions.publish_version(package=package)
    return package


def _package(trainer: Trainer, row: TrainerText, text: PackageText) -> Package:
    terms = terms_of(row, text)
    slug = slugify(fold(terms["title"]))
    package = trainer.packages.filter(slug=slug).first()
    if package is None:
        package = actions.create_package(
            trainer=trainer,
            slug=slug,
            settings=trainer.settings.all(),
            places=_places(row, text) if terms.get("in_person") else [],
            **terms,
        )
    if package.current is None:
        actions.publish_version(package=package)
    return package


def terms_of(row: TrainerText, text: PackageText) -> dict[str, Any]:
    """The form a package starts from, with what is its own."""
    terms = {**material.forms()[text["like"]]}
    terms |= {name: value for name, value in text.items() if name in _OWN}
    return {**_terms_in(terms), "languages": row["languages"], "price_minor": text.get("price", 0)}


def _terms_in(terms: dict[str, Any]) -> dict[str, Any]:
    """Text with its line ends as they should be stored; `price` by the name it has in a version."""
    clean = {name: value.strip() if isinstance(value, str) else value for name, value in terms.items()}
    if "price" in clean:
        clean["price_minor"] = clean.pop("price")
    return clean


def _places(row: TrainerText, text: PackageText) -> list[Place]:
    named = text.get("places") or [str(name) for name, _ in row["places"]]
    return [place_called(name, row["country"]) for name in named]
