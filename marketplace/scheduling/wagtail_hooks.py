"""Trainers' weekly times and exceptions under `/cms/`, for moderators."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import OFFERS, ActingViewSet, Listing, NarrowPolicy, column
from marketplace.scheduling import cms
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule

_ACTS = ("view", "add", "change", "delete")
register_permission_policy(AvailabilityRule, NarrowPolicy(AvailabilityRule, *_ACTS))
register_permission_policy(
    AvailabilityException, NarrowPolicy(AvailabilityException, "view", "add", "delete")
)


class RuleList(Listing):
    page_title = "Availability"
    related = ("trainer",)


class RuleViewSet(ActingViewSet):
    model = AvailabilityRule
    name = "cms_rules"
    url_prefix = "availability"
    icon = "time"
    menu_label = "Availability"
    menu_hook = OFFERS
    menu_order = 200
    views = frozenset({"add", "edit", "delete", "history"})
    index_view_class = RuleList
    add_view_class = cms.MakingRule
    edit_view_class = cms.ChangingRule
    delete_view_class = cms.RemovingRule
    list_display = [
        "__str__",
        column("Trainer", "trainer", sort_key="trainer__name"),
        column("Zone", "trainer.time_zone"),
        column("From date", "valid_from"),
        column("Until date", "valid_until"),
    ]
    list_filter = ["trainer", "weekday"]
    search_fields = ["trainer__name"]
    ordering = ["trainer__name", "weekday", "starts"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.RuleForm


class ExceptionList(Listing):
    page_title = "Dates that are different"
    related = ("trainer",)


class ExceptionViewSet(ActingViewSet):
    model = AvailabilityException
    name = "cms_exceptions"
    url_prefix = "dates"
    icon = "calendar-alt"
    menu_label = "Dates that are different"
    menu_hook = OFFERS
    menu_order = 300
    views = frozenset({"add", "delete"})
    index_view_class = ExceptionList
    add_view_class = cms.MakingException
    delete_view_class = cms.RemovingException
    list_display = [
        column("Date", "date", sort_key="date"),
        column("Trainer", "trainer", sort_key="trainer__name"),
        column("What", "get_kind_display"),
        column("From", "starts"),
        column("To", "ends"),
        column("Reason", "reason"),
    ]
    list_filter = ["trainer", "kind"]
    search_fields = ["trainer__name", "reason"]
    ordering = ["-date"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.ExceptionForm


hooks.register("register_admin_viewset", lambda: [RuleViewSet(), ExceptionViewSet()])
