"""What a moderator fills in. `version` is the one that was read."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.cms.moderation import queue
from content.models import Appeal, Perspective, QuestionPage
from content.models.perspectives import CHANGED_LENGTH, HAPPENED_LENGTH, SAID_LENGTH
from content.perspectives.wording import Words

AGES = (("1", _("A day or longer")), ("7", _("A week or longer")), ("30", _("A month or longer")))
ANSWERED = QuestionPage.objects.filter(perspectives__isnull=False).distinct().order_by("title")
OWN = ""
WHY = _("Please give a reason, as its author should read it.")
READY = (
    _("Somebody in it might be recognised. Without place, age or workplace it would be welcome."),
    _("It says much the same as another perspective that is there already."),
    _("It answers another question than this one. It might fit there."),
    _("It tells what to do; we are looking for what you said and what happened then."),
    _("It advertises something."),
    _("It could hurt a reader who is in that situation."),
)


class Nothing(forms.Form):
    """A decision that needs no words."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class Undo(forms.Form):
    """`event` is the decision that is taken back, and no later one."""

    event = forms.IntegerField(widget=forms.HiddenInput)


class Keep(Nothing):
    """`newest` is the last of the reports that were read; one that came in later stays open."""

    newest = forms.IntegerField(required=False, widget=forms.HiddenInput)


class LeaveOut(Nothing):
    """A reason of one's own, or a ready-made one."""

    ready = forms.ChoiceField(
        label=_("A reason, as its author reads it"),
        required=False,
        widget=forms.RadioSelect,
        choices=[*((words, words) for words in READY), (OWN, _("In my own words:"))],
    )
    reason = forms.CharField(
        label=_("Your own words"),
        required=False,
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They count where both are given."),
    )

    def clean(self) -> dict[str, Any]:
        """`reason` is what the author reads."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["reason"] = cleaned.get("reason") or str(cleaned.get("ready") or "")
        return cleaned


class Reword(Nothing):
    """The words as they should stand, and why."""

    said = forms.CharField(
        label=_("What they said"), max_length=SAID_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )
    happened = forms.CharField(
        label=_("What happened"), max_length=HAPPENED_LENGTH, widget=forms.Textarea(attrs={"rows": 5})
    )
    changed = forms.CharField(
        label=_("What changed"),
        max_length=CHANGED_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    reason = forms.CharField(
        label=_("Why, as its author reads it"),
        error_messages={"required": WHY},
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @property
    def words(self) -> Words:
        """The three answers."""
        return Words(**{name: self.cleaned_data[name] for name in ("said", "happened", "changed")})


class DecideAppeal(Nothing):
    """Whether the decision stands, and a word to its author."""

    outcome = forms.ChoiceField(
        label=_("What do you find?"),
        widget=forms.RadioSelect,
        choices=Appeal.Outcome.choices,
        error_messages={"required": _("Please choose one of the two.")},
    )
    reply = forms.CharField(
        label=_("A word to its author"),
        error_messages={"required": _("Please write a sentence to its author, who is waiting for it.")},
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LastDay(Nothing):
    """Until when somebody does not contribute."""

    last_day = forms.DateField(
        label=_("The last day of it"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Empty: until somebody lifts it."),
    )


class Suspend(LastDay):
    """Why, and until when."""

    field_order = ("reason", "last_day")
    reason = forms.CharField(
        label=_("Why, as the member reads it"),
        error_messages={"required": _("Please give a reason, as the member should read it.")},
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class Search(forms.Form):
    """Of all there are: by words and state."""

    q = forms.CharField(label=_("Words or name"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("Any")), *Perspective.State.choices]
    )


class Narrow(forms.Form):
    """What of the list is looked at, as it stands in the address. What makes no sense asks for nothing."""

    show = forms.ChoiceField(required=False, choices=list(queue.LABELS.items()), widget=forms.HiddenInput)
    q = forms.CharField(label=_("Words or name"), required=False, max_length=100)
    question = forms.ModelChoiceField(
        label=_("Question"), required=False, queryset=ANSWERED, empty_label=_("Any")
    )
    days = forms.ChoiceField(label=_("Waits"), required=False, choices=[("", _("However long")), *AGES])
    order = forms.ChoiceField(
        label=_("Order"),
        required=False,
        choices=[("", _("The longest waiting first")), (queue.NEWEST, _("The newest first"))],
    )

    @property
    def wanted(self) -> queue.Wanted:
        """Everything where nothing was asked. One query where a question was."""
        self.is_valid()
        asked = self.cleaned_data
        question = asked.get("question")
        return queue.Wanted(
            show=asked.get("show") or queue.ALL,
            days=int(asked.get("days") or 0),
            question=question.pk if question else None,
            words=asked.get("q", ""),
            newest_first=bool(asked.get("order")),
        )
