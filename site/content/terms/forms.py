"""How the list of terms is narrowed, as it stands in the address."""

from django import forms
from django.utils.translation import gettext_lazy as _


class FindTermForm(forms.Form):
    """`q`: a word, or part of one."""

    q = forms.CharField(
        required=False,
        max_length=80,
        label=_("Find a term"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
