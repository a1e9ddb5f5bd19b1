"""Forms of signing in and up."""

import zoneinfo

from allauth.account.forms import AddEmailForm as AllauthAddEmailForm
from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import ReauthenticateForm as AllauthReauthenticateForm
from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
from allauth.account.forms import ResetPasswordKeyForm as AllauthResetPasswordKeyForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.mfa.base.forms import AuthenticateForm as AllauthAuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as AllauthReauthenticateByCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm as AllauthActivateTOTPForm
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):
    """E-mail address and password."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""
        _in_our_words(self)


class SignupForm(AllauthSignupForm):
    """E-mail address, password, and what to call somebody. The time zone is the browser's, else the site's."""

    name = forms.CharField(
        required=False,
        max_length=120,
        label=_("What should we call you?"),
        help_text=_("As others should see it. You could leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    time_zone = forms.CharField(
        required=False, max_length=64, widget=forms.HiddenInput(attrs={"data-time-zone": ""})
    )
    field_order = ["name", "email", "password1"]

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].help_text = _("Ten characters or more. A sentence is fine.")
        _in_our_words(self)

    def clean_time_zone(self) -> str:
        """The zone if there is one of that name; a wrong one is nobody's mistake, so the site's stands in."""
        name = str(self.cleaned_data["time_zone"])
        try:
            return zoneinfo.ZoneInfo(name).key
        except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
            return str(settings.TIME_ZONE)


class AddEmailForm(AllauthAddEmailForm):
    """One more e-mail address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ResetPasswordForm(AllauthResetPasswordForm):
    """Where to send the link."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _in_our_words(self)


class ChangePasswordForm(AllauthChangePasswordForm):
    """The password now, and the new one twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("The password you have now")
        self.fields["oldpassword"].help_text = ""
        _name_new_passwords(self)


class ResetPasswordKeyForm(AllauthResetPasswordKeyForm):
    """The new password twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _name_new_passwords(self)


class ReauthenticateForm(AllauthReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        _in_our_words(self)


class AuthenticateForm(AllauthAuthenticateForm):
    """The second lock: a code of the app, or a spare one."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)


class ReauthenticateByCodeForm(AllauthReauthenticateByCodeForm):
    """The second lock once more, before something that matters."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        _name_code(self)


class ActivateTOTPForm(AllauthActivateTOTPForm):
    """The first code of a new app shows that it is set up rightly."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code it shows now")
        _as_code(self)


def _name_code(form: forms.Form) -> None:
    form.fields["code"].label = _("Code")
    form.fields["code"].help_text = _("The six digits your app shows, or one of your spare codes.")
    _as_code(form)


def _as_code(form: forms.Form) -> None:
    form.fields["code"].widget.attrs |= {"autocapitalize": "off", "spellcheck": "false"}
    _in_our_words(form)


def _name_new_passwords(form: forms.Form) -> None:
    form.fields["password1"].label = _("The new password")
    form.fields["password1"].help_text = _("Ten characters or more. A sentence is fine.")
    form.fields["password2"].label = _("The new password, once more")
    _in_our_words(form)


def _in_our_words(form: forms.Form) -> None:
    """No placeholders: a label stays where they go as soon as somebody types."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _("This is still empty.")
