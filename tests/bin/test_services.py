"""The services behind `make services`: what is found, fetched, started, and known again."""

import json
import os
import re
import zipfile
from pathlib import Path
from types import ModuleType

import pytest
from django.conf import settings

from tests.bin.scripts import ROOT, load

NEVER = "/somewhere/else"


def archive(path: Path) -> Path:
    """A zip of the same form as the one that is fetched."""
    inside = "application-1.0/elasticsearch"
    names = (f"{inside}/bin/elasticsearch-cli", f"{inside}/bin/elasticsearch-cli.bat", f"{inside}/lib/a.jar")
    with zipfile.ZipFile(path, "w") as file:
        for name in (*names, "application-1.0/web/index.html"):
            file.writestr(name, name)
    return path


def test_process_of_the_same_number_is_not_ours() -> None:
    service = load("service")
    program = Path("/proc/self/cmdline").read_text().split("\0")[0]

    assert service.is_alive({"pid": os.getpid(), "known_by": program})
    assert not service.is_alive({"pid": os.getpid(), "known_by": NEVER})
    assert not service.is_alive({"pid": os.getpid()})
    assert not service.is_alive({})


def test_one_service_is_kept_beside_the_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = load("service")
    monkeypatch.setattr(service, "STATE", tmp_path / "services.json")

    service.keep("one", {"pid": 1})
    service.keep("two", {"pid": 2})
    service.keep("one", {"pid": 3})

    assert json.loads((tmp_path / "services.json").read_text()) == {"one": {"pid": 3}, "two": {"pid": 2}}


def test_every_service_has_what_is_asked_of_it() -> None:
    modules = load("services").SERVICES

    assert list(modules) == ["postgres", "elasticsearch", "stripe_mock", "chromium"]
    assert [name for name, module in modules.items() if not callable(module.launch)] == []
    assert [name for name, module in modules.items() if not isinstance(module.lacking(), list)] == []


def test_what_cannot_be_had_is_told_and_keeps_nothing_else_away(capsys: pytest.CaptureFixture[str]) -> None:
    services = load("services")

    def absent() -> None:
        raise services.Missing("it needs a Java")

    def broken() -> None:
        services.run(["/bin/sh", "-c", "echo no space left; exit 3"])

    assert not services.attempt("one", absent)
    assert not services.attempt("two", broken)
    assert services.attempt("three", lambda: None)
    told = capsys.readouterr().out
    assert "one            missing: it needs a Java" in told
    assert "no space left" in told


def test_server_alone_is_unpacked(tmp_path: Path) -> None:
    target = tmp_path / "server"

    load("elasticsearch_server").unpack(archive(tmp_path / "application.zip"), target)

    files = {str(path.relative_to(target)): path.stat().st_mode & 0o777 for path in target.rglob("*.*")}
    assert files == {"lib/a.jar": 0o644}
    assert (target / "bin" / "elasticsearch-cli").stat().st_mode & 0o777 == 0o755
    assert (target / "plugins").is_dir()


def java(home: Path, version: str) -> Path:
    program = home / "bin" / "java"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\" 2025-04-15' >&2\n")
    program.chmod(0o755)
    return home


@pytest.mark.parametrize(("version", "found"), [("17.0.15", "17"), ("25", "25"), ("1.8.0", "1")])
def test_java_tells_its_version(version: str, found: str, tmp_path: Path) -> None:
    assert load("elasticsearch_server").java_version(java(tmp_path / "jdk", version)) == found


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """A machine with neither Java nor Maven."""
    server = load("elasticsearch_server")
    monkeypatch.setattr(server, "PACKAGED", tmp_path / "none")
    monkeypatch.setenv("PATH", str(tmp_path))
    for name in ("ES_JAVA_HOME", "JAVA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return server


def test_java_named_comes_first_when_it_fits(
    bare: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ES_JAVA_HOME", str(java(tmp_path / "eight", "1.8.0")))
    monkeypatch.setenv("JAVA_HOME", str(java(tmp_path / "seventeen", "17.0.15")))

    assert bare.find_java() == tmp_path / "seventeen"


def test_missing_java_is_told(bare: ModuleType) -> None:
    with pytest.raises(bare.Missing, match="needs Java 17.*apt-get install openjdk-17-jre-headless"):
        bare.find_java()


def test_missing_maven_is_told(bare: ModuleType) -> None:
    with pytest.raises(bare.Missing, match=r"with Maven.*apt-get install maven"):
        bare.find_maven()


def test_node_listens_on_this_machine_alone(tmp_path: Path) -> None:
    elasticsearch = load("service_elasticsearch")
    node = elasticsearch.Node("single", tmp_path / "nodes" / "single", 9200, 9300)
    (node.folder / "config").mkdir(parents=True)
    brought = elasticsearch.server.server_in(tmp_path) / "config"
    brought.mkdir(parents=True)
    for name in ("jvm.options", "log4j2.properties"):
        (brought / name).write_text(name)

    elasticsearch.configure(node, {"discovery.type": "single-node"})

    lines = (node.folder / "config" / "elasticsearch.yml").read_text().splitlines()
    assert {"network.host: 127.0.0.1", "http.port: 9200", "discovery.type: single-node"} <= set(lines)
    assert (node.folder / "config" / "jvm.options").read_text() == "jvm.options"


def test_no_script_names_a_host_to_download_from() -> None:
    """Maven, pip, go and apt-get know where they fetch from."""
    addresses = {
        address
        for path in (ROOT / "bin").glob("*.py")
        for address in re.findall(r"https?://[\w.-]+", path.read_text())
        if path.name.startswith(("service", "elasticsearch"))
    }

    assert addresses == {"http://127.0.0.1"}


@pytest.mark.elasticsearch
def test_server_is_of_the_version_the_scripts_fetch() -> None:
    told = load("service").ask(settings.ELASTICSEARCH_URL.split(",")[0])

    assert told["version"]["number"] == load("elasticsearch_server").VERSION
