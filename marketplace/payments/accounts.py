"""Connected accounts: the row, and what Stripe says of its readiness."""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from core import clock
from directory.trainers.models import Trainer
from marketplace.offerings.models import PackageVersion
from marketplace.orders.actions.holding import present_mode
from marketplace.payments import gateway
from marketplace.payments.models import ConnectedAccount


def connect_trainer(*, trainer: Trainer, email: str) -> ConnectedAccount:
    """The trainer's account in the present mode, made at Stripe when there is none. Raises GatewayError."""
    mode = present_mode()
    known = ConnectedAccount.objects.filter(trainer=trainer, mode=mode).first()
    if known is not None:
        return known
    state = gateway.create_account(
        key=f"account:{mode}:{trainer.uid}",
        trainer_uid=trainer.uid,
        email=email,
        country=trainer.country_code,
        name=trainer.name,
    )
    account, _made = ConnectedAccount.objects.get_or_create(
        trainer=trainer,
        mode=mode,
        defaults={
            "external_id": state.external_id,
            "country": state.country or trainer.country_code,
            "transfers_status": state.transfers_status,
            "updated_at": clock.now(),
        },
    )
    return account


def refresh_account(*, external_id: str) -> str:
    """Ask Stripe for an account's readiness and keep it; what was done in words, "" for a stranger's account."""
    account = ConnectedAccount.objects.filter(external_id=external_id, mode=present_mode()).first()
    if account is None:
        return ""
    state = gateway.retrieve_account(external_id)
    with transaction.atomic():
        ConnectedAccount.objects.filter(pk=account.pk).update(
            transfers_status=state.transfers_status,
            country=state.country or account.country,
            updated_at=clock.now(),
        )
    return f"Transfers to {account.trainer} are {state.transfers_status}."


def payable(version: PackageVersion) -> list[str]:
    """Obstacles to publishing a paid offer: country, and an account that can be paid."""
    if version.is_free:
        return []
    trainer = version.package.trainer
    if trainer.country_code not in settings.PAYABLE_COUNTRIES:
        return [
            _(
                "Money cannot be transferred to trainers in this country yet, so paid packages cannot be "
                "published. A free one can."
            )
        ]
    account = ConnectedAccount.objects.filter(trainer=trainer, mode=present_mode()).first()
    if account is None:
        return [
            _("The trainer needs an account with our payment service before a paid package is published.")
        ]
    if not account.is_ready:
        return [_("The trainer's account with our payment service is not ready to be paid yet.")]
    return []
