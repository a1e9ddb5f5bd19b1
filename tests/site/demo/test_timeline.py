"""Stories are told in the order of time, whatever order they are given in."""

import datetime as dt

from core import clock
from demo.timeline import Story, daily, once, play

MONDAY = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_play_keeps_to_the_order_of_time() -> None:
    told: list[tuple[str, dt.datetime]] = []

    def story(name: str, *days: int) -> Story:
        for day in days:
            yield MONDAY + day * DAY
            told.append((name, clock.now()))

    play([story("late", 2, 5), story("early", 0, 3)], until=MONDAY + 9 * DAY, after_each=lambda: None)

    assert told == [
        ("early", MONDAY),
        ("late", MONDAY + 2 * DAY),
        ("early", MONDAY + 3 * DAY),
        ("late", MONDAY + 5 * DAY),
    ]


def test_play_ends_with_today() -> None:
    told: list[dt.datetime] = []
    steps = play(
        [daily(lambda: told.append(clock.now()), start=MONDAY)],
        until=MONDAY + 2 * DAY,
        after_each=lambda: None,
    )
    assert steps == 3
    assert told == [MONDAY, MONDAY + DAY, MONDAY + 2 * DAY]


def test_play_settles_at_the_instant_of_the_step() -> None:
    settled: list[dt.datetime] = []
    play(
        [once(lambda: None, at=MONDAY), once(lambda: None, at=MONDAY + DAY)],
        until=MONDAY + DAY,
        after_each=lambda: settled.append(clock.now()),
    )
    assert settled == [MONDAY, MONDAY + DAY]


def test_play_tells_stories_of_one_instant_as_they_were_given() -> None:
    told: list[str] = []
    play(
        [once(lambda: told.append("a"), at=MONDAY), once(lambda: told.append("b"), at=MONDAY)],
        until=MONDAY,
        after_each=lambda: None,
    )
    assert told == ["a", "b"]


def test_play_leaves_the_future_alone() -> None:
    told: list[str] = []
    assert play([once(lambda: told.append("x"), at=MONDAY)], until=MONDAY - DAY, after_each=lambda: None) == 0
    assert told == []
