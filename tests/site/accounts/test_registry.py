import pytest

from accounts import registry


def test_rooms_fill_the_registry_and_the_same_name_replaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_exporters", {})
    monkeypatch.setattr(registry, "_erasers", {})

    registry.register_exporter("orders", lambda user: [])
    registry.register_exporter("groups", lambda user: [{"group": "Quantock"}])
    registry.register_exporter("orders", lambda user: [{"order": 1}])
    registry.register_eraser("orders", lambda user: None)

    assert list(registry.exporters()) == ["groups", "orders"]
    assert registry.exporters()["orders"](None) == [{"order": 1}]
    assert list(registry.erasers()) == ["orders"]
