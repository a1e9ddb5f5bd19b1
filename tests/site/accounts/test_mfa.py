import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import User
from tests.factories.accounts import PASSWORD, account

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _required(settings: Any) -> None:
    settings.MFA_REQUIRED_ROLES = ["finance", "admin"]
    if "accounts.mfa.SecondFactorMiddleware" not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "accounts.mfa.SecondFactorMiddleware"]


def with_totp(user: User) -> User:
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


def test_finance_without_a_second_factor_is_sent_to_set_one_up(client: Client) -> None:
    client.force_login(account("fin@mail.example", roles=("finance",)))

    assert client.get("/cms/").headers["Location"] == "/account/2fa/totp/activate/"


def test_setting_one_up_is_not_sent_in_circles(client: Client) -> None:
    client.force_login(account("fin@mail.example", roles=("finance",)))

    answer = client.get("/account/2fa/totp/activate/", follow=True)

    assert answer.status_code == 200
    assert not [path for path, _ in answer.redirect_chain if path.startswith("/account/2fa/totp/activate/")]


def test_finance_with_a_second_factor_goes_on(client: Client) -> None:
    client.force_login(with_totp(account("fin@mail.example", roles=("finance",))))

    assert client.get("/cms/").status_code == 200


@pytest.mark.parametrize("roles", [(), ("editor",)])
def test_nobody_else_is_asked(client: Client, roles: tuple[str, ...]) -> None:
    client.force_login(account("ed@mail.example", roles=roles))

    assert "2fa" not in client.get("/cms/").headers.get("Location", "")


def test_nobody_is_asked_where_nothing_is_required(client: Client, settings: Any) -> None:
    settings.MFA_REQUIRED_ROLES = []
    client.force_login(account("fin@mail.example", roles=("finance",)))

    assert client.get("/cms/").status_code == 200


def test_the_second_lock_speaks_plainly(client: Client, settings: Any) -> None:
    """Every page of it, on the whole way: none, one set up, spare codes, signing in, taking it off."""
    settings.MFA_REQUIRED_ROLES = []
    user = account("piet@mail.example")
    client.post("/account/login/", {"login": user.email, "password": PASSWORD})

    assert heading(client.get("/account/2fa/")) == "A second lock"
    assert heading(client.get("/account/2fa/totp/activate/", follow=True)) == "Still you?"
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    page = client.get("/account/2fa/totp/activate/")
    assert heading(page) == "Set up a second lock"
    code = format_hotp_value(hotp_value(page.context["form"].secret, int(time.time()) // 30))
    client.post("/account/2fa/totp/activate/", {"code": code})
    codes = client.get("/account/2fa/recovery-codes/")
    assert heading(codes) == "Your spare codes"
    assert heading(client.get("/account/2fa/recovery-codes/generate/")) == "New spare codes"
    assert heading(client.get("/account/2fa/totp/deactivate/")) == "Take off the second lock?"
    assert heading(client.get("/account/2fa/reauthenticate/")) == "Still you?"
    assert heading(client.get("/account/reauthenticate/")) == "Still you?"
    client.post("/account/logout/")
    asked = client.post("/account/login/", {"login": user.email, "password": PASSWORD}, follow=True)
    assert heading(asked) == "One more lock"
    client.post("/account/2fa/authenticate/", {"code": codes.context["unused_codes"][0]})
    assert "9 are left" in client.get("/account/2fa/").text


def heading(page: Any) -> str:
    """What the page is called; every page has one such heading."""
    (found,) = re.findall(r"<h1[^>]*>(.*?)</h1>", page.text)
    return str(found)
