import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from directory.places.models import PracticeSetting
from tests.factories.places import load_practice_settings

pytestmark = pytest.mark.django_db
VIEWS = PracticeSetting.snippet_viewset


def moderator(client: Client, *permissions: str) -> None:
    user = get_user_model().objects.create(email="mo@example.org", is_active=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", *permissions)))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")


def test_moderator_renames_and_moves_a_setting(client: Client) -> None:
    setting = load_practice_settings()["probation"]
    moderator(client, "change_practicesetting")
    address = reverse(VIEWS.get_url_name("edit"), args=[setting.pk])

    assert client.get(address).status_code == 200
    answer = client.post(address, {"name": "Probation service", "position": "7"})

    assert answer.status_code == 302
    setting.refresh_from_db()
    assert (setting.name, setting.position, setting.slug) == ("Probation service", 7, "probation")


def test_list_shows_the_tree(client: Client) -> None:
    load_practice_settings()
    moderator(client, "change_practicesetting")

    answer = client.get(reverse(VIEWS.get_url_name("list")))

    assert answer.status_code == 200
    assert "Youth offending" in answer.content.decode()


@pytest.mark.parametrize("view", ["add", "delete"])
def test_nobody_adds_or_deletes_settings(admin_client: Client, view: str) -> None:
    setting = load_practice_settings()["probation"]
    args = [setting.pk] if view == "delete" else []

    answer = admin_client.post(reverse(VIEWS.get_url_name(view), args=args), {"name": "X", "position": "1"})

    assert answer.status_code == 302
    assert PracticeSetting.objects.filter(pk=setting.pk).exists()
    assert not PracticeSetting.objects.filter(name="X").exists()


def test_member_without_permission_is_kept_out(client: Client) -> None:
    load_practice_settings()
    moderator(client)

    assert client.get(reverse(VIEWS.get_url_name("list"))).status_code == 302
