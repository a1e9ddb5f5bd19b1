"""Caches that may go away: whoever asks them then finds nothing, and goes the long way."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache

logger = logging.getLogger(__name__)
# What each operation answers while the server is away.
_INSTEAD: dict[str, Callable[..., Any]] = {
    "add": lambda key, value, *args, **kwargs: True,
    "get": lambda key, default=None, *args, **kwargs: default,
    "set": lambda *args, **kwargs: None,
    "touch": lambda *args, **kwargs: False,
    "delete": lambda *args, **kwargs: False,
    "get_many": lambda *args, **kwargs: {},
    "set_many": lambda data, *args, **kwargs: list(data),
    "delete_many": lambda *args, **kwargs: None,
    "has_key": lambda *args, **kwargs: False,
    "incr": lambda key, delta=1, *args, **kwargs: delta,
    "clear": lambda *args, **kwargs: False,
}


def _forgiving(name: str) -> Callable[..., Any]:
    asked = getattr(RedisCache, name)

    @wraps(asked)
    def forgive(self: Any, *args: Any, **kwargs: Any) -> Any:
        try:
            return asked(self, *args, **kwargs)
        except (ValueError, TypeError):  # the caller's own mistake, such as counting what is not there
            raise
        except Exception:
            logger.warning("The cache is away; going on without it.", exc_info=True)
            return _INSTEAD[name](*args, **kwargs)

    return forgive


class ForgivingRedisCache(RedisCache):
    """Redis, without which pages still answer: a cache that is away is an empty one."""

    add = _forgiving("add")
    get = _forgiving("get")
    set = _forgiving("set")
    touch = _forgiving("touch")
    delete = _forgiving("delete")
    get_many = _forgiving("get_many")
    set_many = _forgiving("set_many")
    delete_many = _forgiving("delete_many")
    has_key = _forgiving("has_key")
    incr = _forgiving("incr")
    clear = _forgiving("clear")
