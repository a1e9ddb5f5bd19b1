import re
from urllib.parse import urlsplit

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, account

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD, path: str = "") -> object:
    return client.post(path or reverse("account_login"), {"login": email, "password": password})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_in(body: str) -> str:
    found = re.search(r"^https?://\S+", body, re.M)
    assert found
    return found[0]


def test_login_ignores_the_case_of_the_address(client: Client) -> None:
    account("ines@mail.example")

    sign_in(client, "INES@Mail.Example")

    assert signed_in(client)


def test_login_refuses_a_wrong_password_and_keeps_the_address(client: Client) -> None:
    account("ines@mail.example")

    answer = sign_in(client, "ines@mail.example", "something else entirely")

    assert not signed_in(client)
    assert 'value="ines@mail.example"' in answer.content.decode()


def test_login_does_not_lead_to_another_site(client: Client) -> None:
    account("ines@mail.example")

    answer = sign_in(
        client, "ines@mail.example", path=reverse("account_login") + "?next=https://evil.example/"
    )

    assert urlsplit(answer.headers["Location"]).netloc in {"", "testserver"}


def test_login_goes_on_to_where_it_was_asked_for(client: Client) -> None:
    account("ines@mail.example")

    answer = sign_in(client, "ines@mail.example", path=reverse("account_login") + "?next=/articles/")

    assert answer.headers["Location"] == "/articles/"


def test_too_many_failed_logins_are_refused(client: Client) -> None:
    account("ines@mail.example")

    for _ in range(5):
        sign_in(client, "ines@mail.example", "wrong wrong wrong")
    sign_in(client, "ines@mail.example")

    assert not signed_in(client)


def test_too_many_logins_of_one_visitor_answer_429(client: Client) -> None:
    answers = [sign_in(client, f"nobody{n}@mail.example", "wrong wrong wrong") for n in range(31)]

    assert answers[-1].status_code == 429
    assert "That was a lot at once" in answers[-1].content.decode()


def test_signup_keeps_name_and_time_zone_and_asks_for_confirmation(client: Client) -> None:
    answer = client.post(
        reverse("account_signup"),
        {"name": "Wren A", "email": "wren@mail.example", "password1": PASSWORD, "time_zone": "Europe/Berlin"},
    )

    user = User.objects.get(email="wren@mail.example")
    assert answer.headers["Location"] == reverse("account_email_verification_sent")
    assert (user.name, user.time_zone) == ("Wren A", "Europe/Berlin")
    assert not signed_in(client)
    assert [message.to for message in mail.outbox] == [["wren@mail.example"]]


@pytest.mark.parametrize("zone", ["", "Mars/Olympus", "../../etc/passwd", "A" * 64])
def test_signup_without_a_known_zone_takes_the_sites(client: Client, zone: str) -> None:
    client.post(
        reverse("account_signup"), {"email": "wren@mail.example", "password1": PASSWORD, "time_zone": zone}
    )

    assert User.objects.get().time_zone == "Europe/London"


@override_settings(BASE_URL="https://commons.example")
def test_verification_mail_leads_to_the_site_whatever_host_was_asked(client: Client) -> None:
    client.post(
        reverse("account_signup"),
        {"email": "wren@mail.example", "password1": PASSWORD},
        headers={"host": "localhost"},
    )

    message = mail.outbox[0]
    html = message.alternatives[0][0]
    assert link_in(message.body).startswith("https://commons.example/account/confirm-email/")
    assert f'href="{link_in(message.body)}"' in html
    assert "localhost" not in message.body + html


def test_verification_link_confirms_the_address(client: Client) -> None:
    client.post(reverse("account_signup"), {"email": "wren@mail.example", "password1": PASSWORD})
    path = urlsplit(link_in(mail.outbox[0].body)).path

    assert "wren@mail.example" in client.get(path).content.decode()
    assert not EmailAddress.objects.get().verified
    client.post(path)

    assert EmailAddress.objects.get().verified
    sign_in(client, "wren@mail.example")
    assert signed_in(client)


def test_unconfirmed_address_cannot_sign_in(client: Client) -> None:
    account("ines@mail.example", verified=False)

    answer = sign_in(client, "ines@mail.example")

    assert not signed_in(client)
    assert answer.headers["Location"] == reverse("account_email_verification_sent")


def test_signup_with_a_known_address_tells_its_owner_alone(client: Client) -> None:
    account("ines@mail.example")

    known = client.post(reverse("account_signup"), {"email": "ines@mail.example", "password1": PASSWORD})
    fresh = client.post(reverse("account_signup"), {"email": "new@mail.example", "password1": PASSWORD})

    assert known.headers["Location"] == fresh.headers["Location"]
    assert mail.outbox[0].subject == "You have an account at MI Commons already"
    assert User.objects.count() == 2


def test_signup_refuses_an_address_that_differs_in_case_only(client: Client) -> None:
    account("ines@mail.example")

    client.post(reverse("account_signup"), {"email": "Ines@Mail.example", "password1": PASSWORD})

    assert User.objects.count() == 1


def test_password_reset_by_mail(client: Client) -> None:
    account("ines@mail.example")

    client.post(reverse("account_reset_password"), {"email": "INES@mail.example"})
    page = client.get(urlsplit(link_in(mail.outbox[0].body)).path, follow=True)
    client.post(
        page.redirect_chain[-1][0], {"password1": "a brand new sentence", "password2": "a brand new sentence"}
    )

    sign_in(client, "ines@mail.example", "a brand new sentence")
    assert signed_in(client)


def test_password_reset_of_a_stranger_looks_the_same(client: Client) -> None:
    account("ines@mail.example")

    known = client.post(reverse("account_reset_password"), {"email": "ines@mail.example"})
    unknown = client.post(reverse("account_reset_password"), {"email": "who@mail.example"})

    assert known.headers["Location"] == unknown.headers["Location"]
    assert mail.outbox[1].subject == "There is no account with this address at MI Commons"


@pytest.mark.parametrize(
    "name",
    [
        "account_login",
        "account_signup",
        "account_reset_password",
        "account_reset_password_done",
        "account_email_verification_sent",
        "account_inactive",
        "account_reset_password_from_key_done",
    ],
)
def test_pages_of_the_door_wear_the_house_style(client: Client, name: str) -> None:
    text = client.get(reverse(name)).content.decode()

    assert '<header class="masthead">' in text
    assert "wrap gate" in text
    assert " style=" not in text


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_change_password", "account_logout", "mfa_index", "account_reauthenticate"],
)
def test_pages_of_ones_account_wear_the_house_style(client: Client, name: str) -> None:
    account("ines@mail.example")
    sign_in(client, "ines@mail.example")

    text = client.get(reverse(name)).content.decode()

    assert '<header class="masthead">' in text
    assert " style=" not in text


def test_logout_asks_first(client: Client) -> None:
    account("ines@mail.example")
    sign_in(client, "ines@mail.example")

    client.get(reverse("account_logout"))
    assert signed_in(client)
    client.post(reverse("account_logout"))

    assert not signed_in(client)


def test_back_office_has_no_door_of_its_own(client: Client) -> None:
    home = client.get("/cms/")
    login = client.get("/cms/login/?next=/cms/pages/")

    assert home.headers["Location"] == "/cms/login/?next=/cms/"
    assert login.headers["Location"] == "/account/login/?next=/cms/pages/"


def test_back_office_sends_nobody_round_in_circles(client: Client) -> None:
    account("ines@mail.example", roles=("trainer",))
    sign_in(client, "ines@mail.example")

    refused = client.get("/cms/", follow=True)

    assert refused.status_code == 403
    assert "This room belongs to others" in refused.content.decode()


def test_back_office_takes_no_password(client: Client) -> None:
    account("ed@mail.example", roles=("editor",))

    client.post("/cms/login/", {"username": "ed@mail.example", "password": PASSWORD})

    assert not signed_in(client)


def test_the_back_offices_door_says_once_that_it_is_shut(client: Client) -> None:
    client.force_login(account("piet@mail.example"))

    page = client.get("/cms/", follow=True)

    assert page.status_code == 403
    assert "This room belongs to others" in page.text
    assert "You do not have permission" not in page.text
