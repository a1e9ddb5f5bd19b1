"""The report of searches that found nothing, under `/cms/`: what people wanted, never who."""

import datetime as dt
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from core import clock
from core.cms.desk import Item, Line
from search.misses import SHOWN_FROM
from search.models import SearchMiss

_DAYS = ((7, "The last 7 days"), (30, "The last 30 days"), (90, "The last 90 days"))
RECENT = dt.timedelta(days=30)
FIRST = 3
_FORMULA = ("=", "+", "-", "@", "\t")


def _no_formula(value: str) -> str:
    """What a spreadsheet would reckon with is shown as text."""
    return f"'{value}" if value.startswith(_FORMULA) else value


class MissFilterSet(WagtailFilterSet):
    """By days, and by words."""

    days = django_filters.ChoiceFilter(
        label="Last looked for", choices=_DAYS, method="since", empty_label="At any time"
    )
    text = django_filters.CharFilter(label="Words", lookup_expr="icontains")

    class Meta:
        model = SearchMiss
        fields = ["days", "text"]

    def since(self, rows: QuerySet[SearchMiss], name: str, value: str) -> QuerySet[SearchMiss]:
        return rows.filter(last_on__gte=clock.now().date() - dt.timedelta(days=int(value)))


class MissReport(ReportView):
    """The most wanted first; what was looked for once is not shown."""

    model = SearchMiss
    page_title = "Searches that found nothing"
    header_icon = "search"
    index_url_name = "cms_misses:index"
    index_results_url_name = "cms_misses:index_results"
    filterset_class = MissFilterSet
    permission_policy = ModelPermissionPolicy(SearchMiss)
    any_permission_required = ["view"]
    is_searchable = False
    default_ordering = "-times"
    columns = [
        Column("text", label="Words", accessor="text", sort_key="text", width="25%"),
        Column("near", label="Near", accessor="near", sort_key="near"),
        Column("settings", label="Settings", accessor="settings"),
        Column("kinds", label="Kinds", accessor="kinds"),
        Column("times", label="Times", accessor="times", sort_key="times"),
        Column("last_on", label="Last", accessor="last_on", sort_key="last_on"),
        Column("ways", label="You could", accessor=lambda miss: ways(miss)),
    ]
    list_export = ["text", "near", "settings", "kinds", "times", "first_on", "last_on"]
    export_headings = {
        "text": "Words",
        "near": "Near",
        "settings": "Settings",
        "kinds": "Kinds",
        "times": "Times",
        "first_on": "First",
        "last_on": "Last",
    }

    custom_field_preprocess = {
        **ReportView.custom_field_preprocess,
        **dict.fromkeys(
            ("text", "near"), dict.fromkeys((ReportView.FORMAT_CSV, ReportView.FORMAT_XLSX), _no_formula)
        ),
    }

    def get_filename(self) -> str:
        return f"searches-that-found-nothing-{clock.now().date().isoformat()}"

    def get_base_queryset(self) -> Any:
        return SearchMiss.objects.filter(times__gte=SHOWN_FROM)

    def get_queryset(self) -> Any:
        return self.order_queryset(self.get_base_queryset()).order_by(*self._order())

    def _order(self) -> list[str]:
        return [self.ordering or self.default_ordering, "-last_on", "pk"]


def urlpatterns() -> list[URLPattern]:
    """The addresses of the report; the menu and Wagtail's own script ask for the second."""
    return [
        path("reports/searches/", MissReport.as_view(), name="index"),
        path("reports/searches/results/", MissReport.as_view(results_only=True), name="index_results"),
    ]


class MissMenuItem(MenuItem):
    """Shown to whoever may read the report."""

    def is_shown(self, request: Any) -> bool:
        return may_read(request.user)


def menu_item() -> MenuItem:
    """The report's place in the menu of reports."""
    return MissMenuItem(
        "Searches that found nothing",
        reverse("cms_misses:index"),
        name="misses",
        icon_name="search",
        order=1_300,
    )


def desk_lines(request: HttpRequest) -> Iterator[Line]:
    """What was looked for in vain within the last 30 days, the most wanted first. Two queries at most."""
    if not may_read(request.user):
        return
    rows = SearchMiss.objects.filter(times__gte=SHOWN_FROM, last_on__gte=clock.now().date() - RECENT)
    first = list(rows.order_by("-times", "-last_on", "pk")[:FIRST])
    if first:
        total = rows.count()
        sentence = ngettext("%(n)d search found nothing", "%(n)d searches found nothing", total) % {
            "n": total
        }
        items = tuple(
            Item(_wish(row), _again(row), ngettext("%(n)d time", "%(n)d times", row.times) % {"n": row.times})
            for row in first
        )
        yield Line(sentence, f"{reverse('cms_misses:index')}?days={RECENT.days}", items)


def may_read(user: Any) -> bool:
    """Whether somebody may read the report."""
    return bool(user.has_perm("search.view_searchmiss"))


def _wish(miss: SearchMiss) -> str:
    """As in "supervision near Taunton"."""
    words = miss.text or miss.settings or miss.kinds
    return gettext("%(words)s near %(place)s") % {"words": words, "place": miss.near} if miss.near else words


def ways(miss: SearchMiss) -> SafeString:
    """To try the search, and to add a synonym of its words."""
    url = _again(miss)
    again = format_html('<a href="{}">Try it</a>', url)
    if not miss.text:
        return again
    add = f"{reverse('cms_synonyms:add')}?{urlencode({'words': miss.text})}"
    return format_html('{} · <a href="{}">Add a synonym</a>', again, add)


def _again(miss: SearchMiss) -> str:
    """The search, to be tried."""
    asked = [("q", miss.text), ("near", miss.near), *(("setting", slug) for slug in miss.settings.split(","))]
    asked += [("kind", kind) for kind in miss.kinds.split(",")]
    return f"{reverse('search:search')}?{urlencode([pair for pair in asked if pair[1]])}"
