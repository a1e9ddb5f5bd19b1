"""The verbs of booking that span rooms: orders, and who brought them."""

import datetime as dt

from django.db import transaction

from accounts.models import User
from marketplace.offerings.models import PackageVersion
from marketplace.orders import actions as orders
from marketplace.orders.actions import Details
from marketplace.orders.errors import NotOffered
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order
from marketplace.referrals.actions import carry_over, freeze_attribution, open_attribution


def hold(
    *,
    version: PackageVersion,
    start: dt.datetime,
    visitor: str,
    time_zone: str,
    reference: str,
    user: User | None,
    online: bool = True,
    place_label: str = "",
) -> Order:
    """Hold a time and open the attribution that goes with it. Raises NotOffered, SlotTaken, TooManyHolds.

    Call it outside transactions: who comes too late hears so before queueing for the lock.
    """
    orders.refuse_if_taken(version=version, start=start, visitor=visitor)
    with transaction.atomic():
        order = orders.hold_slot(
            version=version,
            start=start,
            visitor=visitor,
            time_zone=time_zone,
            online=online,
            place_label=place_label,
        )
        open_attribution(order=order, reference=reference, user=user)
    return order


@transaction.atomic
def hold_again(*, order: Order, start: dt.datetime, visitor: str) -> Order:
    """Another time for an order that is not confirmed, with what was typed and chosen kept.

    A draft moves; an order that ended unconfirmed is begun anew as a draft (the returned order). Raises
    NotOffered, SlotTaken, TooManyHolds, AlreadyPlaced.
    """
    order = lock_order(order)
    if order.status != Order.Status.EXPIRED:
        return orders.change_slot(order=order, start=start)
    version = order.package_version
    if version is None:
        raise NotOffered
    new = orders.hold_slot(
        version=version,
        start=start,
        visitor=visitor,
        time_zone=order.buyer_time_zone,
        online=order.online,
        place_label=order.place_label,
    )
    carry_over(old=order, new=new)
    return new


@transaction.atomic
def place_order(*, order: Order, details: Details) -> Order:
    """Place the order and freeze who brought it, in one transaction. Placing twice changes nothing.

    A free order comes back confirmed. Raises HoldExpired, NotOffered.
    """
    addresses = [details.buyer_email, details.attendee_email]
    if details.user is not None:
        addresses.append(details.user.email)
    order = Order.objects.get(pk=order.pk)
    if order.placed_at is None:
        lock_order(order)
        freeze_attribution(order=order, user=details.user, addresses=addresses)
    return orders.place_order(order=order, details=details)
