"""The desk's place in the menu of `/cms/`, with how many wait."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from content.models import Perspective
from content.perspectives.permissions import may_moderate


class PerspectivesMenuItem(MenuItem):
    """Shown to moderators; the number costs one query."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_moderate(request.user)

    def render_component(self, request: HttpRequest) -> Any:
        total = Perspective.objects.waiting().count()
        label = _("Perspectives (%(total)d)") % {"total": total} if total else str(self.label)
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


def menu_item() -> MenuItem:
    """Between pages and reports."""
    return PerspectivesMenuItem(
        gettext_lazy("Perspectives"),
        reverse("cms_perspectives:index"),
        name="perspectives",
        icon_name="comment",
        order=240,
    )
