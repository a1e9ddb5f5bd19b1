"""Each earned session releases its share to the trainer; what a refund takes back is fetched back."""

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext_noop

from core import clock
from core.money import Money
from marketplace.ledger.actions import Entry, Purse, balance, post
from marketplace.ledger.models import Code
from marketplace.orders.actions.holding import present_mode
from marketplace.orders.locks import locked
from marketplace.orders.models import Earning, Order, Payment, Refund
from marketplace.payments import gateway
from marketplace.payments.effects import Effect, carry_out
from marketplace.payments.models import ConnectedAccount, Transfer, TransferReversal
from marketplace.scheduling.actions import lock_trainer
from outbox.actions import enqueue
from outbox.errors import GiveUp, Later
from outbox.models import OutboxMessage
from outbox.registry import handles

_LOOK_AGAIN_SECONDS = 3600
_NOT_SENT = (Transfer.Status.DUE, Transfer.Status.FAILED)
_OPEN = (Transfer.Status.DUE, Transfer.Status.SUBMITTED)
_OPEN_REVERSALS = (TransferReversal.Status.DUE, TransferReversal.Status.SUBMITTED)


def owe(*, order: Order, earning: Earning) -> Transfer | None:
    """The transfer of an earning, due after the commit; None where there is nothing to send."""
    if not earning.trainer_minor:
        return None
    payment = order.payments.kept().order_by("id").first()
    transfer = Transfer.objects.create(
        earning=earning,
        trainer=order.trainer,
        mode=order.mode,
        amount_minor=earning.trainer_minor,
        currency=earning.currency,
        source_charge=payment.charge_id if payment else "",
        group=order.uid,
        created_at=clock.now(),
    )
    enqueue(
        kind="stripe.transfer",
        subject=str(transfer.uid),
        dedupe_key=f"stripe.transfer:{transfer.uid}",
        payload={"transfer": str(transfer.uid)},
    )
    return transfer


def take_back(*, earning: Earning, refund: Refund, amount: int) -> None:
    """A refund took `amount` minor units of an earning back: send less, or fetch back what was sent."""
    transfer = locked(Transfer.objects.filter(earning=earning)).first()
    if transfer is None or not amount or not transfer.amount_minor:
        return
    if transfer.status in _NOT_SENT:
        _send_less(transfer, amount)
    else:
        reversal = TransferReversal.objects.create(
            transfer=transfer,
            refund=refund,
            amount_minor=min(amount, transfer.amount_minor),
            created_at=clock.now(),
        )
        enqueue(
            kind="stripe.reversal",
            subject=str(reversal.uid),
            dedupe_key=f"stripe.reversal:{reversal.uid}",
            payload={"reversal": str(reversal.uid)},
        )


def _send_less(
    transfer: Transfer, amount: int, why: str = gettext_noop("Refunded before it was sent.")
) -> None:
    """Lower what a transfer that was not sent will send; nothing left: it has failed, for good."""
    transfer.amount_minor -= min(amount, transfer.amount_minor)
    if not transfer.amount_minor:
        transfer.status = Transfer.Status.FAILED
        transfer.waits_for = why
    transfer.save(update_fields=["amount_minor", "status", "waits_for"])


@handles("stripe.transfer")
def send_transfer(message: OutboxMessage) -> None:
    """Send one transfer, once, as soon as its trainer's account is ready."""
    transfer = _submit(message.payload["transfer"])
    if transfer is None:
        return
    if transfer.waits_for:
        raise Later(_LOOK_AGAIN_SECONDS, transfer.waits_for)
    account = transfer.account
    assert account is not None  # noqa: S101  (set when it was submitted)
    effect = Effect(
        create=lambda key: gateway.create_transfer(
            key=key,
            amount=transfer.amount,
            destination=account.external_id,
            source_charge=transfer.source_charge or None,
            transfer_group=str(transfer.group),
            transfer_uid=transfer.uid,
        ),
        find=lambda: gateway.find_transfer(str(transfer.group), transfer.uid),
    )
    try:
        state = carry_out(transfer, effect)
    except (gateway.Refused, gateway.KeyReused) as error:
        _refused(transfer, error.sentence)
        raise GiveUp(error.sentence) from error
    _sent(transfer, state.external_id)


@transaction.atomic
def _submit(uid: str) -> Transfer | None:
    """The transfer marked as submitted, or due with what it waits for; None when there is nothing to do."""
    found = Transfer.objects.select_related("trainer").get(uid=uid)
    lock_trainer(trainer_id=found.trainer_id)
    transfer = locked(Transfer.objects.filter(pk=found.pk)).select_related("trainer", "account").get()
    _check_mode(transfer.mode)
    if transfer.status == Transfer.Status.SUBMITTED:
        return transfer
    if transfer.status == Transfer.Status.FAILED and transfer.amount_minor:
        _take_up_again(transfer)
    if transfer.status != Transfer.Status.DUE:
        return None
    account = ConnectedAccount.objects.filter(trainer=transfer.trainer, mode=transfer.mode).first()
    transfer.waits_for = _what_it_waits_for(transfer, account)
    if transfer.waits_for:
        transfer.save(update_fields=["waits_for"])
        return transfer
    shortfall = _shortfall(transfer)
    if shortfall:
        _send_less(transfer, shortfall, gettext_noop("Set off against money owed from an earlier refund."))
        if not transfer.amount_minor:
            return None
    transfer.account = account
    transfer.status = Transfer.Status.SUBMITTED
    transfer.save(update_fields=["account", "status", "waits_for"])
    return transfer


def _take_up_again(transfer: Transfer) -> None:
    """Staff let a refused transfer be tried once more: under a new key, since the old one replays the refusal."""
    transfer.status = Transfer.Status.DUE
    transfer.attempt += 1
    transfer.attempted_at = None
    transfer.save(update_fields=["status", "attempt", "attempted_at"])


def _check_mode(mode: str) -> None:
    if mode != present_mode():
        raise Later(
            _LOOK_AGAIN_SECONDS, gettext_noop("Made in another mode of payment than the present one.")
        )


def _what_it_waits_for(transfer: Transfer, account: ConnectedAccount | None) -> str:
    if account is None:
        return gettext_noop("The trainer has no account with our payment service yet.")
    if not account.is_ready:
        return gettext_noop("The trainer's account is not ready to be paid yet.")
    alerts = Payment.objects.filter(order__uid=transfer.group, status=Payment.Status.SUCCEEDED).exclude(
        alert=""
    )
    if alerts.exists():
        return gettext_noop("Its payment has an alert that staff are looking at.")
    return ""


def _shortfall(transfer: Transfer) -> int:
    """How much of what is on its way the trainer is not owed any more: earlier refunds that could not be fetched."""
    owed = -balance(
        purse=Purse(Code.TRAINER_PAYABLE, transfer.trainer.uid),
        currency=transfer.currency,
        mode=transfer.mode,
    ).amount
    same = {"trainer": transfer.trainer, "currency": transfer.currency, "mode": transfer.mode}
    under_way = Transfer.objects.filter(**same, status__in=_OPEN).aggregate(total=Sum("amount_minor"))[
        "total"
    ]
    coming_back = TransferReversal.objects.filter(
        transfer__trainer=transfer.trainer,
        transfer__currency=transfer.currency,
        transfer__mode=transfer.mode,
        status__in=_OPEN_REVERSALS,
    ).aggregate(total=Sum("amount_minor"))["total"]
    return max(0, (under_way or 0) - owed - (coming_back or 0))


@transaction.atomic
def _sent(transfer: Transfer, external_id: str) -> None:
    lock_trainer(trainer_id=transfer.trainer_id)
    transfer = locked(Transfer.objects.filter(pk=transfer.pk)).select_related("trainer").get()
    if transfer.status == Transfer.Status.SENT:
        return
    transfer.status = Transfer.Status.SENT
    transfer.external_id = external_id
    transfer.sent_at = clock.now()
    transfer.save(update_fields=["status", "external_id", "sent_at"])
    post(
        key=f"transferred:{transfer.uid}",
        kind="transferred",
        reference=transfer.uid,
        currency=transfer.currency,
        mode=transfer.mode,
        entries=[
            Entry(
                Purse(Code.TRAINER_PAYABLE, transfer.trainer.uid),
                Purse(Code.STRIPE_BALANCE),
                transfer.amount_minor,
            )
        ],
    )


def _refused(transfer: Transfer, reason: str) -> None:
    Transfer.objects.filter(pk=transfer.pk, status=Transfer.Status.SUBMITTED).update(
        status=Transfer.Status.FAILED, waits_for=reason[:200]
    )


@handles("stripe.reversal")
def send_reversal(message: OutboxMessage) -> None:
    """Fetch money back from a trainer's account, once; waits until the transfer itself is settled."""
    reversal = TransferReversal.objects.select_related("transfer__trainer").get(
        uid=message.payload["reversal"]
    )
    transfer = reversal.transfer
    _check_mode(transfer.mode)
    if reversal.status in {TransferReversal.Status.DONE, TransferReversal.Status.FAILED}:
        return
    if transfer.status == Transfer.Status.SUBMITTED:
        raise Later(60, "The transfer is still under way.")
    if transfer.status != Transfer.Status.SENT or not transfer.external_id:
        _end_reversal(reversal, status=TransferReversal.Status.FAILED, why="The transfer was never sent.")
        return
    TransferReversal.objects.filter(pk=reversal.pk).update(status=TransferReversal.Status.SUBMITTED)
    external_id = transfer.external_id
    effect = Effect(
        create=lambda key: gateway.create_transfer_reversal(
            key=key,
            transfer_id=external_id,
            amount=Money(reversal.amount_minor, transfer.currency),
            reversal_uid=reversal.uid,
        ),
        find=lambda: gateway.find_transfer_reversal(external_id, reversal.uid),
    )
    try:
        state = carry_out(reversal, effect)
    except (gateway.Refused, gateway.KeyReused) as error:
        # The account cannot be debited: its payable stays negative and is set off against the next transfer.
        _end_reversal(reversal, status=TransferReversal.Status.FAILED, why=error.sentence)
        return
    _end_reversal(reversal, status=TransferReversal.Status.DONE, external_id=state.external_id)


@transaction.atomic
def _end_reversal(
    reversal: TransferReversal, *, status: str, external_id: str | None = None, why: str = ""
) -> None:
    transfer = reversal.transfer
    lock_trainer(trainer_id=transfer.trainer_id)
    reversal = locked(TransferReversal.objects.filter(pk=reversal.pk)).get()
    if reversal.status in {TransferReversal.Status.DONE, TransferReversal.Status.FAILED}:
        return
    reversal.status = status
    reversal.external_id = external_id
    reversal.waits_for = why[:200]
    reversal.done_at = clock.now() if status == TransferReversal.Status.DONE else None
    reversal.save(update_fields=["status", "external_id", "waits_for", "done_at"])
    transfer = locked(Transfer.objects.filter(pk=transfer.pk)).select_related("trainer").get()
    if status == TransferReversal.Status.FAILED and transfer.status in _NOT_SENT:
        _send_less(transfer, reversal.amount_minor)
    if status == TransferReversal.Status.DONE:
        post(
            key=f"transfer-reversed:{reversal.uid}",
            kind="transfer_reversed",
            reference=reversal.uid,
            currency=transfer.currency,
            mode=transfer.mode,
            entries=[
                Entry(
                    Purse(Code.STRIPE_BALANCE),
                    Purse(Code.TRAINER_PAYABLE, transfer.trainer.uid),
                    reversal.amount_minor,
                )
            ],
        )
