"""Says in the log when the index is missing, out of date or away, and when changes wait too long."""

import datetime as dt
import logging

from django.utils import timezone

from outbox.registry import recurs
from search.elastic import state
from search.elastic.client import client, configured

logger = logging.getLogger(__name__)
LATE = dt.timedelta(minutes=10)
_last = {"said": ""}


@recurs("search.watch", every_seconds=60)
def watch() -> int:
    """One small request and one statement a minute. Each trouble is said once, when it begins: at the first turn
    of a worker too, so that whoever starts the site is told of an index that is missing or out of date."""
    if not configured():
        return 0
    said = trouble()
    if said and said != _last["said"]:
        logger.warning("%s", said)
    if _last["said"] and not said:
        logger.warning("The search index is as it should be again.")
    _last["said"] = said
    return 0


def trouble() -> str:
    """What somebody should look at; empty where nothing."""
    said = state.warning(state.standing(client()))
    lag = state.lag()
    if not said and lag.since and timezone.now() - lag.since > LATE:
        said = f"Changes wait to be brought to Elasticsearch since {lag.since:%d %B, %H:%M} UTC: does a worker run?"
    return said
