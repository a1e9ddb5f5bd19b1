"""How far a long command is: a bar on a terminal, a line now and then elsewhere."""

from time import monotonic

from django.core.management.base import OutputWrapper

_WIDTH = 30
_PAUSE = 0.2


class Progress:
    """Called with how many are done, of how many."""

    def __init__(self, out: OutputWrapper, *, lively: bool) -> None:
        self._out, self._lively = out, lively
        self._began: tuple[float, int] | None = None
        self._shown = (-1.0, -1)
        self._drawn = False

    def __call__(self, done: int, of: int) -> None:
        now = monotonic()
        self._began = self._began or (now, done)
        last, tenth = self._shown
        share = done / of if of else 1.0
        if self._lively and (now - last > _PAUSE or done >= of):
            self._shown, self._drawn = (now, 0), True
            self._out.write(f"\r{self._bar(share)} {self._words(done, of, now)}\x1b[K", ending="")
            self._out.flush()
        elif not self._lively and int(share * 10) != tenth:
            self._shown = (now, int(share * 10))
            self._out.write(f"  {self._words(done, of, now)}")

    def end(self) -> None:
        """Leave the bar's line."""
        if self._drawn:
            self._out.write("")

    def _bar(self, share: float) -> str:
        full = int(min(share, 1.0) * _WIDTH)
        return f"[{'#' * full}{'-' * (_WIDTH - full)}]"

    def _words(self, done: int, of: int, now: float) -> str:
        began, from_ = self._began or (now, done)
        seconds = now - began
        said = f"{done:,} of {of:,}"
        if seconds < 1 or done <= from_:
            return said
        rate = (done - from_) / seconds
        return f"{said}, {rate:,.0f} a second, {max(of - done, 0) / rate:,.0f} s left"
