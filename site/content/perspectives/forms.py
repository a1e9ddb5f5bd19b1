"""What members write: their answer, a report, an appeal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.models import Perspective, Report
from content.models.perspectives import CHANGED_LENGTH, HAPPENED_LENGTH, SAID_LENGTH
from content.perspectives.wording import Words
from directory.places.models import PracticeSetting

SORTINGS = [("helpful", _("most helpful")), ("newest", _("newest"))]


class PerspectiveForm(forms.Form):
    """The three answers, where somebody was, and the name readers see."""

    setting = forms.ModelChoiceField(
        PracticeSetting.objects.none(),
        required=False,
        label=_("Where were you?"),
        empty_label=_("Choose a setting, if you like"),
        error_messages={"invalid_choice": _("We do not know that setting. You could choose another.")},
    )
    said = forms.CharField(
        label=_("The words you used"),
        help_text=_("As you said them, even if they were clumsy."),
        max_length=SAID_LENGTH,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write down what you said.")},
    )
    happened = forms.CharField(
        label=_("What happened then?"),
        help_text=_("Change anything that could identify a client: names, places, ages."),
        max_length=HAPPENED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say what happened then, even if it was not much.")},
    )
    changed = forms.CharField(
        label=_("What changed for you?"),
        help_text=_("If anything did. You could leave it empty."),
        required=False,
        max_length=CHANGED_LENGTH,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    shown_name = forms.CharField(
        label=_("Your name, as readers see it"),
        help_text=_("A first name is enough."),
        max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={
            "required": _("Please give a first name, or another one you would like to be shown.")
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["setting"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        field.queryset = PracticeSetting.objects.all()
        field.choices = [("", field.empty_label or ""), *_by_first_level()]

    @classmethod
    def of(cls, perspective: Perspective, data: Any = None) -> "PerspectiveForm":
        """The form over what was sent."""
        names = ("said", "happened", "changed", "shown_name")
        initial = {name: getattr(perspective, name) for name in names}
        return cls(data, initial={**initial, "setting": perspective.setting_id})

    @property
    def details(self) -> dict[str, Any]:
        """What the actions take, of a valid form."""
        given = self.cleaned_data
        return {
            "words": Words(said=given["said"], happened=given["happened"], changed=given["changed"]),
            "shown_name": given["shown_name"],
            "setting": given["setting"],
        }


class ReportForm(forms.Form):
    """Why a moderator should look."""

    why = forms.ChoiceField(
        label=_("What did you notice?"),
        choices=Report.Why.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Please choose what is nearest to what you noticed.")},
    )
    words = forms.CharField(
        label=_("Anything the moderator should know"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AppealForm(forms.Form):
    """What somebody else should look at."""

    words = forms.CharField(
        label=_("What should they look at?"),
        help_text=_("A sentence or two is enough."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please say in a sentence or two what somebody else should look at.")},
    )


class SortingForm(forms.Form):
    """`sort` and `page` as they stand in the address; what makes no sense there is read as the first one."""

    sort = forms.ChoiceField(required=False, choices=SORTINGS, label=_("Sort by"))
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    @property
    def sorting(self) -> str:
        """`helpful` or `newest`."""
        given = self.cleaned_data.get("sort") if self.is_valid() else ""
        return given or SORTINGS[0][0]

    @property
    def number(self) -> int:
        """The page, from 1."""
        return (self.cleaned_data.get("page") if self.is_valid() else None) or 1


def _by_first_level() -> list[tuple[str, list[tuple[int, str]]]]:
    """Settings under the name of their first level, which may be chosen as well. Two queries."""
    return [
        (root.shown, [(root.pk, root.shown), *((child.pk, child.shown) for child in root.children.all())])
        for root in PracticeSetting.objects.tree()
    ]
