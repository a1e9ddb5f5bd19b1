"""Building a new index beside the one in use, and putting it in its place.

One at a time, by a constraint of the database. Each step can be repeated, so a build that was broken off goes on
from its cursor. What changes meanwhile is pushed to both indices (search/elastic/pushing.py); what slipped through
all the same is found by comparing, and written, before the new index comes into use.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from elasticsearch import NotFoundError

from search import indexing
from search.elastic import bulk, checking, mapping
from search.elastic.client import alias, index_name, patient_client
from search.elastic.patience import Patience
from search.elastic.pushing import building_alias
from search.elastic.refusals import (
    BuildBrokenOff,
    BuildOutdated,
    BuildRunning,
    BuildTaken,
    NothingToResume,
    StillDifferent,
)
from search.elastic.sending import sent
from search.elastic.source import sources, tombstone
from search.models import IndexBuild, SearchDocument, SearchTombstone

STALE_AFTER = dt.timedelta(minutes=2)
"""A build that gave no sign of life for so long was broken off."""
TOMBSTONES_KEPT = dt.timedelta(hours=1)
"""A write that was under way before the build lasts no longer than this; older tombstones have done their duty."""
ROUNDS = 5
_KEYS = 2_000
_WHILE_BUILDING = {
    "refresh_interval": "-1",
    "auto_expand_replicas": False,
    "number_of_replicas": 0,
}

Tell = Callable[[int, int], None]
"""Hears how many of how many documents are written."""


def begin() -> IndexBuild:
    """Make the row of a new build. From now on changes go to its index, too.

    Raises BuildRunning, or BuildBrokenOff where an earlier one was never ended.
    """
    now = timezone.now()
    try:
        with transaction.atomic():
            return IndexBuild.objects.create(
                index=index_name(now),
                mapping=mapping.digest(),
                expected=SearchDocument.objects.count(),
                started_at=now,
                touched_at=now,
            )
    except IntegrityError:
        other = IndexBuild.objects.filter(state=IndexBuild.State.BUILDING).first()
        if other is None:  # it ended just now
            return begin()
    raise _busy(other)


def take_over() -> IndexBuild:
    """The build that was broken off, ours from now on. Raises NothingToResume, BuildRunning, BuildTaken, and
    BuildOutdated where the program has another mapping by now."""
    build = _broken_off()
    if build.mapping != mapping.digest():
        raise BuildOutdated(
            "The mapping has changed since that build was begun. Begin anew: search_rebuild --abandon, then"
            " search_rebuild --index."
        )
    build.note = ""
    _touch(build)
    return build


def abandon() -> IndexBuild:
    """Give up the build that was broken off, and drop its index. Raises NothingToResume, BuildRunning."""
    build = _broken_off()
    _end(build, IndexBuild.State.ABANDONED)
    patient_client().indices.delete(index=build.index, ignore_unavailable=True)
    return build


def is_alive(build: IndexBuild) -> bool:
    """Whether somebody works on a build that is not ended: not after they said that they let go of it."""
    return not build.note and timezone.now() - build.touched_at < STALE_AFTER


def touch(build: IndexBuild) -> None:
    """Say that somebody works on it. Raises BuildTaken where somebody else does by now."""
    _touch(build)


def let_go(build: IndexBuild, why: str) -> None:
    """Leave it to whoever goes on: at once, without waiting until it looks broken off."""
    IndexBuild.objects.filter(pk=build.pk, touched_at=build.touched_at).update(note=why)


def run(build: IndexBuild, *, tell: Tell = lambda done, of: None, patience: Patience | None = None) -> None:
    """Build to the end, from wherever it stands, and put the index in the place of the one in use.

    Waits for an Elasticsearch that is away as long as `patience` says, then raises Unreachable; the build can be
    gone on with then. Raises BuildTaken, BuildOutdated, PushRefused and StillDifferent.
    """
    patience = patience or Patience()
    patience.meanwhile = lambda: _touch(build)
    patience.through(lambda: _prepare(build))
    _stream(build, tell, patience)
    patience.through(lambda: _bury(build))
    _agree(build, patience)
    patience.through(lambda: _put_in_place(build))
    _end(build, IndexBuild.State.DONE)
    _forget(build)


# --- one at a time ------------------------------------------------------------------------------------


def _broken_off() -> IndexBuild:
    build = IndexBuild.objects.filter(state=IndexBuild.State.BUILDING).first()
    if build is None:
        raise NothingToResume("No rebuild was broken off. search_rebuild begins one.")
    if is_alive(build):
        raise _busy(build)
    return build


def _busy(build: IndexBuild) -> BuildRunning | BuildBrokenOff:
    done = f"{build.written:,} of {build.expected:,} documents"
    if is_alive(build):
        return BuildRunning(
            f"A rebuild runs since {build.started_at:%d %B, %H:%M} UTC ({done}); one at a time. If it is no more,"
            f" search_rebuild --resume goes on {STALE_AFTER.total_seconds():.0f} s after its last sign of life."
        )
    return BuildBrokenOff(
        f"A rebuild was broken off at {done}. search_rebuild --resume goes on with it; search_rebuild --abandon"
        " gives it up."
    )


def _touch(build: IndexBuild, **changes: Any) -> None:
    """Write only while the last sign of life is our own."""
    now = timezone.now()
    ours = IndexBuild.objects.filter(
        pk=build.pk, state=IndexBuild.State.BUILDING, touched_at=build.touched_at
    )
    changes = {"note": "", **changes}
    if not ours.update(touched_at=now, **changes):
        raise BuildTaken("Somebody else goes on with this rebuild, or has ended it.")
    build.touched_at = now
    for name, value in changes.items():
        setattr(build, name, value)


def _end(build: IndexBuild, state: str, note: str = "") -> None:
    now = timezone.now()
    _touch(build, state=state, finished_at=now, note=note)


# --- the steps ----------------------------------------------------------------------------------------


def _prepare(build: IndexBuild) -> None:
    """Make the index, unless it is there."""
    indices = patient_client().indices
    if indices.exists(index=build.index):
        return
    if build.cursor:
        _end(build, IndexBuild.State.FAILED, "Its index is gone.")
        raise BuildOutdated("The index of that rebuild is gone. Begin anew: search_rebuild --index.")
    indices.create(
        index=build.index,
        mappings=mapping.mappings(),
        settings=mapping.settings(**_WHILE_BUILDING),
        aliases={building_alias(): {}},
    )


def _stream(build: IndexBuild, tell: Tell, patience: Patience) -> None:
    """Write all rows in the order of their keys. The cursor follows what Elasticsearch has said yes to."""
    if not build.cursor:
        _touch(build, expected=SearchDocument.objects.count())
    found = bulk.batches(sources(_keys_after(build.cursor)))
    tell(build.written, build.expected)
    for batch in sent(found, alias=building_alias(), patience=patience):
        _touch(build, cursor=batch.last, written=build.written + batch.documents)
        tell(build.written, max(build.expected, build.written))


def _keys_after(cursor: int) -> Iterator[int]:
    keys = SearchDocument.objects.order_by("pk").values_list("pk", flat=True)
    while page := list(keys.filter(pk__gt=cursor)[:_KEYS]):
        yield from page
        cursor = page[-1]


def _bury(build: IndexBuild) -> None:
    """What went lately is under a tombstone in the new index too: some old write may still be under way."""
    lately = SearchTombstone.objects.filter(gone_at__gte=build.started_at - TOMBSTONES_KEPT)
    graves = lately.values_list("kind", "uid", "version").iterator(chunk_size=_KEYS)
    for batch in bulk.batches(tombstone(*grave) for grave in graves):
        bulk.send(patient_client(), batch, alias=building_alias())
        _touch(build)


def _agree(build: IndexBuild, patience: Patience) -> None:
    """Compare counts and checksums; write what differs, until nothing does but what is on its way."""
    for _ in range(ROUNDS):
        if patience.through(lambda: _agrees(build)):
            return
    _end(build, IndexBuild.State.FAILED, "The new index does not come to hold what the rows hold.")
    raise StillDifferent(
        f"The new index {build.index} still differs from the rows after {ROUNDS} rounds. The old one stays in use;"
        " search_check says what differs there."
    )


def _agrees(build: IndexBuild) -> bool:
    patient = patient_client()
    patient.indices.refresh(index=build.index)
    began = indexing.moment()
    _touch(build)
    if checking.tally_of_rows() == checking.tally_of_index(patient, build.index):
        return True
    different = checking.differences(patient, build.index, before=began)
    mended = 0
    while chunk := list(islice(different, indexing.CHUNK)):
        _touch(build)
        checking.repair(chunk, raised=False)
        mended += len(chunk)
    return not mended


def _put_in_place(build: IndexBuild) -> None:
    """As the mapping's settings say again, then one step: the alias moves, and what it stood for goes."""
    indices = patient_client().indices
    wanted = mapping.SETTINGS.get("index", {})
    # None brings back what Elasticsearch does of itself.
    usual = {name: wanted.get(name) for name in _WHILE_BUILDING}
    if usual["auto_expand_replicas"] is not None:
        del usual["number_of_replicas"]
    indices.put_settings(index=build.index, settings=usual)
    indices.refresh(index=build.index)
    others = [name for name in _standing_at(alias()) if name != build.index]
    moves: list[dict[str, Any]] = [{"remove_index": {"index": name}} for name in others]
    if build.index in _standing_at(building_alias()):
        moves.append({"remove": {"index": build.index, "alias": building_alias()}})
    indices.update_aliases(actions=[*moves, {"add": {"index": build.index, "alias": alias()}}])


def _standing_at(name: str) -> list[str]:
    """The indices behind an alias, or the index of that very name."""
    try:
        return sorted(patient_client().indices.get(index=name, features="aliases").body)
    except NotFoundError:
        return []


def _forget(build: IndexBuild) -> None:
    """Tombstones that the new index needs no more, and indices of builds that came to nothing."""
    SearchTombstone.objects.filter(gone_at__lt=build.started_at - TOMBSTONES_KEPT).delete()
    failed = IndexBuild.objects.filter(state__in=(IndexBuild.State.FAILED, IndexBuild.State.ABANDONED))
    for name in failed.values_list("index", flat=True):
        patient_client().indices.delete(index=name, ignore_unavailable=True)
