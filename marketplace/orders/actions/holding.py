"""Hold a time while its details are filled in."""

import datetime as dt

from django.conf import settings
from django.db import transaction

from core import clock
from marketplace.ledger.models import Mode
from marketplace.offerings.models import PackageVersion
from marketplace.orders.errors import AlreadyPlaced, NotOffered, SlotTaken, TooManyHolds
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order
from marketplace.scheduling import actions as scheduling
from marketplace.scheduling.errors import TimeTaken
from marketplace.scheduling.models import CalendarBlock
from marketplace.scheduling.slots import busy_intervals, is_bookable

HOLD = dt.timedelta(minutes=15)
LONGEST_HOLD = dt.timedelta(minutes=60)
MOST_LIVE_HOLDS = 2
_MODES = {"sandbox": Mode.SANDBOX, "stripe_test": Mode.TEST, "stripe_live": Mode.LIVE}


def present_mode() -> str:
    """The mode that orders made now are in."""
    return _MODES[settings.PAYMENTS_MODE]


@transaction.atomic
def hold_slot(
    *,
    version: PackageVersion,
    start: dt.datetime,
    visitor: str,
    time_zone: str,
    online: bool = True,
    place_label: str = "",
) -> Order:
    """Hold `start` for 15 minutes as a draft order. Raises NotOffered, SlotTaken, TooManyHolds.

    `visitor` is the hash of who holds: two live holds at most. A third one for the same package lets go of
    that visitor's oldest draft of it, so that stepping back and choosing again works; choosing the very same
    time twice, as a second click does, gives the draft that holds it.
    """
    now = clock.now()
    trainer = scheduling.lock_trainer(trainer_id=version.package.trainer_id)
    own = _own_draft(version=version, start=start, visitor=visitor, now=now)
    if own is not None:
        return own
    package = type(version.package).objects.select_related("trainer").get(pk=version.package_id)
    if not package.is_listed or package.current_id != version.pk:
        raise NotOffered
    _make_room(version=version, visitor=visitor, now=now)
    block = _take(version=version, start=start, now=now, expires_at=now + HOLD)
    return Order.objects.create(
        mode=present_mode(),
        trainer=trainer,
        package_version=version,
        currency=version.currency,
        hold=block,
        held_at=now,
        slot_start=start,
        slot_end=start + dt.timedelta(minutes=version.minutes),
        visitor=visitor,
        buyer_time_zone=time_zone,
        online=online,
        place_label=place_label,
        created_at=now,
    )


def refuse_if_taken(*, version: PackageVersion, start: dt.datetime, visitor: str = "") -> None:
    """Raise SlotTaken at once where the time is plainly gone: a look without lock, before queueing for one.

    When many want one time, those who come late need not wait for the lock to hear it. The look under the
    lock stays the truth.
    """
    now = clock.now()
    taken = busy_intervals(
        trainer=version.package.trainer,
        start=start - dt.timedelta(minutes=version.buffer_before),
        end=start + dt.timedelta(minutes=version.minutes + version.buffer_after),
        now=now,
    )
    if taken and not _own_draft(version=version, start=start, visitor=visitor, now=now):
        raise SlotTaken


def _own_draft(
    *, version: PackageVersion, start: dt.datetime, visitor: str, now: dt.datetime
) -> Order | None:
    if not visitor:
        return None
    return Order.objects.filter(
        visitor=visitor,
        package_version=version,
        slot_start=start,
        status=Order.Status.DRAFT,
        hold__active=True,
        hold__expires_at__gt=now,
    ).first()


@transaction.atomic
def change_slot(*, order: Order, start: dt.datetime) -> Order:
    """Let a draft hold another time, afresh for 15 minutes.

    Raises AlreadyPlaced, NotOffered, SlotTaken, and TooManyHolds where its own hold was over and two others live.
    """
    now = clock.now()
    order = lock_order(order)
    version = order.package_version
    if order.status != Order.Status.DRAFT:
        raise AlreadyPlaced
    if version is None or not version.package.is_listed:
        raise NotOffered
    _make_room(version=version, visitor=order.visitor, now=now, beside=order)
    if order.hold is not None:
        scheduling.release_block(block=order.hold)
    order.hold = _take(version=version, start=start, now=now, expires_at=now + HOLD)
    order.held_at = now
    order.slot_start = start
    order.slot_end = start + dt.timedelta(minutes=version.minutes)
    order.save(update_fields=["hold", "held_at", "slot_start", "slot_end"])
    return order


@transaction.atomic
def release_hold(*, order: Order) -> Order:
    """Let a draft go: its time is free at once. Anything but a draft is left as it is."""
    order = lock_order(order)
    if order.status == Order.Status.DRAFT:
        expire_draft(order=order)
    return order


def expire_draft(*, order: Order) -> None:
    """End a locked draft."""
    if order.hold is not None:
        scheduling.release_block(block=order.hold)
    order.status = Order.Status.EXPIRED
    order.ended_at = clock.now()
    order.save(update_fields=["status", "ended_at"])


def _take(
    *, version: PackageVersion, start: dt.datetime, now: dt.datetime, expires_at: dt.datetime
) -> CalendarBlock:
    """A hold on the trainer's time, by the same rule that offered it."""
    try:
        scheduling.deactivate_expired(trainer=version.package.trainer)
        if not is_bookable(version=version, start=start, now=now):
            raise SlotTaken
        return scheduling.take_block(
            trainer=version.package.trainer,
            start=start,
            end=start + dt.timedelta(minutes=version.minutes),
            kind=CalendarBlock.Kind.HOLD,
            expires_at=expires_at,
            before=version.buffer_before,
            after=version.buffer_after,
        )
    except TimeTaken as error:
        raise SlotTaken from error


def _make_room(
    *, version: PackageVersion, visitor: str, now: dt.datetime, beside: Order | None = None
) -> None:
    """Leave the visitor at most one live hold `beside` the one that is about to be taken."""
    live = list(
        Order.objects.filter(
            visitor=visitor,
            status__in=[Order.Status.DRAFT, Order.Status.AWAITING_PAYMENT],
            hold__active=True,
            hold__expires_at__gt=now,
        )
        .exclude(pk=beside.pk if beside else 0)
        .select_related("hold", "package_version")
        .order_by("held_at")
    )
    while len(live) >= MOST_LIVE_HOLDS:
        own = [
            order
            for order in live
            if order.status == Order.Status.DRAFT
            and order.package_version is not None
            and order.package_version.package_id == version.package_id
        ]
        if not own:
            raise TooManyHolds
        expire_draft(order=own[0])
        live.remove(own[0])
