"""One order of locking everywhere: trainer, order, payment, unit, ledger account.

On SQLite a transaction is IMMEDIATE: it is the lock. On PostgreSQL rows are locked without the key, so that
inserts which refer to the trainer need not wait.
"""

from typing import TypeVar

from django.db import connection
from django.db.models import Model, QuerySet

from marketplace.orders.models import Order, Payment
from marketplace.scheduling.actions import lock_trainer

Row = TypeVar("Row", bound=Model)


def lock_order(order: Order) -> Order:
    """The trainer's row, then the order's: the order as it is now. Needs a transaction."""
    lock_trainer(trainer_id=order.trainer_id)
    return (
        locked(Order.objects.filter(pk=order.pk))
        .select_related("trainer", "package_version__package", "hold")
        .get()
    )


def lock_payments(order: Order) -> list[Payment]:
    """All payments of a locked order, locked too, oldest first."""
    return list(locked(Payment.objects.filter(order=order)).order_by("id"))


def locked(queryset: QuerySet[Row]) -> QuerySet[Row]:
    """`queryset` with its own rows locked, where the database locks rows."""
    if connection.features.has_select_for_no_key_update:
        return queryset.select_for_update(no_key=True, of=("self",))
    return queryset
