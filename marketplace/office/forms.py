"""What comes in at the desk and on the champion's page."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from marketplace.scheduling.models import AvailabilityException, AvailabilityRule


def _clock() -> forms.TimeField:
    return forms.TimeField(widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


def _date(*, required: bool = True) -> forms.DateField:
    return forms.DateField(
        required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class RuleForm(forms.Form):
    """A weekly window."""

    weekday = forms.TypedChoiceField(
        label=_("Day"),
        coerce=int,
        choices=AvailabilityRule._meta.get_field("weekday").choices or [],
    )
    starts = _clock()
    ends = _clock()
    valid_from = _date(required=False)
    valid_until = _date(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["starts"].label = gettext("From")
        self.fields["ends"].label = gettext("To")
        self.fields["ends"].help_text = gettext("00:00 is midnight at the end of the day.")
        self.fields["valid_from"].label = gettext("Only from this date on (if you like)")
        self.fields["valid_until"].label = gettext("Only until this date (if you like)")


class ExceptionForm(forms.Form):
    """One date on which the week is different."""

    kind = forms.ChoiceField(label=_("On that date I am"), choices=AvailabilityException.Kind.choices)
    date = _date()
    starts = forms.TimeField(
        label=_("From"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    ends = forms.TimeField(
        label=_("To"),
        required=False,
        help_text=_("Leave both empty to close the whole day."),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    reason = forms.CharField(label=_("A note for yourself (if you like)"), max_length=120, required=False)

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_date(self) -> dt.date:
        """A date that can still matter."""
        date: dt.date = self.cleaned_data["date"]
        if date < self.today:
            raise forms.ValidationError(
                gettext("This date is over. You could choose one that is still to come.")
            )
        return date


class RowForm(forms.Form):
    """Which row a button stands in; row numbers stay out of addresses."""

    row = forms.IntegerField(min_value=1)


class CodeForm(forms.Form):
    """A new referral code of a group."""

    code = forms.CharField(
        label=_("Code (if you have one in mind)"),
        required=False,
        max_length=32,
        help_text=_("3 to 32 letters, digits or hyphens. Left empty, we make one up."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
    )
    target = forms.ChoiceField(label=_("Its link leads to"))

    def __init__(self, *args: Any, targets: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["target"] = forms.ChoiceField(label=gettext("Its link leads to"), choices=targets)
