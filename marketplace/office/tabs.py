"""The desk's tabs."""

from django.urls import reverse

_TABS = (
    ("bookings", "Bookings", "office:desk"),
    ("availability", "Availability", "office:availability"),
    ("packages", "Packages", "office:packages"),
)


def desk_tabs(current: str) -> list[dict[str, object]]:
    """Tabs for `components/_tabs.html`."""
    return [
        {"label": label, "url": reverse(name), "current": key == current, "count": None}
        for key, label, name in _TABS
    ]
