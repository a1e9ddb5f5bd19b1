import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD, account

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client: Client) -> Client:
    client.force_login(account("admin@mail.example", roles=("admin",)))
    return client


def test_admin_makes_an_editor(admin: Client) -> None:
    editor = Group.objects.get(name="editor")

    answer = admin.post(
        reverse("wagtailusers_users:add"),
        {
            "email": "new@mail.example",
            "name": "New Editor",
            "time_zone": "Europe/London",
            "password1": PASSWORD,
            "password2": PASSWORD,
            "groups": [editor.pk],
        },
    )

    user = User.objects.get(email="new@mail.example")
    assert answer.status_code == 302
    assert (user.name, list(user.groups.all())) == ("New Editor", [editor])


def test_people_are_listed_and_found_by_name(admin: Client) -> None:
    account("wren@mail.example", name="Wren Aldous")
    account("tobin@mail.example", name="Tobin Raske")

    text = admin.get(reverse("wagtailusers_users:index"), {"q": "aldous"}).content.decode()

    assert "wren@mail.example" in text
    assert "tobin@mail.example" not in text


def test_form_of_a_person_shows_their_one_name(admin: Client) -> None:
    user = account("wren@mail.example", name="Wren Aldous")

    text = admin.get(reverse("wagtailusers_users:edit", args=[user.pk])).content.decode()

    assert 'value="Wren Aldous"' in text
    assert "first_name" not in text


def test_ones_own_name_is_kept(admin: Client) -> None:
    page = admin.get(reverse("wagtailadmin_account"))

    assert "name_email-name" in page.content.decode()
    assert "first_name" not in page.content.decode()
