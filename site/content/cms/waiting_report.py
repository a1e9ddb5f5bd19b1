"""Pages that wait for a reader: a report under `/cms/`."""

from typing import Any

from django.db.models import CharField
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from content import waiting
from content.cms.reviews import ACTS, may_read


class WaitingReport(ReportView):
    """The longest waiting first, with whoever could read it."""

    model = TaskState
    page_title = _("Waiting for a reader")
    header_icon = "time"
    index_url_name = "cms_waiting:index"
    index_results_url_name = "cms_waiting:index_results"
    any_permission_required = ACTS
    permission_policy = policy_registry.get_by_type(Page)
    is_searchable = False
    default_ordering = "started_at"

    @cached_property
    def columns(self) -> list[Column]:
        """The last column needs to know who is there, once for all rows."""
        return [
            TitleColumn("page", label=_("Page"), accessor=_page, get_url=_editor, width="40%"),
            Column("by", label=_("Handed in by"), accessor=_by),
            Column("days", label=_("Days"), accessor=waiting.days),
            Column("readers", label=_("Who may read it"), accessor=self.who),
        ]

    @cached_property
    def readers(self) -> dict[int, list[Any]]:
        """By task."""
        return waiting.readers()

    def who(self, task: TaskState) -> str:
        """Names, or what to do where nobody is left."""
        people = self.readers.get(task.task_id, [])
        if not people:
            return gettext("Nobody is left. Any editor may publish it; an admin can make somebody an editor.")
        return ", ".join(str(user) for user in people)

    def get_base_queryset(self) -> Any:
        mine = self.permission_policy.instances_user_has_any_permission_for(self.request.user, ACTS)
        keys = mine.annotate(key=Cast("pk", output_field=CharField())).values("key")
        return waiting.tasks().filter(workflow_state__object_id__in=keys)

    def get_queryset(self) -> Any:
        return self.get_base_queryset()


def _page(task: TaskState) -> str:
    return str(task.workflow_state.content_object)


def _editor(task: TaskState) -> str:
    return reverse("wagtailadmin_pages:edit", args=[task.workflow_state.object_id])


def _by(task: TaskState) -> str:
    person = task.workflow_state.requested_by
    return str(person) if person else gettext("Somebody who has left")


def urlpatterns() -> list[URLPattern]:
    """The addresses of the report."""
    return [
        path("reports/waiting/", WaitingReport.as_view(), name="index"),
        path("reports/waiting/results/", WaitingReport.as_view(results_only=True), name="index_results"),
    ]


class WaitingMenuItem(MenuItem):
    """Shown to whoever may publish pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def menu_item() -> MenuItem:
    """The report's place in the menu of reports."""
    return WaitingMenuItem(
        _("Waiting for a reader"),
        reverse("cms_waiting:index"),
        name="waiting",
        icon_name="time",
        order=1_210,
    )
