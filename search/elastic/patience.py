"""Waiting for an Elasticsearch that is away for a while: restarted, too busy, without a leader."""

import time
from collections.abc import Callable
from threading import Event
from typing import TypeVar

from elasticsearch import ApiError, TransportError

from search.elastic.pushing import BUSY_STATUSES
from search.elastic.refusals import Unreachable

MOST_SECONDS = 120.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 5.0
T = TypeVar("T")


class Patience:
    """Tries again, for `seconds` at most since the last success of the same step. `stop` ends it early;
    `meanwhile` is called before each pause (a sign of life)."""

    def __init__(self, seconds: float = MOST_SECONDS) -> None:
        self.seconds = seconds
        self.stop = Event()
        self.meanwhile: Callable[[], None] = lambda: None

    def through(self, step: Callable[[], T]) -> T:
        """Do it, and again while Elasticsearch is away. The step can be repeated, as all here can."""
        return self.quietly(step, self.meanwhile)

    def quietly(self, step: Callable[[], T], meanwhile: Callable[[], None] = lambda: None) -> T:
        """The same without the sign of life: for threads that do not speak to the database."""
        until = time.monotonic() + self.seconds
        pause = _FIRST_PAUSE
        while True:
            try:
                return step()
            except (TransportError, ApiError, Unreachable) as error:
                if not is_away(error):
                    raise
                if time.monotonic() + pause > until:
                    raise Unreachable(
                        f"Elasticsearch did not answer for {self.seconds:.0f} s: {error}"
                    ) from error
            meanwhile()
            if self.stop.wait(pause):
                raise Unreachable("It was stopped.")
            pause = min(pause * 2, _LONGEST_PAUSE)


def is_away(error: Exception) -> bool:
    """Whether waiting may help. An index without its first shard (503) is still waking up."""
    if isinstance(error, ApiError):
        return error.status_code in BUSY_STATUSES
    return True
