"""Bad luck on purpose."""

from collections.abc import Collection
from fnmatch import fnmatchcase

from marketplace.payments.twin.models import TwinFault

Kind = TwinFault.Kind

ON_REQUESTS = (
    Kind.DROP_AFTER_COMMIT,
    Kind.TIMEOUT,
    Kind.SLOW,
    Kind.ERROR_500,
    Kind.ERROR_500_AFTER_COMMIT,
    Kind.ERROR_409,
    Kind.ERROR_429,
    Kind.REFUSE,
)


def switch_on(
    kind: str, pattern: str = "*", *, times: int | None = 1, seconds: float = 0, code: str = ""
) -> TwinFault:
    """Let `kind` happen `times` times (None: until switched off) where `pattern` matches.

    Patterns are shell-style, over "POST /v1/refunds" for requests and over the type for events. The library
    asks three times in all, so an outage as the site sees it is `times=3`.
    """
    return TwinFault.objects.create(
        kind=Kind(kind), pattern=pattern, remaining=times, seconds=seconds, code=code
    )


def switch_off(kind: str | None = None) -> None:
    """No more bad luck of this kind, or of any."""
    faults = TwinFault.objects.all()
    (faults.filter(kind=kind) if kind else faults).delete()


def take(kinds: Collection[str], subject: str) -> TwinFault | None:
    """The first fault of these kinds that is on for `subject`, counted down; inside `store.exclusive()`."""
    for fault in TwinFault.objects.filter(kind__in=kinds).order_by("pk"):
        if fault.remaining == 0 or not fnmatchcase(subject, fault.pattern):
            continue
        if fault.remaining is not None:
            fault.remaining -= 1
            fault.save(update_fields=["remaining"])
        return fault
    return None
