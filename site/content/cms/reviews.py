"""Pages that somebody should read again: a report under `/cms/`."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from core import clock
from directory.places.models import PracticeSetting

ACTS = ["publish"]
AUTHORS = "articlepage__article_authors__author"
_DUE = (("30", _("Within 30 days")), ("90", _("Within 90 days")), ("all", _("Whenever that is")))
_FORMULA = ("=", "+", "-", "@", "\t")


def due(user: Any, *, by: dt.date) -> Any:
    """Published pages that this person may publish, to be read again by that day or before it: `review_by`."""
    mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ACTS)
    dated = Page.objects.live().annotate(
        review_by=Coalesce(F("articlepage__review_by"), F("questionpage__review_by"))
    )
    return dated.filter(review_by__lte=by, pk__in=mine.values("pk")).order_by("review_by", "title")


def days_late(page: Any) -> int:
    """Whole days since the day it should have been read; 0 on the day and before."""
    return max(0, (clock.now().date() - page.review_by).days) if page.review_by else 0


def authors(page: Any) -> str:
    """Names, parted by commas; `AUTHORS` are fetched before. A question has none."""
    article = getattr(page, "articlepage", None)
    return ", ".join(row.author.name for row in article.article_authors.all()) if article else ""


def kind(page: Any) -> str:
    """As in "Article"."""
    return str(_("Article") if getattr(page, "articlepage", None) else _("Question"))


def _no_formula(value: str) -> str:
    """What a spreadsheet would reckon with is shown as text."""
    return f"'{value}" if str(value).startswith(_FORMULA) else value


class ReviewFilterSet(WagtailFilterSet):
    """By day, and by practice setting. Without a day: those past it."""

    due = django_filters.ChoiceFilter(
        label=_("To be read again"), choices=_DUE, method="due_within", empty_label=_("By today")
    )
    setting = django_filters.ModelChoiceFilter(
        label=_("Practice setting"),
        queryset=PracticeSetting.objects.order_by("name"),
        method="in_setting",
    )

    class Meta:
        model = Page
        fields = ["due", "setting"]

    def filter_queryset(self, queryset: QuerySet[Page]) -> QuerySet[Page]:
        """Past their day unless another day is asked for."""
        found: QuerySet[Page] = super().filter_queryset(queryset)
        today = clock.now().date()
        return found if self.form.cleaned_data.get("due") else found.filter(review_by__lte=today)

    def due_within(self, rows: QuerySet[Page], name: str, value: str) -> QuerySet[Page]:
        if value == "all":
            return rows
        return rows.filter(review_by__lte=clock.now().date() + dt.timedelta(days=int(value)))

    def in_setting(self, rows: QuerySet[Page], name: str, value: PracticeSetting) -> QuerySet[Page]:
        wanted = Q(articlepage__settings=value) | Q(questionpage__settings=value)
        return rows.filter(wanted).distinct()


class ReviewReport(ReportView):
    """The longest overdue first."""

    model = Page
    page_title = _("Pages to read again")
    header_icon = "calendar-check"
    index_url_name = "cms_reviews:index"
    index_results_url_name = "cms_reviews:index_results"
    filterset_class = ReviewFilterSet
    any_permission_required = ACTS
    is_searchable = False
    default_ordering = "review_by"
    columns = [
        TitleColumn(
            "title", label=_("Title"), url_name="wagtailadmin_pages:edit", sort_key="title", width="40%"
        ),
        Column("kind", label=_("Kind"), accessor=kind),
        Column("review_by", label=_("Read again by"), accessor="review_by", sort_key="review_by"),
        Column("days_late", label=_("Days late"), accessor=days_late),
        Column("authors", label=_("Authors"), accessor=authors),
        DateColumn("last_published_at", label=_("Last published"), sort_key="last_published_at"),
    ]
    list_export = ["title", "kind", "review_by", "days_late", "authors", "full_url", "last_published_at"]
    export_headings = {
        "title": _("Title"),
        "kind": _("Kind"),
        "review_by": _("Read again by"),
        "days_late": _("Days late"),
        "authors": _("Authors"),
        "full_url": _("Address"),
        "last_published_at": _("Last published"),
    }
    custom_field_preprocess = {
        **ReportView.custom_field_preprocess,
        **dict.fromkeys(
            ("title", "authors"), dict.fromkeys((ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX), _no_formula)
        ),
    }

    def get_filename(self) -> str:
        return f"pages-to-read-again-{clock.now().date().isoformat()}"

    def get_base_queryset(self) -> Any:
        return due(self.request.user, by=dt.date.max).select_related("articlepage").prefetch_related(AUTHORS)

    def get_queryset(self) -> Any:
        return self.order_queryset(self.get_base_queryset()).order_by(
            self.ordering or self.default_ordering, "pk"
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """With what the model does not know of itself."""
        item.days_late, item.kind = days_late(item), kind(item)
        item.__dict__["authors"] = authors(item)
        row: dict[str, Any] = super().to_row_dict(item)
        return row


def urlpatterns() -> list[URLPattern]:
    """The addresses of the report; the menu and Wagtail's own script ask for the second."""
    return [
        path("reports/reviews/", ReviewReport.as_view(), name="index"),
        path("reports/reviews/results/", ReviewReport.as_view(results_only=True), name="index_results"),
    ]


class ReviewMenuItem(MenuItem):
    """Shown to whoever may publish pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_read(request.user)


def may_read(user: Any) -> bool:
    """Whether somebody may publish any page."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, ACTS))


def menu_item() -> MenuItem:
    """The report's place in the menu of reports."""
    return ReviewMenuItem(
        _("Pages to read again"),
        reverse("cms_reviews:index"),
        name="reviews",
        icon_name="calendar-check",
        order=1_200,
    )
