import datetime as dt

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from core import clock
from marketplace.scheduling import actions, guards
from marketplace.scheduling.errors import (
    HoldGone,
    NoSuchZone,
    TimeTaken,
    WindowBackwards,
    WindowIncomplete,
)
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule, CalendarBlock
from tests.factories.scheduling import BusyTimeFactory, CalendarBlockFactory
from tests.factories.trainers import TrainerFactory
from tests.marketplace.scheduling.clocks import utc

pytestmark = pytest.mark.django_db
TEN, ELEVEN = utc("2026-03-02 10:00"), utc("2026-03-02 11:00")
MINUTE = dt.timedelta(minutes=1)


class TestTakeBlock:
    def test_takes_the_time_with_its_buffers(self) -> None:
        trainer = TrainerFactory.create()

        block = actions.take_block(
            trainer=actions.lock_trainer(trainer_id=trainer.pk),
            start=TEN,
            end=ELEVEN,
            kind="appointment",
            before=5,
            after=15,
        )

        block.refresh_from_db()
        assert (block.trainer, block.kind, block.active, block.expires_at) == (
            trainer,
            "appointment",
            True,
            None,
        )
        assert (block.busy_start, block.busy_end) == (TEN - 5 * MINUTE, ELEVEN + 15 * MINUTE)

    @pytest.mark.parametrize(
        ("start", "end", "free"),
        [
            ("09:00", "10:00", True),  # touches
            ("11:00", "12:00", True),
            ("09:00", "10:01", False),
            ("10:59", "12:00", False),
            ("10:15", "10:30", False),  # within
            ("09:00", "12:00", False),  # around
            ("10:00", "11:00", False),
        ],
    )
    def test_no_two_blocks_overlap(self, start: str, end: str, free: bool) -> None:
        trainer = TrainerFactory.create()
        CalendarBlockFactory.create(trainer=trainer, busy_start=TEN, busy_end=ELEVEN)
        wanted = {"start": utc(f"2026-03-02 {start}"), "end": utc(f"2026-03-02 {end}")}

        if free:
            actions.take_block(trainer=trainer, kind="appointment", **wanted)
        else:
            with pytest.raises(TimeTaken, match="just been taken"):
                actions.take_block(trainer=trainer, kind="appointment", **wanted)
        assert CalendarBlock.objects.count() == 1 + free

    def test_buffers_overlap_too(self) -> None:
        trainer = TrainerFactory.create()
        actions.take_block(trainer=trainer, start=TEN, end=ELEVEN, kind="appointment", after=10)

        with pytest.raises(TimeTaken):
            actions.take_block(
                trainer=trainer,
                start=ELEVEN + 10 * MINUTE,
                end=ELEVEN + 60 * MINUTE,
                kind="appointment",
                before=1,
            )
        actions.take_block(
            trainer=trainer,
            start=ELEVEN + 15 * MINUTE,
            end=ELEVEN + 60 * MINUTE,
            kind="appointment",
            before=5,
        )

    def test_another_trainers_time_is_another_time(self) -> None:
        CalendarBlockFactory.create(busy_start=TEN, busy_end=ELEVEN)

        actions.take_block(trainer=TrainerFactory.create(), start=TEN, end=ELEVEN, kind="appointment")

    def test_busy_times_are_checked_again(self) -> None:
        trainer = TrainerFactory.create()
        BusyTimeFactory.create(trainer=trainer, starts_at=TEN, ends_at=ELEVEN)

        with pytest.raises(TimeTaken):
            actions.take_block(
                trainer=trainer, start=ELEVEN - MINUTE, end=ELEVEN + 50 * MINUTE, kind="appointment"
            )

    def test_expired_holds_give_way_and_are_cleared_away(self) -> None:
        trainer = TrainerFactory.create()
        expired = CalendarBlockFactory.create(trainer=trainer, held_until=clock.now())
        elsewhere = CalendarBlockFactory.create(held_until=clock.now())

        actions.take_block(trainer=trainer, start=TEN, end=ELEVEN, kind="appointment")

        expired.refresh_from_db()
        elsewhere.refresh_from_db()
        assert (expired.active, elsewhere.active) == (False, True)

    def test_live_holds_do_not(self) -> None:
        trainer = TrainerFactory.create()
        CalendarBlockFactory.create(trainer=trainer, held_until=clock.now() + MINUTE)

        with pytest.raises(TimeTaken):
            actions.take_block(trainer=trainer, start=TEN, end=ELEVEN, kind="appointment")

    def test_the_database_alone_refuses_too_and_the_transaction_goes_on(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trainer = TrainerFactory.create()
        CalendarBlockFactory.create(trainer=trainer, busy_start=TEN, busy_end=ELEVEN)
        monkeypatch.setattr(actions, "busy_intervals", lambda **_: [])

        with pytest.raises(TimeTaken):
            actions.take_block(trainer=trainer, start=TEN, end=ELEVEN, kind="appointment")
        assert CalendarBlock.objects.count() == 1

    def test_other_errors_of_the_database_stay_what_they_are(self) -> None:
        with pytest.raises(IntegrityError):
            actions.take_block(trainer=TrainerFactory.create(), start=ELEVEN, end=TEN, kind="appointment")


@pytest.mark.django_db(transaction=True)
def test_time_is_taken_inside_a_transaction_only() -> None:
    trainer = TrainerFactory.create()

    with pytest.raises(RuntimeError, match="inside a transaction"):
        actions.lock_trainer(trainer_id=trainer.pk)
    with pytest.raises(RuntimeError, match="inside a transaction"):
        actions.take_block(trainer=trainer, start=TEN, end=ELEVEN, kind="appointment")


@pytest.mark.postgres
def test_lock_lets_others_refer_to_the_trainer() -> None:
    trainer = TrainerFactory.create()

    with CaptureQueriesContext(connection) as asked:
        actions.lock_trainer(trainer_id=trainer.pk)

    assert [query["sql"].partition("FOR ")[2] for query in asked] == ['NO KEY UPDATE OF "trainers_trainer"']


class TestHolds:
    def test_kept_becomes_an_appointment(self) -> None:
        hold = CalendarBlockFactory.create(held_until=TEN)

        kept = actions.keep_block(block=hold)

        kept.refresh_from_db()
        assert (kept.kind, kept.expires_at, kept.active) == ("appointment", None, True)

    def test_kept_as_a_workshop(self) -> None:
        hold = CalendarBlockFactory.create(held_until=TEN)

        assert actions.keep_block(block=hold, kind="workshop").kind == "workshop"

    def test_extended_lasts_longer(self) -> None:
        hold = CalendarBlockFactory.create(held_until=TEN)

        actions.extend_hold(block=hold, expires_at=ELEVEN)

        hold.refresh_from_db()
        assert (hold.kind, hold.expires_at, hold.active) == ("hold", ELEVEN, True)

    def test_what_was_given_back_cannot_be_kept_or_extended(self) -> None:
        hold = CalendarBlockFactory.create(held_until=TEN)
        actions.release_block(block=CalendarBlock.objects.get(pk=hold.pk))

        with pytest.raises(HoldGone, match="no longer held"):
            actions.keep_block(block=hold)
        with pytest.raises(HoldGone):
            actions.extend_hold(block=hold, expires_at=ELEVEN)
        hold.refresh_from_db()
        assert (hold.kind, hold.active, hold.expires_at) == ("hold", False, TEN)

    def test_released_twice_stays_released(self) -> None:
        block = CalendarBlockFactory.create()

        for _ in range(2):
            assert actions.release_block(block=block).active is False
        block.refresh_from_db()
        assert block.active is False

    def test_deactivate_expired_counts_those_of_the_trainer(self) -> None:
        trainer = TrainerFactory.create()
        hour = dt.timedelta(hours=1)
        for n in range(3):
            CalendarBlockFactory.create(
                trainer=trainer,
                busy_start=TEN + n * hour,
                busy_end=ELEVEN + n * hour,
                held_until=clock.now() + (n - 1) * hour,
            )
        CalendarBlockFactory.create(held_until=TEN)

        assert actions.deactivate_expired(trainer=trainer) == 2
        assert actions.deactivate_expired(trainer=trainer) == 0


class TestAvailability:
    def test_rule_is_saved_and_changed(self) -> None:
        trainer = TrainerFactory.create()
        rule = actions.save_rule(trainer=trainer, weekday=0, starts=dt.time(9), ends=dt.time(12))

        again = actions.save_rule(
            trainer=trainer,
            weekday=1,
            starts=dt.time(18),
            ends=dt.time(0),
            valid_from=dt.date(2026, 3, 1),
            rule=rule,
        )

        assert again.pk == rule.pk
        stored = AvailabilityRule.objects.get()
        assert (stored.weekday, stored.starts, stored.ends) == (1, dt.time(18), dt.time(0))
        assert (stored.valid_from, stored.valid_until) == (dt.date(2026, 3, 1), None)

    def test_rule_must_not_run_backwards(self) -> None:
        trainer = TrainerFactory.create()
        with pytest.raises(WindowBackwards, match="after the start"):
            actions.save_rule(trainer=trainer, weekday=0, starts=dt.time(12), ends=dt.time(9))
        with pytest.raises(WindowBackwards):
            actions.save_rule(
                trainer=trainer,
                weekday=0,
                starts=dt.time(9),
                ends=dt.time(12),
                valid_from=dt.date(2026, 3, 2),
                valid_until=dt.date(2026, 3, 1),
            )
        assert AvailabilityRule.objects.count() == 0

    def test_deleted_rule_is_gone(self) -> None:
        rule = actions.save_rule(
            trainer=TrainerFactory.create(), weekday=0, starts=dt.time(9), ends=dt.time(12)
        )

        actions.delete_rule(rule=rule)

        assert AvailabilityRule.objects.count() == 0

    @pytest.mark.parametrize(
        ("kind", "starts", "ends", "refused"),
        [
            ("closed", None, None, None),
            ("closed", dt.time(9), dt.time(10), None),
            ("open", dt.time(9), dt.time(0), None),
            ("open", None, None, WindowIncomplete),
            ("closed", dt.time(9), None, WindowIncomplete),
            ("closed", None, dt.time(9), WindowIncomplete),
            ("open", dt.time(10), dt.time(9), WindowBackwards),
        ],
    )
    def test_exception(
        self, kind: str, starts: dt.time | None, ends: dt.time | None, refused: type[Exception] | None
    ) -> None:
        asked = {"date": dt.date(2026, 3, 2), "kind": kind, "starts": starts, "ends": ends}
        trainer = TrainerFactory.create()
        if refused:
            with pytest.raises(refused):
                actions.add_exception(trainer=trainer, **asked)
            assert AvailabilityException.objects.count() == 0
        else:
            exception = actions.add_exception(trainer=trainer, **asked)
            actions.delete_exception(exception=exception)
            assert AvailabilityException.objects.count() == 0

    def test_busy_time_needs_zones_and_an_order(self) -> None:
        trainer = TrainerFactory.create()

        busy = actions.add_busy_time(trainer=trainer, starts_at=TEN, ends_at=ELEVEN, source="diary")

        assert (busy.starts_at, busy.ends_at, busy.source) == (TEN, ELEVEN, "diary")
        with pytest.raises(WindowBackwards):
            actions.add_busy_time(trainer=trainer, starts_at=TEN, ends_at=TEN)
        with pytest.raises(NoSuchZone, match="time zone"):
            actions.add_busy_time(trainer=trainer, starts_at=TEN.replace(tzinfo=None), ends_at=ELEVEN)


@pytest.mark.parametrize("changed", [{"active": True}, {"busy_end": ELEVEN}])
def test_guard_watches_updates(changed: dict[str, object]) -> None:
    trainer = TrainerFactory.create()
    CalendarBlockFactory.create(trainer=trainer, busy_start=TEN + 30 * MINUTE, busy_end=ELEVEN)
    other = CalendarBlockFactory.create(
        trainer=trainer,
        busy_start=TEN,
        busy_end=ELEVEN if "active" in changed else TEN + 30 * MINUTE,
        active="active" not in changed,
    )

    with pytest.raises(IntegrityError, match=guards.NAME), transaction.atomic():
        CalendarBlock.objects.filter(pk=other.pk).update(**changed)
