"""What comes in at the front desk."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User, validate_time_zone
from core import clock
from marketplace.offerings.models import PackageVersion
from marketplace.orders.models import Order, TermsVersion

_FAR = dt.timedelta(days=800)
ONLINE = "online"


class InstantField(forms.Field):
    """An aware instant as ISO 8601 text, as the radio buttons carry it; cleaned to UTC."""

    default_error_messages = {
        "required": gettext_lazy("You have not chosen a time yet."),
        "invalid": gettext_lazy("This is not one of the times shown. You could choose one of them."),
    }

    def to_python(self, value: Any) -> dt.datetime | None:
        """None for nothing; ValidationError for anything that is no instant of the next two years."""
        if value in self.empty_values:
            return None
        try:
            instant = dt.datetime.fromisoformat(str(value))
        except ValueError:
            instant = dt.datetime.min
        if instant.tzinfo is None or not 2000 < instant.year < 9000 or instant > clock.now() + _FAR:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return instant.astimezone(dt.UTC)


class WeekQuery(forms.Form):
    """`?from=YYYY-MM-DD&zone=Europe/Berlin`: both optional; what makes no sense is left aside."""

    zone = forms.CharField(required=False, max_length=64, validators=[validate_time_zone])

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.fields["from"] = forms.DateField(required=False, input_formats=["%Y-%m-%d"])
        self.full_clean()

    @property
    def asked_zone(self) -> str:
        """A valid IANA zone, or ""."""
        return str(self.cleaned_data.get("zone") or "")

    @property
    def asked_day(self) -> dt.date | None:
        """The first day asked for."""
        day: dt.date | None = self.cleaned_data.get("from")
        return day


class SlotForm(forms.Form):
    """One time, and where: `where` is "online" or the label of a place of the version."""

    slot = InstantField()
    where = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": gettext_lazy("You could choose one of the ways to meet.")},
    )

    def __init__(self, *args: Any, ways: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["where"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = ways
        field.label = _("How would you like to meet?")
        field.initial = ways[0][0] if ways else ""
        if len(ways) < 2:
            field.required = False
            field.widget = forms.HiddenInput()

    @property
    def way(self) -> str:
        """The chosen way, or the only one there is."""
        return self.cleaned_data.get("where") or self.fields["where"].initial or ONLINE


class DetailsForm(forms.Form):
    """Who books, who takes part, what the trainer asks, and the terms. Questions become fields `intake_<key>`.

    The number of the terms travels in the page; when newer terms came out meanwhile, they have to be accepted
    again, and the box is empty again.
    """

    name = forms.CharField(
        max_length=120,
        label=gettext_lazy("Your name"),
        error_messages={"required": gettext_lazy("Please tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        help_text=gettext_lazy("The confirmation and the calendar file go here."),
        error_messages={
            "required": gettext_lazy("Please tell us where the confirmation may go."),
            "invalid": gettext_lazy(
                "This address is not complete. Might the “@” or what follows it be missing?"
            ),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    someone_else = forms.BooleanField(required=False, label=gettext_lazy("Someone else will attend"))
    attendee_name = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("Their name"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    attendee_email = forms.EmailField(
        required=False,
        label=gettext_lazy("Their e-mail address"),
        help_text=gettext_lazy("They get the time and the calendar file too."),
        error_messages={
            "invalid": gettext_lazy(
                "This address is not complete. Might the “@” or what follows it be missing?"
            )
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        required=False,
        max_length=2000,
        label=gettext_lazy("Anything else your trainer should know?"),
        help_text=gettext_lazy("You could leave this empty. Please nothing that identifies a client."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    terms = forms.BooleanField(
        error_messages={
            "required": gettext_lazy("To book, you would have to accept the terms and the cancellation rule.")
        }
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        version: PackageVersion,
        in_force: TermsVersion | None,
        **kwargs: Any,
    ) -> None:
        self.version, self.in_force = version, in_force
        self.terms_changed = data is not None and data.get("terms_number", "") != self.terms_number
        if data is not None and self.terms_changed:
            data = data.copy()
            data.pop("terms", None)
        super().__init__(data, **kwargs)
        for question in version.intake_questions:
            self.fields[f"intake_{question['key']}"] = _question_field(question)
        self.order_fields([*list(self.fields)[:5], *self._intake_names(), "note", "terms"])
        self.fields["terms"].label = _(
            "I accept the terms (version %(number)s) and the cancellation rule above"
        ) % {"number": self.terms_number}

    @property
    def terms_number(self) -> str:
        """The number of the terms in force, as text; "" before the first."""
        return str(self.in_force.number) if self.in_force else ""

    @property
    def intake_fields(self) -> list[forms.BoundField]:
        """The trainer's questions as fields, in their order."""
        return [self[name] for name in self._intake_names()]

    @property
    def intake_answers(self) -> dict[str, str]:
        """What was answered, by the question's key."""
        return {name.removeprefix("intake_"): self.cleaned_data[name] for name in self._intake_names()}

    def clean(self) -> dict[str, Any]:
        """Somebody else needs a name and an address; changed terms say so instead of "required"."""
        cleaned = super().clean() or self.cleaned_data
        if self.terms_changed and "terms" in self.errors:
            del self.errors["terms"]
            self.add_error(
                "terms", _("The terms have changed since you opened this page. Please look again.")
            )
        if cleaned.get("someone_else"):
            if not cleaned.get("attendee_name"):
                self.add_error("attendee_name", _("Please tell us who will attend."))
            if not cleaned.get("attendee_email") and "attendee_email" not in self.errors:
                self.add_error("attendee_email", _("Please tell us where their invitation may go."))
        return cleaned

    def _intake_names(self) -> list[str]:
        return [f"intake_{question['key']}" for question in self.version.intake_questions]


class CodeForm(forms.Form):
    """A group's code, as somebody types it."""

    code = forms.CharField(
        max_length=64,
        label=gettext_lazy("A group’s code"),
        error_messages={
            "required": gettext_lazy("Type the code of the group first."),
            "max_length": gettext_lazy("No code is that long."),
        },
    )


class ShareForm(forms.Form):
    """Whether the group that brought a booking may see whose it is."""

    act = forms.ChoiceField(choices=[("share_name", "share"), ("hide_name", "hide")])


def details_of(user: User) -> dict[str, str]:
    """What a signed-in person need not type again."""
    return {"name": user.name, "email": user.email}


def typed_before(order: Order) -> dict[str, Any]:
    """What stood in the form of an order that ended before it was paid."""
    answers = {f"intake_{key}": answer for key, answer in order.intake_answers.items()}
    return {"name": order.buyer_name, "email": order.buyer_email, "note": order.note, **answers}


def _question_field(question: dict[str, Any]) -> forms.Field:
    required = bool(question.get("required"))
    hint = "" if required else _("You could leave this empty. Please nothing that identifies a client.")
    return forms.CharField(
        max_length=4000,
        required=required,
        label=str(question["label"]),
        help_text=hint,
        error_messages={"required": _("Your trainer would like an answer to this.")},
        widget=forms.Textarea(attrs={"rows": 3}) if question.get("long") else forms.TextInput(),
    )
