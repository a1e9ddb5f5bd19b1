"""Many bulk requests under way at once, so that reading rows and indexing them overlap."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait

from search.elastic import bulk
from search.elastic.bulk import Batch
from search.elastic.client import patient_client
from search.elastic.patience import Patience
from search.elastic.refusals import BuildOutdated

SENDERS = 2
_WAITING = 4
_SIGN_SECONDS = 10.0


def sent(batches: Iterable[Batch], *, alias: str, patience: Patience) -> Iterator[Batch]:
    """Send these and yield each, in order, once it and all before it are written.

    At most _WAITING are kept in memory. The database is read by the caller's thread alone. Raises what
    search.elastic.bulk.send raises once `patience` ends, and BuildOutdated where the alias is gone.
    """

    def deliver(batch: Batch) -> Batch:
        if not patience.quietly(lambda: bulk.send(patient_client(), batch, alias=alias)):
            raise BuildOutdated("The index of this rebuild is gone. Begin anew: search_rebuild --index.")
        return batch

    pool = ThreadPoolExecutor(SENDERS, thread_name_prefix="bulk")
    under_way: deque[Future[Batch]] = deque()
    try:
        for batch in batches:
            under_way.append(pool.submit(deliver, batch))
            while under_way and (len(under_way) >= _WAITING or under_way[0].done()):
                yield _first(under_way, patience)
        while under_way:
            yield _first(under_way, patience)
    finally:
        patience.stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        patience.stop.clear()


def _first(under_way: "deque[Future[Batch]]", patience: Patience) -> Batch:
    """Wait for the oldest one, giving a sign of life now and then."""
    future = under_way.popleft()
    while not wait([future], timeout=_SIGN_SECONDS).done:
        patience.meanwhile()
    return future.result()
