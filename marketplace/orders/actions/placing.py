"""place_order: from here on the order has a person, terms, and money that never changes."""

import datetime as dt
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from accounts.models import User
from core import clock, languages
from core.money import BASIS_POINTS, rounding_step, split
from marketplace.orders.actions.confirming import confirm_locked
from marketplace.orders.errors import HoldExpired, NotOffered
from marketplace.orders.lifecycles import ORDER, move
from marketplace.orders.locks import lock_order
from marketplace.orders.models import (
    Attendee,
    CoachingSession,
    Order,
    OrderEvent,
    OrderLine,
    OrderParty,
    OrderUnit,
    TermsVersion,
)

KEEP_PARTIES = dt.timedelta(days=10 * 366)
"""How long names and addresses of a sale are kept: ten years, the longest period among the site's countries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """What the buyer filled in. No attendee: the payer takes part."""

    buyer_name: str
    buyer_email: str
    time_zone: str
    terms_version: TermsVersion
    attendee_name: str = ""
    attendee_email: str = ""
    note: str = ""
    intake_answers: dict[str, str] = field(default_factory=dict)
    user: User | None = None
    language: str = field(default_factory=languages.first)


@transaction.atomic
def place_order(*, order: Order, details: Details) -> Order:
    """Freeze terms, amounts and parties, and make units and sessions; a free order is confirmed at once.

    Placing twice is harmless: the second call returns the order as it stands. Raises HoldExpired, NotOffered.
    """
    order = lock_order(order)
    if order.placed_at is not None:
        return order
    _check_hold(order)
    _freeze(order, details)
    line = _write_line(order)
    attendee = _write_people(order, details)
    _write_units(order, line, attendee)
    OrderEvent.objects.create(order=order, what="placed", actor=details.user)
    if order.gross_minor == 0:
        confirm_locked(order=order)
    return order


def _check_hold(order: Order) -> None:
    if order.package_version is None or order.package_version.package.archived_at is not None:
        raise NotOffered
    alive = (
        order.status == Order.Status.DRAFT
        and order.hold is not None
        and order.hold.active
        and order.hold.expires_at is not None
        and order.hold.expires_at > clock.now()
    )
    if not alive:
        raise HoldExpired


def _freeze(order: Order, details: Details) -> None:
    version = order.package_version
    assert version is not None  # noqa: S101  (checked with the hold)
    now = clock.now()
    order.buyer = details.user
    order.buyer_name = details.buyer_name
    order.buyer_email = details.buyer_email
    order.buyer_time_zone = details.time_zone or order.buyer_time_zone
    order.buyer_language = languages.known(details.language)
    order.note = details.note
    order.intake_answers = details.intake_answers
    order.gross_minor = version.price_minor
    order.platform_fee_bp = settings.PLATFORM_FEE_BP
    order.terms_version = details.terms_version
    order.terms_accepted_at = now
    order.placed_at = now
    if order.gross_minor:
        move(ORDER, order, Order.Status.AWAITING_PAYMENT)
    else:
        order.status = Order.Status.CONFIRMED
        order.confirmed_at = now
    order.save()


def _write_line(order: Order) -> OrderLine:
    version = order.package_version
    assert version is not None  # noqa: S101  (checked with the hold)
    return OrderLine.objects.create(
        order=order,
        package_version=version,
        description=version.title,
        list_minor=version.price_minor,
        gross_minor=version.price_minor,
    )


def _write_people(order: Order, details: Details) -> Attendee:
    retain_until = (clock.now() + KEEP_PARTIES).date()
    seller = getattr(order.trainer, "seller_details", None)
    OrderParty.objects.create(
        order=order,
        role=OrderParty.Role.SELLER,
        name=seller.legal_name if seller else order.trainer.name,
        address=seller.address if seller else "",
        country_code=seller.country_code if seller else order.trainer.country_code,
        tax_id=seller.tax_id if seller else "",
        retain_until=retain_until,
    )
    OrderParty.objects.create(
        order=order,
        role=OrderParty.Role.BUYER,
        name=details.buyer_name,
        email=details.buyer_email,
        retain_until=retain_until,
    )
    return Attendee.objects.create(
        order=order,
        name=details.attendee_name or details.buyer_name,
        email=details.attendee_email or details.buyer_email,
    )


@dataclass(frozen=True, slots=True)
class Shares:
    """The money of one unit, minor units: gross = tax + platform_fee + trainer_share."""

    gross: int
    tax: int
    platform_fee: int
    trainer_share: int


def share_out(*, gross: int, tax: int, units: int, fee_bp: int, currency: str) -> list[Shares]:
    """Split an order's gross over its units, and each unit into tax, platform fee and trainer's share.

    By largest remainder in the currency's rounding step; the fee is `fee_bp` of gross without tax.
    """
    step = rounding_step(currency)
    grosses = split(gross, [1] * units, step=step)
    taxes = split(tax, grosses, step=step) if tax else [0] * units
    nets = [g - t for g, t in zip(grosses, taxes, strict=True)]
    fee = split(sum(nets), [fee_bp, BASIS_POINTS - fee_bp], step=step)[0]
    fees = split(fee, nets, step=step)
    return [
        Shares(g, t, min(f, n), n - min(f, n)) for g, t, n, f in zip(grosses, taxes, nets, fees, strict=True)
    ]


def _write_units(order: Order, line: OrderLine, attendee: Attendee) -> None:
    version = order.package_version
    assert version is not None  # noqa: S101  (checked with the hold)
    shares = share_out(
        gross=line.gross_minor,
        tax=line.tax_minor,
        units=version.sessions,
        fee_bp=order.platform_fee_bp or 0,
        currency=order.currency,
    )
    units = OrderUnit.objects.bulk_create(
        OrderUnit(
            order=order,
            line=line,
            position=position,
            gross_minor=share.gross,
            tax_minor=share.tax,
            platform_fee_minor=share.platform_fee,
            trainer_share_minor=share.trainer_share,
        )
        for position, share in enumerate(shares, start=1)
    )
    CoachingSession.objects.bulk_create(
        CoachingSession(order=order, unit=unit, number=unit.position, attendee=attendee) for unit in units
    )
