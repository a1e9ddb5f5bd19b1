"""Activities and resources under `/cms/`, for editors."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import LIBRARY, ActingViewSet, NarrowPolicy, column, desk
from directory.library import cms
from directory.library import desk as library_desk
from directory.library.models import Activity, Resource

register_permission_policy(Activity, NarrowPolicy(Activity, "view", "add", "change"))
register_permission_policy(Resource, NarrowPolicy(Resource, "view", "add", "change"))
desk.register(library_desk.lines, rank=30)


class ActivityViewSet(ActingViewSet):
    model = Activity
    name = "cms_activities"
    url_prefix = "activities"
    icon = "list-ol"
    menu_label = "Activities"
    menu_hook = LIBRARY
    menu_order = 500
    add_view_class = cms.MakingActivity
    edit_view_class = cms.ChangingActivity
    acts = cms.ACTS
    list_display = [
        "title",
        column("Skill", "get_skill_display", sort_key="skill"),
        column("Minutes", "minutes", sort_key="minutes"),
        column("State", "state"),
    ]
    list_filter = ["skill"]
    search_fields = ["title", "slug"]
    ordering = ["title"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.ActivityForm


class ResourceViewSet(ActingViewSet):
    model = Resource
    name = "cms_resources"
    url_prefix = "resources"
    icon = "folder-open-inverse"
    menu_label = "Resources"
    menu_hook = LIBRARY
    menu_order = 510
    add_view_class = cms.MakingResource
    edit_view_class = cms.ChangingResource
    acts = cms.ACTS
    list_display = [
        "title",
        column("Kind", "get_kind_display", sort_key="kind"),
        column("By", "by", sort_key="by"),
        column("Link", lambda resource: resource.get_link_state_display() if resource.link else "no link"),
        column("Asked", "link_asked_at", sort_key="link_asked_at"),
        column("State", "state"),
    ]
    list_filter = ["kind", "link_state", "language"]
    search_fields = ["title", "slug", "by"]
    ordering = ["title"]

    def get_form_class(self, for_update: bool = False) -> Any:
        return cms.ResourceForm


hooks.register("register_admin_viewset", lambda: [ActivityViewSet(), ResourceViewSet()])
