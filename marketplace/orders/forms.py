"""What staff fill in about an order."""

from django import forms


class ReasonForm(forms.Form):
    """Why money goes back, or does not."""

    reason = forms.CharField(
        label="Reason",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the order; staff read it, buyer and trainer do not.",
        error_messages={"required": "Say why: it is kept with the order."},
    )
