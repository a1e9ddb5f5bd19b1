import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.test import Client

from accounts import roles
from accounts.models import User
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db


def test_roles_are_there_after_migrate() -> None:
    assert set(Group.objects.filter(name__in=roles.ROLES).values_list("name", flat=True)) == set(roles.ROLES)


def test_ensure_roles_twice_changes_nothing() -> None:
    roles.ensure_roles()
    before = {group.name: group.permissions.count() for group in Group.objects.all()}

    roles.ensure_roles()

    assert {group.name: group.permissions.count() for group in Group.objects.all()} == before


def test_ensure_roles_leaves_what_an_admin_gave() -> None:
    editor = roles.ensure_roles(roles.EDITOR)[0]
    given = Group.permissions.rel.model.objects.get(codename="add_site")
    editor.permissions.add(given)

    roles.ensure_roles()

    assert editor.permissions.filter(pk=given.pk).exists()


def test_every_granted_permission_exists() -> None:
    wanted = set().union(*(roles.granted(role) for role in roles.ROLES))

    assert wanted - roles._permissions(wanted).keys() == set()


@pytest.mark.parametrize("role", roles.ROLES)
def test_every_role_reaches_the_back_office(client: Client, role: str) -> None:
    client.force_login(account("staff@mail.example", roles=(role,)))

    assert client.get("/cms/").status_code == 200


def test_somebody_without_a_role_does_not_reach_the_back_office(client: Client) -> None:
    client.force_login(account("member@mail.example"))

    assert client.get("/cms/").status_code == 302


def test_editor_writes_and_keeps_authors_but_no_people() -> None:
    editor = account("ed@mail.example", roles=("editor",))

    assert editor.has_perm("content.add_author")
    assert not editor.has_perm("accounts.change_user")
    assert not editor.has_perm("orders.change_order")


def test_admin_may_do_what_any_role_may() -> None:
    admin = account("admin@mail.example", roles=("admin",))

    assert admin.has_perms(set().union(*(roles.granted(role) for role in roles.ROLES)))


def test_unknown_role_is_refused() -> None:
    with pytest.raises(roles.UnknownRole):
        roles.grants("emperor", "content.add_author")


def test_has_role_knows_groups_memberships_and_superusers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roles, "_memberships", {})
    roles.knows("baker", lambda user: user.email.startswith("bun"))
    editor = account("ed@mail.example", roles=("editor",))
    baker = account("bun@mail.example")
    root = User.objects.create_superuser("root@mail.example")

    assert roles.has_role(editor, "editor", "finance")
    assert not roles.has_role(editor, "finance", "baker")
    assert roles.has_role(baker, "baker")
    assert roles.has_role(root, "admin")
    assert not roles.has_role(AnonymousUser(), "editor", "baker")
