"""What waits for a moderator, by reason, the longest first."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from content.models import Appeal, Perspective, PerspectiveEvent, Report
from content.models.perspectives import PerspectiveQuerySet
from core import clock

ALL, HELD, REPORTED, APPEALED = "all", "held", "reported", "appealed"
NEWEST = "newest"
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
class Wanted:
    """What of it is looked at: the list `show`, narrowed and ordered. `days`: it waits at least so long."""

    show: str = ALL
    days: int = 0
    question: int | None = None
    words: str = ""
    newest_first: bool = False

    @property
    def address(self) -> dict[str, str]:
        """As it stands in addresses and forms, by name; empty for all there is."""
        parts = {
            "show": "" if self.show == ALL else self.show,
            "days": self.days,
            "question": self.question,
            "q": self.words,
            "order": NEWEST if self.newest_first else "",
        }
        return {name: str(value) for name, value in parts.items() if value}

    @property
    def query(self) -> str:
        """The same, to stand behind an address with its "?"; empty for all there is."""
        return f"?{urlencode(self.address)}" if self.address else ""

    @property
    def narrowed(self) -> bool:
        """Whether some of the list is left out."""
        return bool(self.days or self.question or self.words)


EVERYTHING = Wanted()


@dataclass(frozen=True, slots=True)
class Tab:
    """One of the lists, how many it holds, and its address."""

    query: str
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


def waiting(wanted: Wanted = EVERYTHING) -> PerspectiveQuerySet:
    """What is wanted of it. `waits_since` is when its author last wrote, or when it was reported or appealed.

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
    order = ("-waits_since", "-pk") if wanted.newest_first else ("waits_since", "pk")
    return _narrowed(rows.filter(_WHICH[wanted.show]), wanted).order_by(*order)


def with_words(rows: PerspectiveQuerySet, words: str) -> PerspectiveQuerySet:
    """Those that have every one of the words, in what was said or in the name."""
    for word in words.split():
        rows = rows.filter(
            Q(said__icontains=word)
            | Q(happened__icontains=word)
            | Q(changed__icontains=word)
            | Q(shown_name__icontains=word)
        )
    return rows


def _narrowed(rows: Any, wanted: Wanted) -> PerspectiveQuerySet:
    """`rows` have `waits_since`."""
    if wanted.days:
        rows = rows.filter(waits_since__lte=clock.now() - dt.timedelta(days=wanted.days))
    if wanted.question:
        rows = rows.filter(question=wanted.question)
    return with_words(rows, wanted.words)


def counts(wanted: Wanted = EVERYTHING) -> dict[str, int]:
    """How many wait, by the name of the list, as narrowed. One query."""
    numbers = {name: Count("pk", filter=which or Q(pk__isnull=False)) for name, which in _WHICH.items()}
    rows = waiting(replace(wanted, show=ALL)).order_by()
    found: dict[str, int] = rows.aggregate(**{f"n_{name}": n for name, n in numbers.items()})
    return {name: found[f"n_{name}"] for name in _WHICH}


def tabs(wanted: Wanted) -> list[Tab]:
    """All lists, and which is being looked at. One query."""
    numbers = counts(wanted)
    return [
        Tab(replace(wanted, show=name).query or "?", label, numbers[name], name == wanted.show)
        for name, label in LABELS.items()
    ]


def place_of(perspective: Perspective, wanted: Wanted) -> Place:
    """Its neighbours; one that does not wait has the first of the list after it. One query."""
    keys = list(waiting(wanted).values_list("pk", flat=True)[:FAR_ENOUGH])
    if perspective.pk not in keys:
        return Place(0, len(keys), None, keys[0] if keys else None)
    at = keys.index(perspective.pk)
    return Place(
        at + 1,
        len(keys),
        keys[at - 1] if at else None,
        keys[at + 1] if at + 1 < len(keys) else None,
    )


def next_after(since: Any, pk: int, wanted: Wanted, *, user: Any) -> int | None:
    """What waits next after that moment, else from the start; nobody's own. The pk, or None."""
    rows = waiting(wanted).exclude(pk=pk)
    rows = rows.exclude(author=user) if user.pk else rows
    further = "lt" if wanted.newest_first else "gt"
    later = Q(**{f"waits_since__{further}": since}) | Q(waits_since=since, **{f"pk__{further}": pk})
    following = rows.filter(later) if since else rows.none()
    found: int | None = (
        following.values_list("pk", flat=True).first() or rows.values_list("pk", flat=True).first()
    )
    return found
