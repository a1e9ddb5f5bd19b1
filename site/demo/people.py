"""Users: those who can log in, and members and clients who cannot."""

import datetime as dt
import json
import random
import re
import secrets
from pathlib import Path
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction

from accounts import roles
from accounts.models import User
from core.text import fold
from demo import material

DOMAIN = "mi-commons.example"


class LogIn(NamedTuple):
    """Somebody whose password is printed. `role` is what the list calls them."""

    role: str
    name: str
    time_zone: str = "Europe/London"

    @property
    def email(self) -> str:
        """The address they log in with."""
        return f"{self.role}@{DOMAIN}"


TRAINER = LogIn("trainer", "Nerys Callow")
CHAMPION = LogIn("champion", "Sanna Redvers")
PRACTITIONER = LogIn("practitioner", "Ilka Sorrendahl", "Europe/Berlin")
EDITOR = LogIn("editor", "Wren Ashdown")
MODERATOR = LogIn("moderator", "Callum Tranter")
FINANCE = LogIn("finance", "Odile Marchbanks")
ADMIN = LogIn("admin", "Petra Lindqvist-Rowe")
LOG_INS = (TRAINER, CHAMPION, PRACTITIONER, EDITOR, MODERATOR, FINANCE, ADMIN)
STAFF = {EDITOR: roles.EDITOR, MODERATOR: roles.MODERATOR, FINANCE: roles.FINANCE, ADMIN: roles.ADMIN}


def person(*, name: str, email: str = "", time_zone: str = "Europe/London", since: dt.datetime) -> User:
    """A user without a usable password, by e-mail: made once, found again."""
    email = email or address_of(name)
    known = User.objects.filter(email__iexact=email).first()
    return known or User.objects.create_user(email, name=name, time_zone=time_zone, date_joined=since)


def log_in(who: LogIn, *, since: dt.datetime) -> User:
    """The user of a log-in, with a verified address; the password comes with `give_passwords`."""
    user = person(name=who.name, email=who.email, time_zone=who.time_zone, since=since)
    EmailAddress.objects.update_or_create(
        user=user, email=who.email, defaults={"verified": True, "primary": True}
    )
    if who in STAFF:
        user.groups.set(roles.ensure_roles(STAFF[who]))
    return user


def log_in_of(name: str) -> LogIn | None:
    """The log-in of somebody with this name, if there is one."""
    return next((who for who in LOG_INS if who.name == name), None)


def address_of(name: str) -> str:
    """A made-up address of an invented person, under a domain that is nobody's."""
    return f"{re.sub('[^a-z]+', '.', fold(name)).strip('.')}@people.example"


def logins_path() -> Path:
    """Where the log-ins are kept for whoever tries the site out."""
    return Path(settings.VAR) / "demo-logins.json"


@transaction.atomic
def give_passwords() -> Path:
    """New random passwords for every log-in, written to `var/demo-logins.json`; the admin may do everything."""
    listed = []
    for who in LOG_INS:
        user = User.objects.get(email=who.email)
        password = secrets.token_urlsafe(12)
        user.set_password(password)
        user.is_superuser = who == ADMIN
        user.is_staff = who in STAFF
        user.save(update_fields=["password", "is_superuser", "is_staff"])
        listed.append({"role": who.role, "email": who.email, "password": password})
    path = logins_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".draft")
    draft.write_text(json.dumps(listed, indent=2) + "\n", "utf-8")
    draft.chmod(0o600)
    draft.replace(path)
    return path


def have_passwords() -> bool:
    """Whether seeding came to its end: passwords are given last."""
    admin = User.objects.filter(email=ADMIN.email).first()
    return admin is not None and admin.has_usable_password()


class Namer:
    """Invented names, no two alike, always the same ones, and nobody's who is called by name elsewhere."""

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  (names, not secrets)
        self._pools = material.names()
        self._taken = material.names_given()

    def name(self, pool: str) -> str:
        """The next name out of a pool of `data/names.toml`."""
        first, last = self._pools[pool]["first"], self._pools[pool]["last"]
        while True:
            name = f"{self._random.choice(first)} {self._random.choice(last)}"
            if name not in self._taken:
                self._taken.add(name)
                return name
