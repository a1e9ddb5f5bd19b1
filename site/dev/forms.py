from typing import Any

from django import forms

UNITS = {"minutes": 60, "hours": 3600, "days": 86400}


class AdvanceForm(forms.Form):
    """How far the clock is to move."""

    amount = forms.IntegerField(label="How many", min_value=1, max_value=10_000, initial=1)
    unit = forms.ChoiceField(label="of", choices=[(unit, unit) for unit in UNITS], initial="hours")

    def seconds(self) -> int:
        """The move in seconds; for a valid form."""
        data: dict[str, Any] = self.cleaned_data
        return int(data["amount"]) * UNITS[data["unit"]]


class SampleForm(forms.Form):
    """Each kind of field once, for the styleguide."""

    name = forms.CharField(label="Your name")
    mail = forms.EmailField(label="Your e-mail address", help_text="The confirmation goes here.")
    setting = forms.ChoiceField(
        label="Where do you work?", choices=[("p", "Probation"), ("s", "something else")]
    )
    note = forms.CharField(
        label="What would make the first hour worth it?",
        help_text="You could leave this empty. Please nothing that identifies a client.",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    brought = forms.ChoiceField(
        label="Who brought you here?",
        choices=[("q", "The Quantock Listening Group"), ("n", "Nobody, remove it")],
        widget=forms.RadioSelect,
    )
    languages = forms.MultipleChoiceField(
        label="Languages", choices=[("en", "English"), ("cy", "Welsh")], widget=forms.CheckboxSelectMultiple
    )
    terms = forms.BooleanField(label="I have read how moving and cancelling works.")
