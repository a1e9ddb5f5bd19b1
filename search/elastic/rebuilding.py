"""Ending a build well or leaving it so that it can be gone on with."""

from collections.abc import Iterator
from contextlib import contextmanager

from core.refusal import Refusal
from search.elastic import building
from search.elastic.refusals import Unreachable
from search.models import IndexBuild

_RESUME = "What was written is kept: search_rebuild --resume goes on with it."


@contextmanager
def keeping(build: IndexBuild) -> Iterator[None]:
    """Whatever ends the work, by hand or by an error, leaves a build that `take_over` takes at once."""
    try:
        yield
    except Unreachable as error:
        building.let_go(build, error.sentence)
        raise Unreachable(f"{error.sentence} {_RESUME}") from error
    except KeyboardInterrupt:
        building.let_go(build, "It was stopped.")
        raise Refusal(f"Stopped. {_RESUME}") from None
    except BaseException as error:
        building.let_go(build, f"{type(error).__name__}: {error}")
        raise
