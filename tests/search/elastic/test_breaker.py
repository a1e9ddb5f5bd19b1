"""The switch: when it asks, when not, and how it finds its way back."""

import threading

from search.elastic.breaker import Breaker


class Seconds:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def opened(seconds: Seconds) -> Breaker:
    breaker = Breaker(clock=seconds, first_pause=1, longest_pause=4)
    breaker.failed("gone")
    return breaker


def test_closed_it_always_asks() -> None:
    breaker = Breaker(clock=Seconds())

    assert [breaker.admits() for _ in range(3)] == [True, True, True]
    assert breaker.succeeded() is False
    assert (breaker.closed, breaker.reason) == (True, "")


def test_one_failure_opens_it() -> None:
    breaker = Breaker(clock=Seconds())

    assert breaker.failed("refused") is True
    assert (breaker.closed, breaker.reason, breaker.admits()) == (False, "refused", False)


def test_after_the_pause_one_may_try() -> None:
    seconds = Seconds()
    breaker = opened(seconds)

    seconds.now += 0.9
    assert breaker.admits() is False
    seconds.now += 0.1
    assert [breaker.admits() for _ in range(3)] == [True, False, False]


def test_an_answer_closes_it() -> None:
    seconds = Seconds()
    breaker = opened(seconds)
    seconds.now += 1
    breaker.admits()

    assert breaker.succeeded() is True
    assert (breaker.closed, breaker.admits(), breaker.reason) == (True, True, "")


def test_pauses_double_up_to_the_longest_and_begin_anew() -> None:
    seconds = Seconds()
    breaker = opened(seconds)
    waited = []
    for _ in range(4):
        began = seconds.now
        while not breaker.admits():
            seconds.now += 0.5
        waited.append(seconds.now - began)
        breaker.failed("still gone")
    assert waited == [1.0, 2.0, 4.0, 4.0]

    seconds.now += 4
    assert breaker.admits() is True
    breaker.succeeded()
    breaker.failed("again")
    seconds.now += 1
    assert breaker.admits() is True


def test_several_failures_at_once_count_as_one() -> None:
    """They were asked before it opened."""
    seconds = Seconds()
    breaker = opened(seconds)

    assert [breaker.failed("late") for _ in range(5)] == [False] * 5
    seconds.now += 1
    assert breaker.admits() is True


def test_a_try_that_nobody_reports_on_is_tried_again() -> None:
    seconds = Seconds()
    breaker = opened(seconds)
    seconds.now += 1
    breaker.admits()

    seconds.now += 4.9
    assert breaker.admits() is False
    seconds.now += 0.1
    assert breaker.admits() is True


def test_of_many_threads_one_tries() -> None:
    seconds = Seconds()
    breaker = opened(seconds)
    seconds.now += 1
    together = threading.Barrier(20)
    admitted: list[bool] = []

    def ask() -> None:
        together.wait()
        admitted.append(breaker.admits())

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert admitted.count(True) == 1
