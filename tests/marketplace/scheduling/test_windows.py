import datetime as dt

import pytest

from marketplace.scheduling.windows import Window, merged, without

DATE = dt.date(2026, 3, 2)


def window(starts: int, ends: int) -> Window:
    """Between two full hours; 24 is the next midnight."""
    return Window.on(DATE, dt.time(starts), dt.time(ends % 24))


def test_midnight_ends_the_day() -> None:
    assert window(22, 24).end == dt.datetime(2026, 3, 3)


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([], []),
        ([(9, 10), (11, 12)], [(9, 10), (11, 12)]),
        ([(11, 12), (9, 11)], [(9, 12)]),
        ([(9, 17), (10, 11), (16, 24)], [(9, 24)]),
    ],
)
def test_merged(windows: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert merged(window(*w) for w in windows) == [window(*w) for w in expected]


@pytest.mark.parametrize(
    ("closed", "expected"),
    [
        ((8, 9), [(9, 12), (14, 16)]),
        ((9, 16), []),
        ((10, 11), [(9, 10), (11, 12), (14, 16)]),
        ((11, 15), [(9, 11), (15, 16)]),
        ((0, 24), []),
    ],
)
def test_without(closed: tuple[int, int], expected: list[tuple[int, int]]) -> None:
    assert list(without([window(9, 12), window(14, 16)], window(*closed))) == [window(*w) for w in expected]
