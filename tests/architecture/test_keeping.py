"""Nobody is deleted under an order: no deletion reaches the rows of money; what they name is protected."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models

MONEY = ("ledger", "orders", "payments")
KEPT = (*MONEY, "referrals.OrderAttribution", "referrals.Reward")
NAMED = ("accounts", "trainers", "groups", "offerings")
SAFE = (models.PROTECT, models.RESTRICT)


def is_kept(model: type[models.Model]) -> bool:
    return model._meta.app_label in KEPT or model._meta.label in KEPT


def keys(model: type[models.Model]) -> Iterator[Any]:
    yield from (field for field in model._meta.fields if field.is_relation and field.remote_field)


def cascades() -> list[str]:
    """Keys through which a deletion elsewhere would take a row of money with it."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if is_kept(model)
        for field in keys(model)
        if field.remote_field.on_delete is models.CASCADE and field.related_model._meta.app_label not in MONEY
    ]


def test_no_deletion_reaches_the_rows_of_money() -> None:
    assert cascades() == []


def test_who_an_order_names_is_protected() -> None:
    """A key that may be emptied (SET_NULL) would forget who bought, sold or was credited."""
    unprotected = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if is_kept(model)
        for field in keys(model)
        if field.related_model._meta.app_label in NAMED and field.remote_field.on_delete not in SAFE
    ]

    assert unprotected == []


def test_there_are_such_keys() -> None:
    order = apps.get_model("orders", "Order")

    assert {field.related_model._meta.app_label for field in keys(order)} & set(NAMED)
