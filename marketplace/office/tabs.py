"""The desk's tabs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy

_TABS = (
    ("bookings", gettext_lazy("Bookings"), "office:desk"),
    ("availability", gettext_lazy("Availability"), "office:availability"),
    ("packages", gettext_lazy("Packages"), "office:packages"),
)


def desk_tabs(current: str) -> list[dict[str, object]]:
    """Tabs for `components/_tabs.html`."""
    return [
        {"label": label, "url": reverse(name), "current": key == current, "count": None}
        for key, label, name in _TABS
    ]
