"""What people tell us, and what editors answer."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from content.models import Feedback

WORDS_LENGTH = Feedback._meta.get_field("words").max_length
PAGE_LENGTH = Feedback._meta.get_field("page").max_length
EMAIL_LENGTH = Feedback._meta.get_field("email").max_length


class FeedbackForm(forms.Form):
    """A message. `website` is a trap: people do not see it, and programs fill it in."""

    words = forms.CharField(
        label=_("What would you like to tell us?"),
        help_text=_("Please leave out anything by which a client could be recognised."),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 7}),
        error_messages={"required": _("Please write a sentence or two.")},
    )
    about = forms.ChoiceField(
        label=_("What is it, roughly?"),
        choices=Feedback.About.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Please choose one of these, or none.")},
    )
    page = forms.CharField(
        label=_("The page it is about"),
        help_text=_("Where you came from, if we can tell. You could change it or leave it empty."),
        max_length=PAGE_LENGTH,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "dir": "ltr"}),
    )
    email = forms.EmailField(
        label=_("Your e-mail address, if you would like an answer"),
        help_text=_("Used for the answer alone."),
        max_length=EMAIL_LENGTH,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "dir": "ltr"}),
        error_messages={
            "invalid": _("That is no e-mail address. Please look at it again, or leave it empty.")
        },
    )
    website = forms.CharField(required=False, max_length=400)

    @classmethod
    def of(cls, request: HttpRequest) -> "FeedbackForm":
        """What was sent, else an empty form that knows where its reader came from."""
        if request.method == "POST":
            return cls(request.POST)
        return cls(initial={"page": came_from(request)})

    def clean(self) -> dict[str, Any]:
        """Nothing sits in the trap."""
        given: dict[str, Any] = super().clean() or {}
        if self.data.get("website"):
            raise forms.ValidationError(
                _(
                    "A hidden field that catches programs was filled in, perhaps by your browser. It is empty "
                    "again: please send your message once more."
                )
            )
        return given

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes, of a valid form."""
        given = self.cleaned_data
        about = given["about"] or Feedback.About.OTHER
        return {"about": about, "words": given["words"], "page": given["page"], "email": given["email"]}


def came_from(request: HttpRequest) -> str:
    """The path of the page on this site that led here; what stood behind it (a search, a token) is left out."""
    before = request.GET.get("page") or request.headers.get("referer") or ""
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return ""
    path = urlsplit(before).path
    return "" if path == request.path else path[:PAGE_LENGTH]


def way_back(page: str) -> str:
    """A path of this site, as it may be linked to; empty for anything else."""
    return page if page.startswith("/") and url_has_allowed_host_and_scheme(page, allowed_hosts=None) else ""


class AnswerForm(forms.Form):
    """What is sent to whoever left an address."""

    words = forms.CharField(
        label=_("Your answer"),
        help_text=_("A mail, with their own words below it. Names stay out of it unless you write one."),
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Please write an answer first.")},
    )


class NoteForm(forms.Form):
    """What colleagues should know."""

    words = forms.CharField(
        label=_("Note"),
        help_text=_(
            "For colleagues. It is not sent, but belongs to what somebody gets who asks for all we keep of them."
        ),
        required=False,
        max_length=WORDS_LENGTH,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
