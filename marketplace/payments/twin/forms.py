"""What comes in from the hosted page."""

from django import forms


class BankForm(forms.Form):
    """What the pretend bank should do."""

    PAY, LATER, DECLINE, YES, NO = "pay", "later", "decline", "yes", "no"

    bank = forms.ChoiceField(
        choices=[
            (PAY, "Pays at once"),
            (LATER, "Says yes, but takes a minute"),
            (DECLINE, "Says no"),
            (YES, "The bank says yes now"),
            (NO, "The bank says no now"),
        ],
        error_messages={
            "required": "You could choose what the pretend bank does.",
            "invalid_choice": "The pretend bank cannot do that. You could choose one of the three.",
        },
    )
