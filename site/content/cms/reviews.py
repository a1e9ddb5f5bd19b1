"""Articles that somebody should read again: a report under `/cms/`, and a reminder on its front page."""

import datetime as dt
from typing import Any

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.models import ArticlePage
from core import clock
from directory.places.models import PracticeSetting

ACTS = ["publish"]
SHOWN = 5
_DUE = (("30", _("Within 30 days")), ("90", _("Within 90 days")), ("all", _("Whenever that is")))
_FORMULA = ("=", "+", "-", "@", "\t")


def due(user: Any, *, by: dt.date) -> Any:
    """Published articles that this person may publish, to be read again by that day or before it."""
    mine = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(user, ACTS)
    articles = ArticlePage.objects.live().filter(review_by__lte=by, pk__in=mine.values("pk"))
    return articles.order_by("review_by", "title")


def days_late(article: ArticlePage) -> int:
    """Whole days since the day it should have been read; 0 on the day and before."""
    return max(0, (clock.now().date() - article.review_by).days) if article.review_by else 0


def authors(article: ArticlePage) -> str:
    """Names, parted by commas; `prefetch_related` before."""
    return ", ".join(row.author.name for row in article.article_authors.all())


def _no_formula(value: str) -> str:
    """What a spreadsheet would reckon with is shown as text."""
    return f"'{value}" if str(value).startswith(_FORMULA) else value


class ReviewFilterSet(WagtailFilterSet):
    """By day, and by practice setting. Without a day: those past it."""

    due = django_filters.ChoiceFilter(
        label=_("To be read again"), choices=_DUE, method="due_within", empty_label=_("By today")
    )
    setting = django_filters.ModelChoiceFilter(
        label=_("Practice setting"), field_name="settings", queryset=PracticeSetting.objects.order_by("name")
    )

    class Meta:
        model = ArticlePage
        fields = ["due", "setting"]

    def filter_queryset(self, queryset: QuerySet[ArticlePage]) -> QuerySet[ArticlePage]:
        """Past their day unless another day is asked for."""
        found: QuerySet[ArticlePage] = super().filter_queryset(queryset)
        today = clock.now().date()
        return found if self.form.cleaned_data.get("due") else found.filter(review_by__lte=today)

    def due_within(self, rows: QuerySet[ArticlePage], name: str, value: str) -> QuerySet[ArticlePage]:
        if value == "all":
            return rows
        return rows.filter(review_by__lte=clock.now().date() + dt.timedelta(days=int(value)))


class ReviewReport(ReportView):
    """The longest overdue first."""

    model = ArticlePage
    page_title = _("Articles to read again")
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
        Column("review_by", label=_("Read again by"), accessor="review_by", sort_key="review_by"),
        Column("days_late", label=_("Days late"), accessor=days_late),
        Column("authors", label=_("Authors"), accessor=authors),
        DateColumn("last_published_at", label=_("Last published"), sort_key="last_published_at"),
    ]
    list_export = ["title", "review_by", "days_late", "authors", "full_url", "last_published_at"]
    export_headings = {
        "title": _("Title"),
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
        return f"articles-to-read-again-{clock.now().date().isoformat()}"

    def get_base_queryset(self) -> Any:
        return due(self.request.user, by=dt.date.max).prefetch_related("article_authors__author")

    def get_queryset(self) -> Any:
        return self.order_queryset(self.get_base_queryset()).order_by(
            self.ordering or self.default_ordering, "pk"
        )

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """With what the model does not know of itself."""
        item.days_late = days_late(item)
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
        _("Articles to read again"),
        reverse("cms_reviews:index"),
        name="reviews",
        icon_name="calendar-check",
        order=1_200,
    )


class ReviewPanel(Component):
    """On the front page of `/cms/`: how many articles are past their day, and the first of them."""

    name = "reviews"
    template_name = "content/cms/review_panel.html"
    order = 150

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """`articles`, at most five of them, and `total`."""
        if not may_read(self.request.user):
            return {"total": 0}
        found = due(self.request.user, by=clock.now().date())
        return {
            "articles": list(found[:SHOWN]),
            "total": found.count(),
            "report": reverse("cms_reviews:index"),
        }
