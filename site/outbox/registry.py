"""Who does what: handlers by kind, and tasks that recur."""

from collections.abc import Callable
from dataclasses import dataclass

from outbox.models import OutboxMessage

Handler = Callable[[OutboxMessage], None]


@dataclass(frozen=True, slots=True)
class Periodic:
    """A recurring task: `run()` does what is due and returns how much it did."""

    name: str
    every_seconds: int
    run: Callable[[], int]


_handlers: dict[str, Handler] = {}
_periodic: dict[str, Periodic] = {}


def handles(kind: str) -> Callable[[Handler], Handler]:
    """Decorator: this function carries out messages of `kind`.

    It runs outside any transaction and may run again after a crash: it re-reads the state it acts on. It
    raises `Later` to be called again, `GiveUp` when trying again is pointless; any other error is retried.
    """

    def keep(handler: Handler) -> Handler:
        _handlers[kind] = handler
        return handler

    return keep


def handler_of(kind: str) -> Handler | None:
    """The handler of a kind, or None where no room knows it."""
    return _handlers.get(kind)


def recurs(name: str, *, every_seconds: int) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Decorator: the worker calls this function about every so many seconds, in one process at a time."""

    def keep(run: Callable[[], int]) -> Callable[[], int]:
        _periodic[name] = Periodic(name, every_seconds, run)
        return run

    return keep


def periodic_tasks() -> list[Periodic]:
    """All recurring tasks."""
    return list(_periodic.values())
