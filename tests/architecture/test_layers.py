"""What import-linter cannot see: keys named by strings, and migrations, follow the same floors."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Model

from tests.architecture.floors import floors, goes_downwards, own_apps


def upward_keys(models: list[type[Model]], rooms: dict[str, str]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name} > {field.related_model._meta.label}"
        for model in models
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.is_relation
        and field.related_model
        and (target := rooms.get(field.related_model._meta.app_label))
        and not goes_downwards(rooms[model._meta.app_label], target)
    ]


def test_every_app_of_ours_stands_on_a_floor() -> None:
    expected = {"core", "outbox", "accounts", "places", "orders", "payments", "twin", "checkout", "search"}

    assert expected <= own_apps().keys()
    assert own_apps()["twin"] == "marketplace.payments"


def test_keys_point_downwards() -> None:
    rooms = own_apps()
    models = [model for model in apps.get_models(include_auto_created=True) if model._meta.app_label in rooms]

    assert upward_keys(models, rooms) == []


def test_an_upward_key_is_noticed() -> None:
    rooms = own_apps()
    models = [model for model in apps.get_models() if model._meta.app_label == "orders"]

    assert upward_keys(models, {**rooms, "orders": "core"}) != []


@pytest.mark.django_db  # a migration of wagtail-localize asks the database when it is read
def test_migrations_depend_downwards() -> None:
    rooms = own_apps()
    graph = MigrationLoader(None).graph

    upward = [
        f"{child.key} > {parent.key}"
        for child in graph.node_map.values()
        for parent in child.parents
        if (source := rooms.get(child.key[0]))
        and (target := rooms.get(parent.key[0]))
        and not goes_downwards(source, target)
    ]

    assert upward == []


def test_rooms_beside_one_another_are_strangers() -> None:
    assert floors()["marketplace.checkout"] == floors()["marketplace.office"]
    assert not goes_downwards("marketplace.checkout", "marketplace.office")
