"""How the list of terms is narrowed, as it stands in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindTermForm(forms.Form):
    """`q`: a word, or part of one."""

    q = forms.CharField(
        required=False,
        max_length=80,
        label=_("Find a term"),
        error_messages={"max_length": _("That is longer than any term here. Part of the word is enough.")},
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
