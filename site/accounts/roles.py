"""Roles of the people who run the site, as groups of Django's own.

A role's permissions come from the rooms: each calls :func:`grants` when it is loaded, and
:func:`ensure_roles` turns what was registered into rows, after every migrate. Nothing is ever taken away that
an admin gave. Memberships that are a room's own rows (trainer, champion) are made known by :func:`knows`.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any

from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, Permission
from django.db.models import Q, QuerySet
from django.db.models.signals import post_migrate

AUTHOR, EDITOR, MODERATOR = "author", "editor", "moderator"
FINANCE, ADMIN = "finance", "admin"
ROLES = (AUTHOR, EDITOR, MODERATOR, FINANCE, ADMIN)

Membership = Callable[[Any], bool]

_granted: dict[str, set[str]] = defaultdict(set)
_memberships: dict[str, Membership] = {}


class UnknownRole(LookupError):
    """No such role."""


def grants(role: str, *permissions: str) -> None:
    """Let a role do these, each "app_label.codename". Admins may do whatever any role may."""
    if role not in ROLES:
        raise UnknownRole(f"“{role}” is none of {', '.join(ROLES)}.")
    _granted[role].update(permissions)


def granted(role: str) -> set[str]:
    """What a role may do by the rooms' word; for admins the sum of all roles."""
    return set().union(*_granted.values()) if role == ADMIN else set(_granted[role])


for _role in ROLES:
    grants(_role, "wagtailadmin.access_admin")
grants(
    ADMIN,
    *("accounts.view_user", "accounts.add_user", "accounts.change_user"),
    *("auth.view_group", "auth.add_group", "auth.change_group", "auth.delete_group"),
    *("wagtailcore.view_site", "wagtailcore.add_site", "wagtailcore.change_site"),
    *(
        "wagtailredirects.add_redirect",
        "wagtailredirects.change_redirect",
        "wagtailredirects.delete_redirect",
    ),
)


def ensure_roles(*names: str) -> list[Group]:
    """The groups of these roles (all without names), created where missing, with every permission granted."""
    wanted = {name: granted(name) for name in names or ROLES}
    known = _permissions(set().union(*wanted.values()))
    groups = []
    for name, labels in wanted.items():
        group, _ = Group.objects.get_or_create(name=name)
        group.permissions.add(*(known[label] for label in labels if label in known))
        groups.append(group)
    return groups


def knows(name: str, is_member: Membership) -> None:
    """Make a membership known that is a room's own row: `knows("trainer", lambda user: ...)`."""
    _memberships[name] = is_member


def has_role(user: Any, *names: str) -> bool:
    """Whether somebody is in one of these roles or memberships. Superusers count as admins."""
    if not user.is_authenticated:
        return False
    if (ADMIN in names and user.is_superuser) or user.groups.filter(name__in=names).exists():
        return True
    return any(_memberships[name](user) for name in names if name in _memberships)


def connect() -> None:
    """Keep the roles after every migrate; connecting twice changes nothing."""
    post_migrate.connect(_after_migrate, dispatch_uid="accounts.roles")


def is_last(sender: AppConfig) -> bool:
    """Whether `post_migrate` has come to its last app, so that every permission exists by now."""
    with_models = [config for config in apps.get_app_configs() if config.models_module is not None]
    return sender.label == with_models[-1].label


def _after_migrate(sender: AppConfig, **kwargs: Any) -> None:
    if is_last(sender):
        ensure_roles()


def _permissions(labels: Iterable[str]) -> dict[str, int]:
    """Label > row of the permissions that exist."""
    pairs = [label.partition(".") for label in labels]
    rows: QuerySet[Permission] = Permission.objects.filter(
        Q(content_type__app_label__in={app for app, _, _ in pairs}),
        codename__in={codename for _, _, codename in pairs},
    ).select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}": row.pk for row in rows}
