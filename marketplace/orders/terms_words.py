"""Cancellation terms in words, the same wherever they are shown."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.money import BASIS_POINTS, percent
from marketplace.offerings.models import PackageVersion


def cancellation_words(version: PackageVersion) -> list[tuple[str, int]]:
    """Each line of the terms with what is given back in basis points, from the longest notice to none."""
    lines: list[tuple[str, int]] = []
    for hours, points in version.cancellation_tiers:
        lines.append((_("Until %(notice)s before a session") % {"notice": _notice(hours)}, points))
    if not lines or lines[-1][1] > 0:
        lines.append((_("Later than that, or if you do not come"), 0))
    return lines


def given_back(points: int) -> str:
    """What comes back, in words: "all of it", "half of it", "30% of it", "nothing"."""
    if points == BASIS_POINTS:
        return _("all of it")
    if points == BASIS_POINTS // 2:
        return _("half of it")
    if not points:
        return pgettext("given back", "nothing")
    return _("%(share)s of it") % {"share": percent(points)}


def _notice(hours: int) -> str:
    if hours and hours % 24 == 0:
        days = hours // 24
        return ngettext("a day", "%(n)d days", days) % {"n": days}
    return ngettext("an hour", "%(n)d hours", hours) % {"n": hours}
