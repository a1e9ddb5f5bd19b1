"""How the lists of the library are narrowed, as it stands in the address."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.places.models import PracticeSetting


class NarrowForm(forms.Form):
    """`kind` (of resource) or `skill` (of activity), `setting` (a slug) and `page` (from 1)."""

    setting = forms.ChoiceField(required=False, label=gettext_lazy("Practice setting"))
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any],
        *,
        sort: str,
        sorts: Iterable[tuple[str, Any]],
        settings: Mapping[PracticeSetting, int],
    ) -> None:
        """`sort` names the parameter that stands beside the setting; counts are told with the settings."""
        super().__init__(data)
        self.has_settings = bool(settings)
        self.fields[sort] = forms.ChoiceField(
            required=False, choices=[("", ""), *sorts], widget=forms.HiddenInput
        )
        field = self.fields["setting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [
            ("", _("Every setting")),
            *((setting.slug, f"{setting.shown} ({count})") for setting, count in settings.items()),
        ]
        for name in ("setting", sort):
            self.fields[name].error_messages["invalid_choice"] = _(
                "There is nothing like that here. You could choose another."
            )

    def chosen(self, name: str) -> str:
        """What was asked for, where it is something there is."""
        self.is_valid()
        found: str = self.cleaned_data.get(name) or ""
        return found

    @property
    def number(self) -> int:
        """The page asked for."""
        self.is_valid()
        return self.cleaned_data.get("page") or 1
