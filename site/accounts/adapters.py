"""How allauth is asked to behave here."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core import languages, me


class AccountAdapter(DefaultAccountAdapter):
    """Knows the fields of our people; every link in a mail starts at BASE_URL, whatever host was asked."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not belong together."),
        "incorrect_password": _("That is not your password."),
        "too_many_login_attempts": _("That was wrong too often. You could try again in a few minutes."),
        "unverified_primary_email": _("Please confirm your main address first."),
    }

    def save_user(self, request: HttpRequest, user: User, form: BaseForm, commit: bool = True) -> User:
        """Keeps name and time zone of the sign-up form, too."""
        super().save_user(request, user, form, commit=False)
        user.name = str(form.cleaned_data.get("name", "")).strip()
        user.locale = languages.active()
        user.time_zone = form.cleaned_data.get("time_zone") or settings.TIME_ZONE
        if commit:
            user.save()
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Staff begin in the back office, trainers and champions at their desk; where somebody wanted to go, allauth
        has seen to that before."""
        user = request.user
        if user.has_perm("wagtailadmin.access_admin"):
            return reverse("wagtailadmin_home")
        if isinstance(user, User) and (work := me.workplace(user)):
            return work.url
        where: str = super().get_login_redirect_url(request)
        return where

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends `<template_prefix>_message.txt` and `.html` in the frame of the house's mails, in the language of
        the person, or of the page where nobody is known."""
        user = context.get("user")
        code = languages.known(user.locale) if isinstance(user, User) else languages.active()
        links = {key: at_base_url(value, code) for key, value in context.items() if key.endswith("_url")}
        house = {"site_name": settings.SITE_NAME, "base_url": settings.BASE_URL}
        with translation.override(code):
            super().send_mail(template_prefix, email, {**context, **links, **house})


class SecondLockAdapter(DefaultMFAAdapter):
    """The second lock in our words."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code does not fit. It changes every half minute; the next one might."),
    }


def at_base_url(address: str, code: str) -> str:
    """The same page and query at BASE_URL, in the language `code`: a forged Host header must not decide where a mail
    leads."""
    parts, base = urlsplit(address), urlsplit(settings.BASE_URL)
    path = languages.prefixed(languages.bare(parts.path), code)
    moved: str = urlunsplit((base.scheme, base.netloc, path, parts.query, parts.fragment))
    return moved
