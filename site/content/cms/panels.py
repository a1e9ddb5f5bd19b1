"""Panels of the page editor."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import PublishingPanel


class SchedulePanel(PublishingPanel):
    """When a page goes live and when it expires, with the zone these times are in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for child in self.children:
            child.help_text = _("Time in %(zone)s, the site's own zone.") % {"zone": zone()}


def zone() -> str:
    """As in "Europe/London"."""
    return str(settings.TIME_ZONE).replace("_", " ")
