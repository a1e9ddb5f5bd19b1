"""The inbox under `/cms/`: what waits first, read, answered, dealt with and put back."""

from typing import Any

import django_filters
from django.db.models import F, QuerySet
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from content.feedback import actions
from content.feedback.forms import AnswerForm, NoteForm, way_back
from content.models import Feedback
from core.cms import Act, Inspecting, Listing, ReadingViewSet

EXCERPT = 90
_STATES = (("done", gettext_lazy("Dealt with")), ("all", gettext_lazy("All of them")))


def excerpt(row: Feedback) -> str:
    """How it begins, on one line."""
    return Truncator(" ".join(row.words.split())).chars(EXCERPT)


def state(row: Feedback) -> str:
    """Waits, answered or dealt with."""
    if row.done_at is None:
        return _("Answered, waits again") if row.answered_at else _("Waits")
    return _("Answered") if row.answered_at else _("Dealt with")


def _broken(words: str) -> SafeString:
    """Text with its line breaks, everything else in it escaped; a dash for none."""
    return SafeString(linebreaksbr(words, autoescape=True)) if words else SafeString("-")


class FeedbackFilterSet(WagtailFilterSet):
    """By state and kind. Without a state: what waits."""

    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=_STATES,
        method="in_state",
        empty_label=gettext_lazy("Waits"),
    )
    about = django_filters.ChoiceFilter(label=gettext_lazy("Kind"), choices=Feedback.About.choices)

    class Meta:
        model = Feedback
        fields = ["state", "about"]

    def filter_queryset(self, queryset: QuerySet[Feedback]) -> QuerySet[Feedback]:
        """What waits, unless another state is asked for."""
        found: QuerySet[Feedback] = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.filter(done_at=None)

    def in_state(self, rows: QuerySet[Feedback], name: str, value: str) -> QuerySet[Feedback]:
        return rows if value == "all" else rows.exclude(done_at=None)


class Inbox(Listing):
    """The newest first, what waits before the rest."""

    default_ordering = "-sent_at"

    def order_queryset(self, queryset: Any) -> Any:
        """By what was asked for; else what waits first."""
        if self.request.GET.get("ordering"):
            return super().order_queryset(queryset)
        return queryset.order_by(F("done_at").desc(nulls_first=True), "-sent_at", "-pk")


class Reading(Inspecting):
    """One message."""

    page_title = gettext_lazy("Read")

    def get_page_subtitle(self) -> str:
        return excerpt(self.object)

    def get_words_display_value(self) -> str:
        """With its line breaks."""
        return _broken(self.object.words)

    def get_answer_display_value(self) -> str:
        """With its line breaks."""
        return _broken(self.object.answer)

    def get_note_display_value(self) -> str:
        """With its line breaks."""
        return _broken(self.object.note)

    def get_page_display_value(self) -> str:
        """A link to a page of this site; anything else is words."""
        page = self.object.page
        return format_html('<a href="{0}">{0}</a>', page) if way_back(page) else page or "-"


@method_decorator(sensitive_post_parameters(), "dispatch")
class _FeedbackAct(Act):
    """What is typed here stands in no report of an error."""

    back = "inspect"
    model: type[Feedback]

    def get_page_subtitle(self) -> str:
        return excerpt(self.object)


class Settle(_FeedbackAct):
    """Dealt with, and out of the list of what waits."""

    name, label, icon = "settle", gettext_lazy("Dealt with"), "check"
    explanation = gettext_lazy("It leaves the list of what waits. You could put it back.")

    @classmethod
    def applies(cls, instance: Feedback) -> bool:
        return instance.done_at is None

    def act(self, instance: Feedback, data: dict[str, Any]) -> str:
        actions.settle(feedback=instance)
        return _("Dealt with: “%(words)s”") % {"words": excerpt(instance)}

    def ways_on(self) -> list[Any]:
        """A slip is put right from where it was made."""
        return [messages.button(self._of("put-back"), _("Put back"))]

    def get_success_url(self) -> str:
        """On with the next one."""
        if self.request.method == "POST":
            return reverse(f"{self.namespace}:index")
        return super().get_success_url()

    def _of(self, name: str) -> str:
        return reverse(f"{self.namespace}:{name}", args=[self.object.pk])


class PutBack(_FeedbackAct):
    """Waits again."""

    name, label, icon = "put-back", gettext_lazy("Put back"), "undo"
    explanation = gettext_lazy("It waits in the inbox again. An answer that was sent stays sent.")

    @classmethod
    def applies(cls, instance: Feedback) -> bool:
        return instance.done_at is not None

    def act(self, instance: Feedback, data: dict[str, Any]) -> str:
        actions.put_back(feedback=instance)
        return _("It waits again.")


class Answer(_FeedbackAct):
    """A mail to whoever left an address."""

    name, label, icon = "answer", gettext_lazy("Answer"), "mail"
    form_class = AnswerForm

    @classmethod
    def applies(cls, instance: Feedback) -> bool:
        return bool(instance.email) and instance.answered_at is None

    def explain(self, instance: Feedback) -> str:
        return _broken(instance.words)

    def act(self, instance: Feedback, data: dict[str, Any]) -> str:
        actions.answer(feedback=instance, by=self.actor, words=data["words"])
        return _("Your answer is on its way.")


class Note(_FeedbackAct):
    """For colleagues."""

    name, label, icon = "note", gettext_lazy("Note"), "edit"
    form_class = NoteForm

    def get_initial(self) -> dict[str, Any]:
        return {"words": self.object.note}

    def act(self, instance: Feedback, data: dict[str, Any]) -> str:
        actions.note(feedback=instance, words=data["words"])
        return _("The note is kept.")


class FeedbackViewSet(ReadingViewSet):
    model = Feedback
    name = "cms_feedback"
    url_prefix = "feedback"
    icon = "mail"
    menu_label = gettext_lazy("Feedback")
    menu_order = 260
    add_to_admin_menu = True
    index_view_class = Inbox
    inspect_view_class = Reading
    acts = (Settle, Answer, Note, PutBack)
    list_display = [
        TitleColumn(
            "message",
            label=gettext_lazy("Message"),
            accessor=excerpt,
            url_name="cms_feedback:inspect",
            width="45%",
        ),
        Column("about", label=gettext_lazy("Kind"), accessor="get_about_display", sort_key="about"),
        Column("page", label=gettext_lazy("Page"), accessor=lambda row: row.page or "-"),
        DateColumn("sent_at", label=gettext_lazy("Sent"), sort_key="sent_at"),
        Column("state", label=gettext_lazy("State"), accessor=state),
    ]
    filterset_class = FeedbackFilterSet
    search_fields = ["words", "page", "email"]
    inspect_view_fields = [
        *("words", "about", "page", "email", "user", "language", "sent_at", "note"),
        *("answer", "answered_at", "answered_by", "done_at"),
    ]
