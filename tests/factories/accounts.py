"""People who can sign in."""

from typing import Any

from allauth.account.models import EmailAddress

from accounts.models import User
from accounts.roles import ensure_roles

PASSWORD = "correct horse battery staple"


def account(email: str, *, verified: bool = True, roles: tuple[str, ...] = (), **fields: Any) -> User:
    """A person with PASSWORD and their address, confirmed unless told, in these roles."""
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=verified, primary=True)
    if roles:
        user.groups.set(ensure_roles(*roles))
    return user
