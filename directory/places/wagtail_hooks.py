"""The tree of practice settings under `/cms/`: moderators may rename and reorder it.

Settings are neither added nor deleted there: profiles, searches and printed links refer to them.
"""

from typing import Any

from wagtail.admin.panels import FieldPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from directory.places.models import PracticeSetting

_REFUSED = {"add", "delete"}


class RenameOnlyPolicy(ModelPermissionPolicy):
    """Django's model permissions, less adding and deleting, superusers included."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in _REFUSED and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


class PracticeSettingViewSet(SnippetViewSet):
    model = PracticeSetting
    icon = "tag"
    menu_label = "Practice settings"
    menu_order = 700
    add_to_admin_menu = True
    list_display = ["name", "parent", "position"]
    list_filter = ["parent"]
    search_fields = ["name"]
    ordering = ["parent__position", "position"]
    copy_view_enabled = False
    panels = [FieldPanel("name"), FieldPanel("position")]


register_permission_policy(PracticeSetting, RenameOnlyPolicy(PracticeSetting))
register_snippet(PracticeSettingViewSet)
