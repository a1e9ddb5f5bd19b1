"""Practice groups and their members under `/cms/`, for moderators."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import DIRECTORY, ActingViewSet, Listing, NarrowPolicy, column
from directory.groups import cms
from directory.groups.models import GroupMembership, PracticeGroup

register_permission_policy(PracticeGroup, NarrowPolicy(PracticeGroup, "view", "add", "change"))
register_permission_policy(GroupMembership, NarrowPolicy(GroupMembership, "view", "add", "change"))


class GroupList(Listing):
    related = ("place",)


class GroupViewSet(ActingViewSet):
    model = PracticeGroup
    name = "cms_groups"
    url_prefix = "practice-groups"
    icon = "group"
    menu_label = "Groups"
    menu_hook = DIRECTORY
    menu_order = 300
    index_view_class = GroupList
    add_view_class = cms.MakingGroup
    edit_view_class = cms.ChangingGroup
    acts = (cms.ArchiveGroup, cms.RestoreGroup)
    list_display = [
        "name",
        column("Place", "place.label"),
        column("Online", lambda group: "yes" if group.online else "no"),
        column("Joining", "get_joining_display"),
        column("Rewards", "get_reward_policy_display"),
        column("State", lambda group: "Archived" if group.archived_at else "Open"),
    ]
    list_filter = ["online", "joining", "reward_policy"]
    search_fields = ["name", "slug"]
    ordering = ["name"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.GroupForm


class MemberList(Listing):
    page_title = "Members"
    related = ("group", "user")


class MembershipViewSet(ActingViewSet):
    model = GroupMembership
    name = "cms_members"
    url_prefix = "members"
    icon = "group"
    menu_label = "Members"
    menu_hook = DIRECTORY
    menu_order = 400
    views = frozenset({"add", "inspect"})
    index_view_class = MemberList
    add_view_class = cms.MakingMember
    acts = (cms.ChangeRole, cms.End)
    list_display = [
        column("Person", "user"),
        column("Group", "group", sort_key="group__name"),
        column("Role", "get_role_display", sort_key="role"),
        column("Since", "joined_at", sort_key="joined_at"),
        column("Left", "left_at", sort_key="left_at"),
    ]
    list_filter = ["group", "role"]
    search_fields = ["user__name", "user__email", "group__name"]
    ordering = ["group__name", "pk"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.MemberForm


hooks.register("register_admin_viewset", lambda: [GroupViewSet(), MembershipViewSet()])
