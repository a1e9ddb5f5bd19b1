"""The orders of a filled database go through the migrations unharmed, and so does what the database itself keeps."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from core.guards import missing
from marketplace.orders.models import Order, OrderUnit
from tests.factories.orders import confirmed_order, held_order


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0)


def kept(model: type[Any]) -> list[dict[str, Any]]:
    rows = model.objects.order_by("pk").values()
    return [{name: value for name, value in row.items() if name != "buyer_language"} for row in rows]


def constraints(model: type[Any]) -> set[str]:
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, model._meta.db_table))


@pytest.mark.django_db(transaction=True)
def test_orders_from_before_are_in_the_first_language_with_guards_and_constraints_in_place() -> None:
    held_order()
    order = confirmed_order()
    rows, units, rules = kept(Order), kept(OrderUnit), constraints(Order)

    migrate("orders", "0001")
    migrate()

    assert (kept(Order), kept(OrderUnit)) == (rows, units)
    assert set(Order.objects.values_list("buyer_language", flat=True)) == {"en-gb"}
    assert missing(connection) == []
    assert {rule.name for rule in Order._meta.constraints} <= constraints(Order)
    assert len(constraints(Order)) == len(rules)
    with pytest.raises(DatabaseError, match="never change"), transaction.atomic():
        Order.objects.filter(pk=order.pk).update(gross_minor=1)


@pytest.mark.django_db
def test_a_release_that_does_not_know_the_language_may_still_write_orders() -> None:
    order = held_order()
    names = [f.column for f in apps.get_model("orders.Order")._meta.fields]
    left = ", ".join(name for name in names if name not in {"id", "uid", "hold_id", "buyer_language"})
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO orders_order (uid, {left}) SELECT %s, {left} FROM orders_order",
            ["0" * 31 + "1"],
        )

    assert Order.objects.exclude(pk=order.pk).get().buyer_language == "en-gb"
