"""Rules kept by the database: there, told when missing, installed again after a table was rebuilt."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction

from core import guards
from core.guards import Guard, guards_are_there, install, missing
from marketplace.orders.actions import publish_terms
from marketplace.orders.models import TermsVersion

WANTED = {
    "ledger_account_no_update",
    "ledger_account_no_delete",
    "ledger_ledgertransaction_no_update",
    "ledger_ledgertransaction_no_delete",
    "ledger_posting_no_update",
    "ledger_posting_no_delete",
    "ledger_posting_one_currency",
    "orders_placed_is_frozen",
    "orders_orderunit_no_update",
    "orders_orderunit_no_delete",
    "orders_orderevent_no_update",
    "orders_termsversion_no_delete",
    "orders_line_is_frozen",
    "orders_document_no_delete",
    "referrals_attribution_frozen",
}


def refuses_to_change_terms() -> bool:
    publish_terms(text="What is bought.")
    try:
        with transaction.atomic():
            TermsVersion.objects.update(text="Something else.")
    except DatabaseError:
        return True
    return False


def drop(name: str, table: str) -> None:
    on = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{on}")


@pytest.mark.django_db
def test_every_guard_is_there_after_migrate() -> None:
    assert missing(connection) == []
    assert set(guards.names()) >= WANTED
    assert guards_are_there(databases=["default"]) == []


@pytest.mark.django_db
def test_a_missing_guard_is_told_with_a_way_on_and_migrate_installs_it() -> None:
    drop("orders_termsversion_no_update", "orders_termsversion")
    assert not refuses_to_change_terms()

    (error,) = guards_are_there(databases=["default"])

    assert "orders_termsversion_no_update" in error.msg
    assert "migrate" in str(error.hint)
    install("orders")
    assert guards_are_there(databases=["default"]) == []
    assert refuses_to_change_terms()


@pytest.mark.django_db
def test_installing_twice_does_no_harm() -> None:
    for app in ("ledger", "orders", "referrals", "scheduling"):
        install(app)

    assert missing(connection) == []


def test_without_a_database_to_look_at_nothing_is_told() -> None:
    assert guards_are_there(databases=None) == []


@pytest.mark.django_db
def test_a_guard_of_a_table_that_is_not_there_yet_is_passed_over() -> None:
    never = Guard(
        app="test", name="never", table="no_such_table", sqlite=("SELECT x",), postgresql=("SELECT x",)
    )
    guards.add(never)
    try:
        install("test")
        assert missing(connection) == []
    finally:
        guards._guards.pop("never")


@pytest.mark.sqlite
@pytest.mark.django_db(transaction=True)
def test_a_rebuilt_table_has_its_guards_again_after_migrate() -> None:
    """SQLite drops a table's triggers silently when AlterField rebuilds it."""
    old = TermsVersion._meta.get_field("text")
    new = models.TextField(default="")
    new.set_attributes_from_name("text")
    new.model = TermsVersion
    with connection.schema_editor() as editor:
        editor.alter_field(TermsVersion, old, new)
    assert set(missing(connection)) == {"orders_termsversion_no_update", "orders_termsversion_no_delete"}

    with connection.schema_editor() as editor:
        editor.alter_field(TermsVersion, new, old)
    migrate()

    assert missing(connection) == []


def migrate() -> None:
    call_command("migrate", verbosity=0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "model", ["orders.Order", "ledger.Posting", "payments.Transfer", "orders.RefundLine"]
)
def test_constraints_of_the_models_are_in_the_database(model: str) -> None:

    cls: Any = apps.get_model(model)
    with connection.cursor() as cursor:
        there = set(connection.introspection.get_constraints(cursor, cls._meta.db_table))

    assert {constraint.name for constraint in cls._meta.constraints} <= there
