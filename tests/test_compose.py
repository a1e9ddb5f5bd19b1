"""compose.yaml and `make services` start the same servers, for this machine alone."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.bin.scripts import load

ROOT = Path(__file__).resolve().parents[1]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
CLUSTER = sorted(name for name, service in SERVICES.items() if service.get("profiles") == ["three-nodes"])


def test_elasticsearch_is_of_the_version_the_scripts_fetch() -> None:
    images = {service["image"] for name, service in SERVICES.items() if name.startswith("elasticsearch")}

    assert images == {f"elasticsearch:{load('elasticsearch_server').VERSION}"}


@pytest.mark.parametrize("name", SERVICES)
def test_every_port_is_on_this_machine_alone(name: str) -> None:
    assert [port for port in SERVICES[name]["ports"] if not port.startswith("127.0.0.1:")] == []


def test_no_port_is_taken_twice() -> None:
    ports = [port.split(":")[1] for service in SERVICES.values() for port in service["ports"]]

    assert sorted(ports) == sorted(set(ports))


def test_three_nodes_look_for_one_another() -> None:
    assert CLUSTER == ["elasticsearch-one", "elasticsearch-three", "elasticsearch-two"]
    for name in CLUSTER:
        environment = SERVICES[name]["environment"]
        assert environment["node.name"] == name
        assert sorted(environment["discovery.seed_hosts"].split(",")) == CLUSTER
        assert sorted(environment["cluster.initial_master_nodes"].split(",")) == CLUSTER


def test_nothing_secret_is_in_it() -> None:
    variables = {name for service in SERVICES.values() for name in service.get("environment", {})}

    assert [name for name in variables if "PASSWORD" in name.upper() or "SECRET" in name.upper()] == []
