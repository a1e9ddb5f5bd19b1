"""A switch between asking Elasticsearch and not asking it while it is away."""

import threading
import time
from collections.abc import Callable

# After a failure nobody asks for so long; the pause doubles with every try that fails again, up to the longest.
# One visitor in that time may wait for a try, all others are answered at once by the database.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# A try that nobody reports on (its thread was ended) counts as failed after this.
TRY_SECONDS = 5.0


class Breaker:
    """Closed while all is well; open after one failure, since each costs a visitor a second. When the pause is
    over one caller may try; what they report closes it, or opens it for longer.

    One for each process; safe to share between threads. `clock` gives seconds that only grow.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        first_pause: float = FIRST_PAUSE_SECONDS,
        longest_pause: float = LONGEST_PAUSE_SECONDS,
    ) -> None:
        self._clock = clock
        self._first, self._longest = first_pause, longest_pause
        self._lock = threading.Lock()
        self._pause = 0.0
        self._closed, self._trying = True, False
        self._until = 0.0
        self._reason = ""
        self._since: float | None = None

    @property
    def closed(self) -> bool:
        """Whether Elasticsearch answered when it was last asked."""
        return self._closed

    @property
    def reason(self) -> str:
        """Why it is open; empty while it is closed."""
        return self._reason

    @property
    def since(self) -> float | None:
        """When it opened, in seconds since 1970; None while it is closed."""
        return self._since

    def admits(self) -> bool:
        """Whether to ask now. True while closed; while open, once after each pause."""
        if self._closed:
            return True
        with self._lock:
            if self._closed:
                return True
            if self._clock() < self._until:
                return False
            self._until, self._trying = self._clock() + TRY_SECONDS, True
            return True

    def succeeded(self) -> bool:
        """Report an answer; whether it had been open."""
        if self._closed:
            return False
        with self._lock:
            was_open, self._closed = not self._closed, True
            self._pause, self._trying, self._reason = 0.0, False, ""
            self._since = None
            return was_open

    def failed(self, reason: str) -> bool:
        """Report a failure; whether it had been closed. Of several at once only the first one counts."""
        with self._lock:
            was_closed, self._closed = self._closed, False
            if was_closed:
                self._since = time.time()
            if was_closed or self._trying:
                self._pause = min(self._longest, self._pause * 2 or self._first)
                self._until = self._clock() + self._pause
                self._reason, self._trying = reason, False
            return was_closed
