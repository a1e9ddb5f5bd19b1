"""What every test finds: services where they run, a clock of its own, no leftovers of the test before."""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.backends.sqlite3.base import DatabaseWrapper

from core import clock, guards
from core.catalogues import compile_catalogues

ROOT = Path(__file__).resolve().parents[1]
pytest_plugins = ["tests.browser", "tests.cluster"]

hypothesis.settings.register_profile("default", max_examples=50, deadline=None, print_blob=True)
hypothesis.settings.register_profile("all", max_examples=500, deadline=None, print_blob=True)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def _service(name: str, key: str) -> str:
    """What `make services` wrote about a service, or nothing."""
    try:
        found = json.loads((ROOT / "var" / "services.json").read_text("utf-8")).get(name, {})
    except (FileNotFoundError, ValueError):
        return ""
    return str(found.get(key, ""))


def _answers(url: str) -> str:
    """The address, if something listens there: a list of services outlives them."""
    parts = urlsplit(url)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), timeout=1).close()
    except OSError:
        return ""
    return url


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    installed = [shutil.which(name) or "" for name in names]
    return next(filter(None, [_service("chromium", "path"), *installed]), "")


os.environ.setdefault("STRIPE_MOCK_URL", _answers(_service("stripe_mock", "url")))
os.environ.setdefault("CHROMIUM", _chromium())


DatabaseOperations = DatabaseWrapper.ops_class
_flush = DatabaseOperations.sql_flush


def _flush_past_the_guards(self: Any, *args: Any, **kwargs: Any) -> list[str]:
    """Tests that commit empty the tables afterwards, which SQLite's guards refuse. `post_migrate`, sent after
    every flush, puts the guards back. PostgreSQL truncates: its guards need not stand aside."""
    return [f"DROP TRIGGER IF EXISTS {name}" for name in guards.names()] + _flush(self, *args, **kwargs)


DatabaseOperations.sql_flush = _flush_past_the_guards  # type: ignore[method-assign]  # for tests alone


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "sqlite: about SQLite itself, left out on PostgreSQL")
    compile_catalogues()


@pytest.fixture(autouse=True)
def _needs(request: pytest.FixtureRequest) -> None:
    """Skip a test whose service is not there; under REQUIRE_SERVICES=1 it fails instead."""
    missing = _missing(request.node)
    if missing and os.environ.get("REQUIRE_SERVICES") == "1":
        pytest.fail(f"REQUIRE_SERVICES=1, but {missing}")
    if missing:
        pytest.skip(missing)


def _missing(node: pytest.Item) -> str:
    if node.get_closest_marker("postgres") and connection.vendor != "postgresql":
        return "DATABASE_URL names no PostgreSQL server (`make test` starts one where it is installed)"
    if node.get_closest_marker("sqlite") and connection.vendor != "sqlite":
        return "this is about SQLite"
    if node.get_closest_marker("stripe_mock") and not os.environ["STRIPE_MOCK_URL"]:
        return "stripe-mock does not run (`make services` starts it)"
    if node.get_closest_marker("elasticsearch") and not settings.ELASTICSEARCH_URL:
        return "ELASTICSEARCH_URL names no server (`make services` starts one)"
    if node.get_closest_marker("journey") and not os.environ["CHROMIUM"]:
        return "no Chromium was found (`make services` installs it)"
    return ""


@pytest.fixture(autouse=True)
def _database_answers_searches(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only tests that say so speak to Elasticsearch, whether one runs or not."""
    if not request.node.get_closest_marker("elasticsearch"):
        monkeypatch.setattr(settings, "ELASTICSEARCH_URL", "")


@pytest.fixture
def stripe_mock_url() -> str:
    """The address of stripe-mock, for tests marked `stripe_mock`."""
    return os.environ["STRIPE_MOCK_URL"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest, django_db_modify_db_settings_parallel_suffix: None
) -> None:
    """Give journeys a database file: in memory, server and test would share one connection."""
    database: dict[str, Any] = settings.DATABASES["default"]
    journeys = any(item.get_closest_marker("journey") for item in request.session.items)
    if journeys and database["ENGINE"].endswith("sqlite3"):
        worker = os.environ.get("PYTEST_XDIST_WORKER", "")
        database.setdefault("TEST", {})["NAME"] = str(ROOT / "var" / f"test-journeys{worker}.sqlite3")


@pytest.fixture(scope="session", autouse=True)
def _own_files(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A clock of this process alone, and the folder of collected files, which WhiteNoise warns about."""
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    settings.CLOCK_FILE = str(tmp_path_factory.mktemp("clock") / "clock")


@pytest.fixture(autouse=True)
def _no_leftovers() -> Iterator[None]:
    """Real time and an empty cache before each test, whatever the one before did."""
    clock.reset()
    cache.clear()
    yield
    clock.reset()
