"""The scripts behind `make`: what they read, what they add up, and the sentences they end with."""

import os
import socket
import subprocess
from collections import Counter
from pathlib import Path

import pytest

from tests.bin.scripts import ROOT, load


@pytest.mark.parametrize(
    ("line", "counts"),
    [
        ("===== 2 failed, 74 passed in 34.96s =====\n", {"failed": 2, "passed": 74}),
        (
            "= 812 passed, 3 skipped, 1 warning in 301.20s (0:05:01) =",
            {"passed": 812, "skipped": 3, "warnings": 1},
        ),
        ("\x1b[32m==== \x1b[1m5 passed\x1b[0m\x1b[32m in 0.42s\x1b[0m\x1b[32m ====\x1b[0m", {"passed": 5}),
        ("=== 1 error in 0.10s ===", {"errors": 1}),
        ("=== no tests ran in 0.01s ===", {}),
        ("it says 3 passed in 1.00s", {}),
    ],
)
def test_closing_line_is_counted(
    line: str, counts: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    script = load("test")
    tally = script.Tally()

    script.read(line, tally)

    assert dict(tally.counts) == counts
    assert capsys.readouterr().out == line


def test_several_runs_are_added_up_in_pytests_own_form() -> None:
    tally = load("test").Tally(counts=Counter(passed=3, failed=1, skipped=2))

    assert tally.line(61.5).strip("= ") == "1 failed, 3 passed, 2 skipped in 61.50s (0:01:01)"


@pytest.mark.parametrize(("required", "word"), [("1", "failed"), ("", "skipped")])
def test_missing_service_skips_or_fails(required: str, word: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUIRE_SERVICES", required)
    script = load("test")
    monkeypatch.setattr(script, "obstacle", lambda name: f"{name} is not installed")
    tally = script.Tally()

    script.play(script.Part("a part", "journey", needs=("chromium",)), tally, everything=False)

    assert getattr(tally, word) == ["a part: chromium is not installed"]
    assert dict(tally.counts) == {word: 1}


def with_python(**variables: str) -> subprocess.CompletedProcess[str]:
    command = [str(ROOT / "bin" / "with-python"), "-c", "print('ran')"]
    env = {"PATH": os.environ["PATH"], **variables}
    return subprocess.run(["/bin/sh", *command], env=env, capture_output=True, text=True, check=False)


def test_python_is_found() -> None:
    assert with_python().stdout == "ran\n"


def test_python_named_but_unfit_is_told() -> None:
    run = with_python(PYTHON="/bin/false")

    assert run.returncode == 1
    assert run.stderr.startswith("PYTHON=/bin/false does not run, or is older than 3.11.")


def test_no_python_is_told(tmp_path: Path) -> None:
    run = with_python(PATH=str(tmp_path))

    assert run.returncode == 1
    assert "apt-get install python3 python3-venv" in run.stderr


def test_taken_port_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

        with pytest.raises(SystemExit, match=f"Port {port} is taken"):
            load("run").refuse_taken(str(port))


@pytest.mark.parametrize("port", ["abc", "0", "70000"])
def test_impossible_port_is_told(port: str) -> None:
    with pytest.raises(SystemExit, match=f"PORT={port} is no port"):
        load("run").refuse_taken(port)


def test_sqlite_file_is_found_from_its_address() -> None:
    setup = load("setup")

    assert setup.sqlite_file("sqlite:////data/commons.sqlite3") == Path("/data/commons.sqlite3")
    assert setup.sqlite_file("sqlite:///var/db.sqlite3") == ROOT / "var" / "db.sqlite3"
    assert setup.sqlite_file("postgres://user@127.0.0.1/commons") is None


def test_missing_venv_module_is_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    setup = load("setup")
    monkeypatch.setattr(setup, "PYTHON", tmp_path / "none")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)

    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        setup.make_venv()


def test_failing_step_says_how_to_go_on() -> None:
    setup = load("setup")

    def fail() -> None:
        setup.run(["/bin/sh", "-c", "echo the disk is full; exit 3"])

    with pytest.raises(SystemExit, match=r"(?s)the disk is full.*Importing: this step failed.*make setup"):
        setup.step("Importing", fail)
