"""The findings in the page editor, under the title, and again after each save."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel


class ChecksPanel(Panel):
    """What the checks say of the draft as it was last saved, each with a link to its place."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("heading", _("Before publishing"))
        kwargs.setdefault("icon", "glasses")
        super().__init__(**kwargs)

    @property
    def clean_name(self) -> str:
        """Part of the panel's address in the editor."""
        return "checks"

    class BoundPanel(Panel.BoundPanel):
        """The panel of one page."""

        template_name = "content/checks/panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            """`page`, the draft in the editor."""
            return {**super().get_context_data(parent_context), "page": self.instance}
