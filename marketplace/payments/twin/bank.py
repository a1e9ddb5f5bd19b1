"""The payer and the payer's bank: what happens on the hosted page, at once or later.

Everything here runs inside `store.exclusive()`.
"""

import datetime as dt
from typing import Any

from django.conf import settings

from core import clock
from marketplace.payments.twin import amounts, checkout, events, store
from marketplace.payments.twin.models import TwinObject

Json = dict[str, Any]
LATER = dt.timedelta(minutes=1)


def let_time_pass() -> None:
    """Whatever is due by now: open sessions expire, delayed payments settle."""
    due = TwinObject.objects.filter(kind=checkout.KIND, changes_at__lte=clock.now())
    for session in due.order_by("changes_at", "pk"):
        if session.data["status"] == "open":
            checkout.close(session)
        else:
            settle(session, succeeded=True)


def pay(session: TwinObject) -> bool:
    """Pay at once. False where the session is no longer open; nothing happens then."""
    if session.data["status"] != "open":
        return False
    intent = _intent(session, "processing")
    _capture(intent)
    _complete(session, "paid", changes_at=None)
    events.enqueue("payment_intent.succeeded", intent)
    events.enqueue("checkout.session.completed", session)
    return True


def pay_later(session: TwinObject) -> bool:
    """A delayed method: the session is complete and unpaid until the bank answers, in a minute."""
    if session.data["status"] != "open":
        return False
    _intent(session, "processing")
    _complete(session, "unpaid", changes_at=clock.now() + LATER)
    events.enqueue("checkout.session.completed", session)
    return True


def decline(session: TwinObject) -> bool:
    """The bank says no; the session stays open and another attempt is possible."""
    if session.data["status"] != "open":
        return False
    intent = _intent(session, "requires_payment_method")
    intent.data["last_payment_error"] = {"code": "card_declined", "message": "Your card was declined."}
    intent.save()
    session.save()
    events.enqueue("payment_intent.payment_failed", intent)
    return True


def settle(session: TwinObject, *, succeeded: bool) -> bool:
    """The bank's answer to a delayed payment. False where none is under way."""
    if session.data["status"] != "complete" or session.changes_at is None:
        return False
    intent = store.find("payment_intent", session.data["payment_intent"])
    session.changes_at = None
    if succeeded:
        _capture(intent)
        session.data["payment_status"] = "paid"
        events.enqueue("payment_intent.succeeded", intent)
    else:
        intent.data["status"] = "requires_payment_method"
        intent.save()
    session.save()
    outcome = "succeeded" if succeeded else "failed"
    events.enqueue(f"checkout.session.async_payment_{outcome}", session)
    return True


def _complete(session: TwinObject, payment_status: str, *, changes_at: dt.datetime | None) -> None:
    session.data |= {"status": "complete", "payment_status": payment_status, "url": None}
    session.changes_at = changes_at
    session.save()


def _intent(session: TwinObject, status: str) -> TwinObject:
    """The session's payment intent: one, however often it is tried."""
    if session.data["payment_intent"]:
        intent = store.find("payment_intent", session.data["payment_intent"])
        intent.data["status"] = status
        intent.save()
        return intent
    wanted = session.data["_intent"]
    data = {
        "amount": session.data["amount_total"],
        "amount_received": 0,
        "currency": session.data["currency"],
        "description": wanted.get("description"),
        "latest_charge": None,
        "metadata": wanted.get("metadata", {}),
        "status": status,
        "transfer_group": wanted.get("transfer_group"),
    }
    intent = store.create("payment_intent", data)
    session.data["payment_intent"] = intent.external_id
    return intent


def _capture(intent: TwinObject) -> None:
    charge = store.create(
        "charge",
        {
            "amount": intent.data["amount"],
            "amount_captured": intent.data["amount"],
            "amount_refunded": 0,
            "captured": True,
            "currency": intent.data["currency"],
            "metadata": intent.data["metadata"],
            "paid": True,
            "payment_intent": intent.external_id,
            "refunded": False,
            "status": "succeeded",
            "transfer_group": intent.data["transfer_group"],
        },
        parent=intent.external_id,
    )
    charge.data["balance_transaction"] = _book(charge).external_id
    charge.save()
    received = {"status": "succeeded", "amount_received": intent.data["amount"]}
    intent.data |= {**received, "latest_charge": charge.external_id}
    intent.save()


def _book(charge: TwinObject) -> TwinObject:
    """The charge in the currency it settles in: its own where the community has an account in it."""
    currency = charge.data["currency"]
    settled = [code.lower() for code in settings.SETTLEMENT_CURRENCIES]
    wanted = currency if currency in settled else settled[0]
    amount = amounts.convert(charge.data["amount"], currency, wanted)
    fee = amounts.fee(amount, wanted)
    return store.create(
        "balance_transaction",
        {
            "amount": amount,
            "currency": wanted,
            "exchange_rate": None if wanted == currency else 1,
            "fee": fee,
            "net": amount - fee,
            "source": charge.external_id,
            "status": "pending",
            "type": "charge",
        },
    )
