"""What waits for a moderator, by reason, the longest first."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from content.models import Appeal, Perspective, PerspectiveEvent, Report
from content.models.perspectives import PerspectiveQuerySet

ALL, HELD, REPORTED, APPEALED = "all", "held", "reported", "appealed"
LABELS = {
    ALL: _("All"),
    HELD: _("Read first"),
    REPORTED: _("Reported"),
    APPEALED: _("Appealed"),
}
_WHICH = {
    ALL: Q(),
    HELD: Q(state=Perspective.State.HELD),
    REPORTED: Q(is_reported=True),
    APPEALED: Q(is_appealed=True),
}
_WRITTEN = (PerspectiveEvent.Act.SENT, PerspectiveEvent.Act.EDITED)
FAR_ENOUGH = 500
"""Of so many the neighbours are known; nobody steps through more in one sitting."""


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists, and how many it holds."""

    name: str
    label: Any
    total: int
    current: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where one stands in the list: `number` of `total`, from 1; 0 where it does not wait. Rows as pks or None."""

    number: int
    total: int
    before: int | None
    after: int | None


def known(show: str) -> str:
    """The name of a list, whatever was asked for."""
    return show if show in LABELS else ALL


def waiting(show: str = ALL) -> PerspectiveQuerySet:
    """The list of that name. `waits_since` is when its author last wrote, or when it was reported or appealed.

    A decision taken back changes none of them: it is where it was.
    """
    reports = Report.objects.filter(perspective=OuterRef("pk"), settled_at=None).order_by("at")
    appeals = Appeal.objects.filter(perspective=OuterRef("pk"), decided_at=None).order_by("at")
    wrote = PerspectiveEvent.objects.filter(perspective=OuterRef("pk"), act__in=_WRITTEN).order_by("-at")
    written = Coalesce(Subquery(wrote.values("at")[:1]), F("sent_at"))
    since = Coalesce(Subquery(appeals.values("at")[:1]), Subquery(reports.values("at")[:1]), F("sent_at"))
    rows = Perspective.objects.waiting().annotate(
        is_reported=Exists(reports),
        is_appealed=Exists(appeals),
        waits_since=Case(When(state=Perspective.State.HELD, then=written), default=since),
    )
    return rows.filter(_WHICH[known(show)]).order_by("waits_since", "pk")


def counts() -> dict[str, int]:
    """How many wait, by the name of the list. One query."""
    wanted = {name: Count("pk", filter=which or Q(pk__isnull=False)) for name, which in _WHICH.items()}
    found: dict[str, int] = waiting().order_by().aggregate(**{f"n_{name}": n for name, n in wanted.items()})
    return {name: found[f"n_{name}"] for name in _WHICH}


def tabs(show: str) -> list[Tab]:
    """All lists, and which is being looked at. One query."""
    numbers = counts()
    return [Tab(name, label, numbers[name], name == known(show)) for name, label in LABELS.items()]


def place_of(perspective: Perspective, show: str) -> Place:
    """Its neighbours; one that does not wait has the first of the list after it. One query."""
    keys = list(waiting(show).values_list("pk", flat=True)[:FAR_ENOUGH])
    if perspective.pk not in keys:
        return Place(0, len(keys), None, keys[0] if keys else None)
    at = keys.index(perspective.pk)
    return Place(
        at + 1,
        len(keys),
        keys[at - 1] if at else None,
        keys[at + 1] if at + 1 < len(keys) else None,
    )


def next_after(since: Any, pk: int, show: str, *, user: Any) -> int | None:
    """What waits next after that moment, else from the start; nobody's own. The pk, or None."""
    rows = waiting(show).exclude(pk=pk).exclude(author=user) if user.pk else waiting(show)
    later = rows.filter(Q(waits_since__gt=since) | Q(waits_since=since, pk__gt=pk)) if since else rows.none()
    found: int | None = (
        later.values_list("pk", flat=True).first() or rows.values_list("pk", flat=True).first()
    )
    return found
