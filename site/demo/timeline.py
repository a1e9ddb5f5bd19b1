"""A past told in its order: every step of every story happens at its own instant, none before another's."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush

from core import clock

Story = Iterator[dt.datetime]
"""Yields the instant at which it wants to go on; what follows the yield happens then."""


def play(stories: Iterable[Story], *, until: dt.datetime, after_each: Callable[[], object]) -> int:
    """Let the stories happen up to `until`, each step with the clock stopped at its instant; how many steps.

    `after_each` is called at the same instant: events delivered, effects carried out. What a story would do
    after `until` has not happened.
    """
    waiting: list[tuple[dt.datetime, int, Story]] = []
    for number, story in enumerate(stories):
        _wait(waiting, number, story)
    steps = 0
    while waiting and waiting[0][0] <= until:
        instant, number, story = heappop(waiting)
        with clock.frozen_at(instant):
            _wait(waiting, number, story)
            after_each()
        steps += 1
    return steps


def daily(do: Callable[[], object], *, start: dt.datetime) -> Story:
    """Something that is done every day."""
    instant = start
    while True:
        yield instant
        do()
        instant += dt.timedelta(days=1)


def once(do: Callable[[], object], *, at: dt.datetime) -> Story:
    """Something that is done at one instant."""
    yield at
    do()


def _wait(waiting: list[tuple[dt.datetime, int, Story]], number: int, story: Story) -> None:
    instant = next(story, None)
    if instant is not None:
        heappush(waiting, (instant, number, story))
