"""Every variable is documented, and production refuses to start when it could not be safe."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "k" * 50 + "0123456789",
    "ORDER_ACCESS_KEY": "o" * 50,
    "DATABASE_URL": "sqlite://:memory:",
    "BASE_URL": "https://commons.example",
    "ALLOWED_HOSTS": "commons.example",
    "PAYMENTS_MODE": "sandbox",
}
STRIPE = {
    "PAYMENTS_MODE": "stripe_live",
    "STRIPE_SECRET_KEY": "sk_live_" + "made_up",
    "STRIPE_WEBHOOK_SECRET_PLATFORM": "whsec_platform",
    "STRIPE_WEBHOOK_SECRET_CONNECT": "whsec_connect",
}


LOAD = "from django.conf import settings; settings.DEBUG"
SET_UP = "import django; django.setup()"


def start(variables: dict[str, str], code: str = LOAD) -> subprocess.CompletedProcess[str]:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}", **variables}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )


def documented() -> list[str]:
    return re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)


def read_by_the_settings() -> set[str]:
    files = (ROOT / "site" / "config" / "settings").glob("*.py")
    return {name for path in files for name in re.findall(r'\benv[.\w]*\(\s*"([A-Z_]+)"', path.read_text())}


def test_env_example_explains_every_variable_and_no_other() -> None:
    assert sorted(documented()) == sorted(read_by_the_settings())


def test_every_variable_has_words_of_its_own_or_its_neighbours() -> None:
    blocks = re.split(r"\n(?=# )", (ROOT / ".env.example").read_text())
    bare = [
        name
        for name in documented()
        if not any(re.search(rf"# .+(\n#.*)*\n#{name}=", block) for block in blocks)
    ]

    assert bare == []


def test_no_other_file_reads_the_environment_for_settings() -> None:
    rooms = ["site", "directory", "marketplace", "search"]
    readers = [
        str(path.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        if re.search(r"os\.environ(?!\.setdefault)|os\.getenv", path.read_text())
    ]

    assert readers == []


@pytest.mark.parametrize(
    "missing", [name for name in PRODUCTION if name not in {"DJANGO_SETTINGS_MODULE", "PAYMENTS_MODE"}]
)
def test_production_refuses_to_start_without(missing: str) -> None:
    run = start({name: value for name, value in PRODUCTION.items() if name != missing})

    assert run.returncode != 0
    assert missing in run.stderr.splitlines()[-1]


@pytest.mark.parametrize("missing", [name for name in STRIPE if name != "PAYMENTS_MODE"])
def test_production_refuses_to_take_payments_without(missing: str) -> None:
    run = start({name: value for name, value in {**PRODUCTION, **STRIPE}.items() if name != missing})

    assert run.returncode != 0
    assert missing in run.stderr.splitlines()[-1]


def test_production_refuses_the_sandbox_beside_a_live_key() -> None:
    run = start({**PRODUCTION, "STRIPE_SECRET_KEY": STRIPE["STRIPE_SECRET_KEY"]})

    assert run.returncode != 0
    assert "sandbox" in run.stderr.splitlines()[-1]


@pytest.mark.parametrize("mode", ["sandbox", "stripe_live"])
def test_production_starts_with_all_it_needs(mode: str) -> None:
    key = "" if mode == "sandbox" else STRIPE["STRIPE_SECRET_KEY"]
    run = start({**PRODUCTION, **STRIPE, "PAYMENTS_MODE": mode, "STRIPE_SECRET_KEY": key}, SET_UP)

    assert (run.returncode, run.stderr) == (0, "")


def test_production_works_the_outbox_apart_and_asks_for_a_second_factor() -> None:
    names = "DEBUG, s.OUTBOX_IN_PROCESS, s.MOVABLE_CLOCK, s.MFA_REQUIRED_ROLES"
    code = f"from django.conf import settings as s; print(s.{names})"

    assert (
        start(PRODUCTION, code).stdout.strip()
        == "False False False ['trainer', 'finance', 'moderator', 'admin']"
    )


def test_pictures_may_come_from_the_tiles_address_and_only_then() -> None:
    told = "from django.conf import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"

    plain = start(PRODUCTION, told)
    tiles = start(PRODUCTION | {"MAP_TILES_URL": "https://{s}.tiles.example/{z}/{x}/{y}.png"}, told)

    assert plain.stdout.strip() == "[\"'self'\", 'data:']"
    assert tiles.stdout.strip() == "[\"'self'\", 'data:', 'https://*.tiles.example']"
