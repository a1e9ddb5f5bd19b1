"""Where a person looks after their account."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from core.me import Link


def my_links(user: AbstractBaseUser) -> Iterable[Link]:
    """Everybody has one; no query."""
    return [Link(_("Your account"), reverse("account_email"))]
