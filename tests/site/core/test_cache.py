"""A cache that goes away leaves pages answering."""

from typing import Any

import pytest

from core import cache as forgiving
from core.cache import ForgivingRedisCache


class Gone(Exception):
    """As a client says it when its server is away."""


class AwayClient:
    """Refuses whatever it is asked."""

    def __getattr__(self, name: str) -> Any:
        def refuse(*args: Any, **kwargs: Any) -> Any:
            raise Gone(name)

        return refuse


@pytest.fixture
def away() -> ForgivingRedisCache:
    cache = ForgivingRedisCache("redis://127.0.0.1:9/0", {})
    cache.__dict__["_cache"] = AwayClient()
    return cache


def test_reading_finds_nothing(away: ForgivingRedisCache) -> None:
    assert away.get("key", "otherwise") == "otherwise"
    assert away.get("key") is None
    assert away.get_many(["one", "two"]) == {}
    assert away.has_key("key") is False


def test_writing_is_let_go(away: ForgivingRedisCache) -> None:
    assert away.set("key", 1) is None
    assert away.add("key", 1) is True
    assert away.incr("key", 2) == 2
    assert away.touch("key") is False
    assert away.delete("key") is False
    assert away.set_many({"one": 1}) == ["one"]
    assert away.delete_many(["one"]) is None
    assert away.clear() is False


def test_it_is_told(away: ForgivingRedisCache, caplog: pytest.LogCaptureFixture) -> None:
    away.get("key")

    assert [record.message for record in caplog.records] == ["The cache is away; going on without it."]


def test_a_mistake_of_the_caller_is_not_forgiven(away: ForgivingRedisCache) -> None:
    class Counting:
        def incr(self, key: str, delta: int) -> int:
            raise ValueError("Key is not there.")

    away.__dict__["_cache"] = Counting()

    with pytest.raises(ValueError, match="not there"):
        away.incr("key")


def test_every_operation_has_an_answer() -> None:
    assert set(forgiving._INSTEAD) <= set(vars(ForgivingRedisCache))
