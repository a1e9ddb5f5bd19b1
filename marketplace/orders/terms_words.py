"""Cancellation terms in words, the same wherever they are shown."""

from core.money import BASIS_POINTS
from marketplace.offerings.models import PackageVersion


def cancellation_words(version: PackageVersion) -> list[tuple[str, int]]:
    """Each line of the terms with what is given back in basis points, from the longest notice to none."""
    lines: list[tuple[str, int]] = []
    for hours, points in version.cancellation_tiers:
        lines.append((f"Until {_notice(hours)} before a session", points))
    if not lines or lines[-1][1] > 0:
        lines.append(("Later than that, or if you do not come", 0))
    return lines


def given_back(points: int) -> str:
    """What comes back, in words: "all of it", "half of it", "30 % of it", "nothing"."""
    if points == BASIS_POINTS:
        return "all of it"
    if points == BASIS_POINTS // 2:
        return "half of it"
    return f"{points / 100:g} % of it" if points else "nothing"


def _notice(hours: int) -> str:
    if hours and hours % 24 == 0:
        days = hours // 24
        return "a day" if days == 1 else f"{days} days"
    return "an hour" if hours == 1 else f"{hours} hours"
