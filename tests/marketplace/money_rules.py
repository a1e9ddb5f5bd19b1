"""What is always true of money, asked of the whole database; and a picture of it to compare."""

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from django.db.models import F, Sum

from core.money import rounding_step
from marketplace.ledger.models import NOBODY, Account, Code, LedgerTransaction, Posting
from marketplace.orders.actions.refunding import FAILED
from marketplace.orders.lifecycles import TERMINAL_SESSIONS
from marketplace.orders.models import (
    Appointment,
    CoachingSession,
    Earning,
    Order,
    OrderUnit,
    Payment,
    Refund,
    RefundLine,
)
from marketplace.payments.models import Transfer, TransferReversal
from marketplace.payments.twin.models import TwinObject
from marketplace.referrals.models import OrderAttribution, Reward
from marketplace.referrals.rewards import reversed_for
from marketplace.scheduling.models import CalendarBlock

Balances = dict[tuple[str, Any, str], int]
_SETTLED = (Order.Status.CONFIRMED, Order.Status.FULFILLED)
_UNCONFIRMED = (Order.Status.DRAFT, Order.Status.AWAITING_PAYMENT, Order.Status.EXPIRED)


def check_rules() -> None:
    """Every rule of money that holds after every step, whatever came before."""
    the_book_says_what_the_rows_say()
    refunds_stay_within_what_came_in()
    rewards_follow_refunds()
    orders_and_sessions_agree()
    units_add_up()
    nobody_is_in_two_places()


def balances() -> Balances:
    """Debits less credits by (code, owner, currency), accounts at zero left out."""
    found: Balances = defaultdict(int)
    for account in Account.objects.all():
        debit = account.debits.aggregate(total=Sum("amount"))["total"] or 0
        credit = account.credits.aggregate(total=Sum("amount"))["total"] or 0
        found[account.code, account.owner, account.currency] += debit - credit
    return {key: amount for key, amount in found.items() if amount}


def the_book_says_what_the_rows_say() -> None:
    """Each account, computed once more from payments, refunds, earnings, transfers and rewards."""
    assert not Posting.objects.exclude(
        debit__currency=F("credit__currency"), debit__mode=F("credit__mode")
    ).exists()
    assert sum(balances().values()) == 0
    wanted: Balances = defaultdict(int)
    _add_payments(wanted)
    _add_refunds(wanted)
    _add_earnings(wanted)
    _add_transfers(wanted)
    _add_rewards(wanted)
    assert balances() == {key: amount for key, amount in wanted.items() if amount}


def _add_payments(wanted: Balances) -> None:
    for payment in Payment.objects.filter(status=Payment.Status.SUCCEEDED):
        wanted[Code.STRIPE_BALANCE, NOBODY, payment.currency] += payment.amount_minor
        wanted[Code.CLIENT_DEPOSITS, NOBODY, payment.currency] -= payment.amount_minor
        fee = payment.fee_minor or 0
        if fee:
            wanted[Code.STRIPE_FEES, NOBODY, payment.settled_currency] += fee
            wanted[Code.STRIPE_BALANCE, NOBODY, payment.settled_currency] -= fee


def _add_refunds(wanted: Balances) -> None:
    lines = RefundLine.objects.filter(refund__status=Refund.Status.SUCCEEDED)
    for line in lines.select_related("unit__order__trainer"):
        currency = line.unit.order.currency
        earned = line.earned_trainer_minor + line.earned_platform_minor + line.earned_tax_minor
        wanted[Code.CLIENT_DEPOSITS, NOBODY, currency] += line.amount_minor - earned
        wanted[Code.TRAINER_PAYABLE, line.unit.order.trainer.uid, currency] += line.earned_trainer_minor
        wanted[Code.PLATFORM_FEES, NOBODY, currency] += line.earned_platform_minor
        wanted[Code.TAX_PAYABLE, NOBODY, currency] += line.earned_tax_minor
        wanted[Code.STRIPE_BALANCE, NOBODY, currency] -= line.amount_minor


def _add_earnings(wanted: Balances) -> None:
    for earning in Earning.objects.select_related("unit__order__trainer"):
        whole = earning.trainer_minor + earning.platform_minor + earning.tax_minor
        assert whole == earning.unit.gross_minor
        wanted[Code.CLIENT_DEPOSITS, NOBODY, earning.currency] += whole
        wanted[Code.TRAINER_PAYABLE, earning.unit.order.trainer.uid, earning.currency] -= (
            earning.trainer_minor
        )
        wanted[Code.PLATFORM_FEES, NOBODY, earning.currency] -= earning.platform_minor
        wanted[Code.TAX_PAYABLE, NOBODY, earning.currency] -= earning.tax_minor
        lines = RefundLine.objects.filter(unit=earning.unit)
        # A refund that failed stays taken from the earning; one that was tried again is taken once.
        standing = lines.exclude(refund__status__in=[Refund.Status.FAILED, Refund.Status.CANCELLED])
        taken = (standing if standing.exists() else lines).aggregate(
            trainer=Sum("earned_trainer_minor"),
            platform=Sum("earned_platform_minor"),
            tax=Sum("earned_tax_minor"),
        )
        assert (earning.reversed_minor, earning.reversed_platform_minor, earning.reversed_tax_minor) == (
            taken["trainer"] or 0,
            taken["platform"] or 0,
            taken["tax"] or 0,
        )


def _add_transfers(wanted: Balances) -> None:
    for transfer in Transfer.objects.select_related("trainer", "earning"):
        assert transfer.amount_minor <= transfer.earning.trainer_minor
        if transfer.status == Transfer.Status.SENT:
            wanted[Code.TRAINER_PAYABLE, transfer.trainer.uid, transfer.currency] += transfer.amount_minor
            wanted[Code.STRIPE_BALANCE, NOBODY, transfer.currency] -= transfer.amount_minor
    for reversal in TransferReversal.objects.filter(status="done").select_related("transfer__trainer"):
        transfer = reversal.transfer
        wanted[Code.TRAINER_PAYABLE, transfer.trainer.uid, transfer.currency] -= reversal.amount_minor
        wanted[Code.STRIPE_BALANCE, NOBODY, transfer.currency] += reversal.amount_minor


def _add_rewards(wanted: Balances) -> None:
    for reward in Reward.objects.filter(earned_at__isnull=False).select_related("attribution__group"):
        assert reward.attribution.group is not None
        standing = reward.amount_minor - reward.reversed_minor
        wanted[Code.REFERRAL_COST, NOBODY, reward.currency] += standing
        wanted[Code.GROUP_CREDIT, reward.attribution.group.uid, reward.currency] -= standing


def refunds_stay_within_what_came_in() -> None:
    """Refunds that have not failed never exceed what was captured, by payment and by unit."""
    for payment in Payment.objects.all():
        standing = payment.refunds.exclude(status__in=FAILED)
        given = standing.aggregate(total=Sum("amount_minor"))["total"] or 0
        captured = payment.amount_minor if payment.status == Payment.Status.SUCCEEDED else 0
        assert given <= captured, payment
    for refund in Refund.objects.all():
        assert sum(line.amount_minor for line in refund.lines.all()) == refund.amount_minor
    for unit in OrderUnit.objects.all():
        lines = unit.refund_lines.exclude(refund__status__in=FAILED)
        own = lines.exclude(refund__cause__in=Refund.BOUGHT_NOTHING)
        assert sum(line.amount_minor for line in own) <= unit.gross_minor, unit
        earned = unit.gross_minor if Earning.objects.filter(unit=unit).exists() else 0
        assert earned + sum(_of_deposits(line) for line in own) <= unit.gross_minor, unit


def _of_deposits(line: RefundLine) -> int:
    """What of a line had not been earned: a unit's deposit is earned or given back, never both."""
    earned = line.earned_trainer_minor + line.earned_platform_minor + line.earned_tax_minor
    return line.amount_minor - earned


def rewards_follow_refunds() -> None:
    """Each reward is within its platform fee, and taken back by as much as f(refunded)."""
    for reward in Reward.objects.select_related("unit", "attribution"):
        lines = reward.unit.refund_lines.exclude(refund__cause__in=Refund.BOUGHT_NOTHING)
        refunded = sum(line.amount_minor for line in lines)
        assert reward.amount_minor <= reward.unit.platform_fee_minor
        assert reward.reversed_minor == reversed_for(
            amount=reward.amount_minor, refunded=refunded, gross=reward.unit.gross_minor
        )
        assert not (reward.attribution.flag and reward.earned_at)
        earned = Earning.objects.filter(unit=reward.unit).exists()
        if reward.status == Reward.Status.EARNED:
            assert earned
        if reward.status == Reward.Status.PENDING:
            assert not earned


def orders_and_sessions_agree() -> None:
    """Confirmed means settled; sessions, times and blocks fit the order they belong to."""
    for order in Order.objects.prefetch_related("sessions__appointments__block", "units__refund_lines"):
        sessions = list(order.sessions.all())
        statuses = {session.status for session in sessions}
        if order.placed_at is not None:
            assert OrderAttribution.objects.get(order=order).frozen_at is not None
            assert len(sessions) == order.units.count() > 0
        if order.status in _SETTLED:
            paid = [payment.amount_minor for payment in order.payments.kept()]
            assert paid == ([order.gross_minor] if order.gross_minor else []), order
            assert "void" not in statuses
            assert statuses != {"refunded"}
        if order.status == Order.Status.FULFILLED:
            assert statuses <= TERMINAL_SESSIONS
            kept = [session for session in sessions if session.status != CoachingSession.Status.REFUNDED]
            assert Earning.objects.filter(unit__order=order).count() == len(kept)
        if order.status in _UNCONFIRMED:
            assert statuses <= {"unscheduled" if order.status == "awaiting_payment" else "void"}
            assert not Earning.objects.filter(unit__order=order).exists()
        if order.status == Order.Status.CANCELLED:
            assert statuses == {"refunded"}
        for session in sessions:
            _session_fits(session)


def _session_fits(session: CoachingSession) -> None:
    booked = [a for a in session.appointments.all() if a.status == Appointment.Status.BOOKED]
    if session.status == CoachingSession.Status.SCHEDULED:
        (appointment,) = booked
        assert appointment.block.active
        assert appointment.block.kind == CalendarBlock.Kind.APPOINTMENT
    elif session.status not in {"delivered", "no_show", "refunded"}:
        assert booked == []
    for appointment in session.appointments.all():
        assert appointment.block.active == (appointment.status == Appointment.Status.BOOKED)


def units_add_up() -> None:
    """The units of an order are its gross; each fee is its rate, within one step."""
    for order in Order.objects.filter(placed_at__isnull=False):
        units = list(order.units.all())
        assert sum(unit.gross_minor for unit in units) == order.gross_minor
        step = rounding_step(order.currency)
        for unit in units:
            rate = (unit.gross_minor - unit.tax_minor) * (order.platform_fee_bp or 0)
            assert abs(unit.platform_fee_minor * 10_000 - rate) <= 2 * step * 10_000
            assert unit.platform_fee_minor % step == unit.trainer_share_minor % step == 0


def nobody_is_in_two_places() -> None:
    """At most one active block per trainer and instant."""
    spans = CalendarBlock.objects.active().values_list("trainer_id", "busy_start", "busy_end")
    for before, after in pairwise(sorted(spans)):
        assert before[0] != after[0] or before[2] <= after[1]


def the_twin_agrees() -> None:
    """Once nothing is under way, the book's balance at Stripe is what Stripe itself would say."""
    held: Counter[str] = Counter()
    for obj in TwinObject.objects.all():
        data = obj.data
        if obj.kind == "balance_transaction":
            held[data["currency"]] += data["amount"] - data["fee"]
        elif obj.kind == "refund" and data["status"] == "succeeded":
            held[data["currency"]] -= data["amount"]
        elif obj.kind == "transfer":
            held[data["currency"]] -= data["amount"] - data["amount_reversed"]
    booked = {
        currency.lower(): amount
        for (code, _, currency), amount in balances().items()
        if code == Code.STRIPE_BALANCE
    }
    assert booked == {currency: amount for currency, amount in held.items() if amount}


def at_stripe(kind: str) -> int:
    """How many objects of a kind the twin has: refund, transfer, checkout.session, ..."""
    return TwinObject.objects.filter(kind=kind).count()


def picture(order: Order) -> dict[str, Any]:
    """Everything that matters of an order and of the book, without ids and instants."""
    order = Order.objects.get(pk=order.pk)
    return {
        "order": (order.status, order.late_payment_refunded_at is not None),
        "sessions": list(order.sessions.values_list("number", "status")),
        "times": sorted(
            Appointment.objects.filter(session__order=order).values_list(
                "status", "sequence", "block__active"
            )
        ),
        "payments": list(
            order.payments.values_list("status", "amount_minor", "fee_minor", "settled_minor", "alert")
        ),
        "refunds": list(
            Refund.objects.filter(payment__order=order).values_list("status", "cause", "amount_minor")
        ),
        "earnings": list(Earning.objects.filter(unit__order=order).values_list("unit__position", "reason")),
        "transfers": list(Transfer.objects.filter(group=order.uid).values_list("status", "amount_minor")),
        "rewards": list(
            Reward.objects.filter(attribution__order=order).values_list("status", "reversed_minor")
        ),
        "hold": (order.hold.kind, order.hold.active) if order.hold else None,
        "balances": {(code, currency): amount for (code, _, currency), amount in balances().items()},
        "booked": Counter(LedgerTransaction.objects.values_list("kind", flat=True)),
    }
