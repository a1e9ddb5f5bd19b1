"""Referral codes under `/cms/`, for moderators."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import OFFERS, ActingViewSet, Listing, NarrowPolicy, column
from marketplace.referrals import cms
from marketplace.referrals.models import ReferralCode

register_permission_policy(ReferralCode, NarrowPolicy(ReferralCode, "view", "add", "change"))


class CodeList(Listing):
    related = ("group",)


class CodeViewSet(ActingViewSet):
    model = ReferralCode
    name = "cms_codes"
    url_prefix = "referral-codes"
    icon = "link"
    menu_label = "Referral codes"
    menu_hook = OFFERS
    menu_order = 400
    views = frozenset({"add", "inspect"})
    index_view_class = CodeList
    add_view_class = cms.MakingCode
    acts = (cms.Retire, cms.Restore)
    list_display = [
        column("Code", "code", sort_key="code"),
        column("Group", "group", sort_key="group__name"),
        column("Leads to", "target"),
        column("State", lambda code: "Retired" if code.retired_at else "In use"),
        column("Made", "created_at", sort_key="created_at"),
    ]
    list_filter = ["group"]
    search_fields = ["code", "group__name"]
    ordering = ["code"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.CodeForm


hooks.register("register_admin_viewset", CodeViewSet)
