"""The clock that moves forward, and the clock that is stopped."""

import datetime as dt
import threading

import pytest
from django.conf import LazySettings

from core import clock

NOON = dt.datetime(2026, 3, 4, 12, tzinfo=dt.UTC)


def test_frozen_at_holds_inside_the_block_alone() -> None:
    with clock.frozen_at(NOON):
        assert clock.now() == NOON
    assert clock.now() != NOON


def test_frozen_at_counts_no_offset_and_nests() -> None:
    clock.advance(3600)
    with clock.frozen_at(NOON):
        with clock.frozen_at(NOON - dt.timedelta(days=40)):
            assert clock.now() == NOON - dt.timedelta(days=40)
        assert clock.now() == NOON


def test_frozen_at_gives_utc() -> None:
    with clock.frozen_at(NOON.astimezone(dt.timezone(dt.timedelta(hours=9)))):
        assert clock.now().isoformat() == "2026-03-04T12:00:00+00:00"


def test_frozen_at_thaws_after_an_error() -> None:
    with pytest.raises(RuntimeError), clock.frozen_at(NOON):
        raise RuntimeError
    assert clock.now() != NOON


def test_frozen_at_leaves_other_threads_alone() -> None:
    seen: list[dt.datetime] = []
    with clock.frozen_at(NOON):
        other = threading.Thread(target=lambda: seen.append(clock.now()))
        other.start()
        other.join()
    assert seen[0] != NOON


def test_frozen_at_is_refused_where_the_clock_cannot_move(settings: LazySettings) -> None:
    settings.MOVABLE_CLOCK = False
    with pytest.raises(clock.ClockCannotMove), clock.frozen_at(NOON):
        pass


def test_frozen_at_wants_an_aware_instant() -> None:
    with pytest.raises(ValueError, match="aware"), clock.frozen_at(NOON.replace(tzinfo=None)):
        pass


def test_advance_moves_on_and_reset_comes_back() -> None:
    before = clock.now()
    assert clock.advance(7200) == dt.timedelta(hours=2)
    assert clock.now() - before >= dt.timedelta(hours=2)
    clock.reset()
    assert clock.offset() == dt.timedelta()


def test_advance_goes_forward_only() -> None:
    with pytest.raises(clock.ClockCannotMove):
        clock.advance(-1)
    assert clock.offset() == dt.timedelta()


def test_advance_is_refused_where_the_clock_cannot_move(settings: LazySettings) -> None:
    settings.MOVABLE_CLOCK = False
    with pytest.raises(clock.ClockCannotMove):
        clock.advance(60)
