"""People who run the site, for tests of `/cms/`."""

from django.test import Client

from accounts import roles
from accounts.models import User
from tests.factories.groups import PersonFactory

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in_as(client: Client, *names: str) -> User:
    """Somebody with these roles ("finance", "moderator", "editor", "admin")."""
    user = PersonFactory.create()
    user.groups.set(roles.ensure_roles(*names))
    client.force_login(user, backend=BACKEND)
    return user
