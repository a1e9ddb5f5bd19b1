"""Roles that need a second factor (MFA_REQUIRED_ROLES) and the door that waits for it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.signals import authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts import roles
from core import languages

SETTLED = "second_factor_settled"
# Where somebody without a second factor may still go: the pages that set one up, and files.
OPEN = ("/account/", "/static/", "/media/", "/livez", "/readyz")


class SecondFactorMiddleware:
    """Sends people of MFA_REQUIRED_ROLES who have no second factor to set one up."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if settings.MFA_REQUIRED_ROLES and is_owed(request):
            messages.warning(
                request,
                _("What you look after here needs a second lock: please set up an authenticator app first."),
            )
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def is_owed(request: HttpRequest) -> bool:
    """Whether this person must set up a second factor first. Once settled, a session is not asked again."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or languages.bare(request.path).startswith(OPEN):
        return False
    if not request.user.is_authenticated or request.session.get(SETTLED):
        return False
    owed = roles.has_role(request.user, *settings.MFA_REQUIRED_ROLES) and not is_mfa_enabled(request.user)
    if not owed:
        request.session[SETTLED] = True
    return owed


def forget_settled(request: HttpRequest | None, **kwargs: Any) -> None:
    """A factor was taken off: ask again."""
    if request is not None:
        request.session.pop(SETTLED, None)


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    authenticator_removed.connect(forget_settled, dispatch_uid="accounts.mfa")
