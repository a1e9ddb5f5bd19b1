"""People in `/cms/`: our users have one name, and sign in by e-mail."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from wagtail.users.forms import UserCreationForm as WagtailUserCreationForm
from wagtail.users.forms import UserEditForm as WagtailUserEditForm

FIELDS = {"email", "name", "time_zone", "is_superuser", "groups"}


class UserCreationForm(WagtailUserCreationForm):
    """A new person."""

    first_name = None
    last_name = None

    class Meta(WagtailUserCreationForm.Meta):
        fields = FIELDS


class UserEditForm(WagtailUserEditForm):
    """A person who is there."""

    first_name = None
    last_name = None

    class Meta(WagtailUserEditForm.Meta):
        fields = FIELDS | {"is_active"}


class NameForm(forms.ModelForm[Any]):
    """One's own name, in one's own settings of `/cms/`."""

    class Meta:
        model = get_user_model()
        fields = ("name", "time_zone")
