"""What a signed-in person finds here."""

from collections.abc import Iterable

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse
from django.utils.translation import gettext as _

from core.me import Link


def my_links(user: AbstractBaseUser) -> Iterable[Link]:
    """Everybody may have answered; no query."""
    return [Link(_("My perspectives"), reverse("perspectives:my-perspectives"))]
