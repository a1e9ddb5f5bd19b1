"""Keeping one row for each findable thing, in the transaction that changes the thing."""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.signals import post_save
from django.utils import timezone

from core import findable, languages, planner
from core.findable import Findable, Kind
from directory.places.geo import cos_of
from directory.places.models import Place, PracticeSetting
from outbox.actions import enqueue
from search import fulltext, names, points, settings_tree, signature, spelling
from search.fulltext import Words
from search.models import (
    MAX_TRAVEL_KM,
    SearchDocument,
    SearchPlace,
    SearchPoint,
    SearchSetting,
    SearchSignature,
    SearchTombstone,
)
from search.settings_tree import SettingsTree
from search.texts import Texts, folded

CHUNK = 500
PUSH = "search.push"
"""Messages of this kind bring `uids` of one `kind` (their payload) to Elasticsearch: search/elastic/pushing.py."""
T = TypeVar("T")
_KEY = ("kind", "uid")
_KEPT = ("id", *_KEY, "appeared_at")
_WRITTEN = [field.name for field in SearchDocument._meta.concrete_fields if field.name not in _KEPT]


def listen() -> None:
    """Follow what the rooms tell, and settings that editors rename."""
    findable.findable_changed.connect(_on_change, dispatch_uid="search.findable_changed")
    post_save.connect(_on_setting, sender=PracticeSetting, dispatch_uid="search.setting_saved")


def index(kind: str, uids: Iterable[UUID], *, announce: bool = True) -> None:
    """Bring the documents of these things up to date: written, changed, or removed when they are gone.

    Call it inside the transaction of the change. A kind nobody registered has no documents. Where the site has
    an Elasticsearch, each CHUNK leaves one message for it; without `announce` none (a rebuild reads all rows).
    """
    for chunk in _chunks(dict.fromkeys(uids)):
        with languages.default(), transaction.atomic():
            versions = _index_chunk(kind, chunk)
            if versions and announce and settings.ELASTICSEARCH_URL:
                _announce(kind, versions)


def bury(kind: str, versions: dict[UUID, int]) -> dict[UUID, int]:
    """Leave tombstones above these versions, for things that have no document (any more); their versions."""
    now, gone_at = moment(), timezone.now()
    above = {uid: max(now, version + 1) for uid, version in versions.items()}
    SearchTombstone.objects.bulk_create(
        [
            SearchTombstone(kind=kind, uid=uid, version=version, gone_at=gone_at)
            for uid, version in above.items()
        ],
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=["version", "gone_at"],
    )
    return above


def moment() -> int:
    """The version that something written now gets: microseconds since 1970."""
    return time.time_ns() // 1_000


def rebuild(
    *, tell: Callable[[str, int], None] = lambda kind, done: None, announce: bool = True
) -> dict[str, int]:
    """Write every document anew from its source and drop what has none; the count of each kind.

    `tell(kind, done)` hears of progress. Memory does not grow with the number of documents.
    """
    began = moment()
    with spelling.recounting():
        for kind in findable.kinds().values():
            _rebuild_kind(kind, began, tell, announce)
    for name in (
        SearchDocument.objects.exclude(kind__in=findable.kinds()).order_by().values("kind").distinct()
    ):
        for uids in _uid_chunks(SearchDocument.objects.filter(kind=name["kind"])):
            index(name["kind"], uids, announce=announce)
    fulltext.sweep()
    planner.count_rows(SearchDocument, SearchPlace, SearchPoint)
    return {kind: SearchDocument.objects.filter(kind=kind).count() for kind in findable.kinds()}


def _rebuild_kind(kind: Kind, began: int, tell: Callable[[str, int], None], announce: bool) -> None:
    """What the source has, then what it has not: rows that were not written just now."""
    done = 0
    for uids in _chunks(each(kind.all_uids())):
        index(kind.name, uids, announce=announce)
        done += len(uids)
        tell(kind.name, done)
    untouched = Q(version__lt=began) | Q(version__gt=moment())
    for uids in _uid_chunks(SearchDocument.objects.filter(untouched, kind=kind.name)):
        index(kind.name, uids, announce=announce)


def each(uids: Iterable[UUID]) -> Iterator[UUID]:
    """These, without keeping the whole of a query in memory."""
    return uids.iterator(chunk_size=CHUNK) if isinstance(uids, QuerySet) else iter(uids)


def _uid_chunks(documents: "QuerySet[SearchDocument]") -> Iterator[list[UUID]]:
    """The uids of these rows by CHUNK, in the order of their keys; what is written meanwhile does no harm."""
    last = 0
    while rows := list(documents.filter(pk__gt=last).order_by("pk").values_list("pk", "uid")[:CHUNK]):
        last = rows[-1][0]
        yield [uid for _, uid in rows]


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk


def _on_change(*, kind: str, uids: Iterable[UUID], **_: Any) -> None:
    index(kind, uids)


def _on_setting(*, instance: PracticeSetting, created: bool, raw: bool = False, **_: Any) -> None:
    """The names of settings are among the words of a document."""
    if created or raw:
        return
    slugs = [instance.slug, *instance.children.values_list("slug", flat=True)]
    touched = SearchDocument.objects.filter(setting_rows__slug__in=slugs).distinct()
    for kind in sorted(set(touched.values_list("kind", flat=True))):
        index(kind, touched.filter(kind=kind).values_list("uid", flat=True))


def _index_chunk(kind: str, uids: Sequence[UUID]) -> dict[UUID, int]:
    """Lock the rows first, then read the source: what is written is never older than what it replaces.

    Returns the new versions, of what went too.
    """
    stored = SearchDocument.objects.filter(kind=kind, uid__in=uids)
    if connection.features.has_select_for_update:
        _reserve(kind, set(uids) - set(stored.values_list("uid", flat=True)))
    versions = dict(stored.select_for_update(no_key=True).order_by("pk").values_list("uid", "version"))
    registered = findable.kind(kind)
    loaded = {thing.uid: thing for thing in registered.load(uids)} if registered else {}
    gone = {uid: version for uid, version in versions.items() if uid not in loaded}
    if gone:
        _drop(stored.filter(uid__in=gone))
    buried = bury(kind, {uid: version for uid, version in gone.items() if version})
    if not loaded:
        return buried
    returned = _unbury(kind, [uid for uid in loaded if not versions.get(uid)])
    return buried | _write(list(loaded.values()), versions | returned)


def _reserve(kind: str, uids: Iterable[UUID]) -> None:
    """Leave an empty row, of version 0, for things that have none: there is something to lock then, and of two
    who make the same thing findable at once the second reads what the first has done."""
    SearchDocument.objects.bulk_create(
        [SearchDocument(kind=kind, uid=uid, version=0) for uid in sorted(uids)], ignore_conflicts=True
    )


def _unbury(kind: str, uids: Sequence[UUID]) -> dict[UUID, int]:
    """The versions of the tombstones of things that come back; the tombstones go."""
    if not uids:
        return {}
    tombstones = SearchTombstone.objects.filter(kind=kind, uid__in=uids)
    versions = dict(tombstones.values_list("uid", "version"))
    if versions:
        tombstones.delete()
    return versions


def as_written(things: Sequence[Findable]) -> dict[UUID, tuple[object, ...]]:
    """What `told_by` would say of their rows, were they written now."""
    countries = _countries(things)
    return {thing.uid: told_by(_document(thing, countries, 0), _places(0, thing)) for thing in things}


def told_by(document: SearchDocument, places: Iterable[SearchPlace]) -> tuple[object, ...]:
    """All that a row and its places say, but for key and version: for comparing."""
    fields = [getattr(document, name) for name in _WRITTEN if name != "version"]
    return (*fields, *((at.place_id, at.label, at.point_id, at.travel_km) for at in places))


def _announce(kind: str, versions: dict[UUID, int]) -> None:
    """One message, in this transaction, for all that was written now: Elasticsearch is not waited for."""
    uids = sorted(map(str, versions))
    digest = hashlib.sha256(" ".join(uids).encode()).hexdigest()[:16]
    enqueue(
        kind=PUSH,
        subject=kind,
        dedupe_key=f"{PUSH}:{kind}:{max(versions.values())}:{digest}",
        payload={"kind": kind, "uids": uids},
    )


def _drop(documents: Any) -> None:
    keys = list(documents.values_list("pk", flat=True))
    fulltext.forget(keys)
    for chunk in _chunks(keys):
        SearchDocument.objects.filter(pk__in=chunk).delete()


def _write(things: Sequence[Findable], versions: dict[UUID, int]) -> dict[UUID, int]:
    """Write these above the versions they had; their versions now."""
    countries = _countries(things)
    now = moment()
    _keep_signatures(things)
    points.keep(things)
    documents = SearchDocument.objects.bulk_create(
        [_document(thing, countries, max(now, versions.get(thing.uid, 0) + 1)) for thing in things],
        update_conflicts=True,
        unique_fields=_KEY,
        update_fields=_WRITTEN,
    )
    keys = [document.pk for document in documents]
    SearchPlace.objects.filter(document__in=keys).delete()
    SearchSetting.objects.filter(document__in=keys).delete()
    pairs = list(zip(keys, things, strict=True))
    SearchPlace.objects.bulk_create([row for key, thing in pairs for row in _places(key, thing)])
    SearchSetting.objects.bulk_create(
        [SearchSetting(document_id=key, slug=slug) for key, thing in pairs for slug in set(thing.settings)]
    )
    tree = settings_tree.load()
    words = [Words(key, _words(thing, tree)) for key, thing in pairs]
    fulltext.write(words)
    spelling.learn(row.texts for row in words)
    names.write(pairs)
    return {document.uid: document.version for document in documents}


def _keep_signatures(things: Sequence[Findable]) -> None:
    """In the order of their keys, so that two writers never wait for one another."""
    texts = {signature.key(text): text for text in map(_signature, things)}
    SearchSignature.objects.bulk_create(
        [SearchSignature(key=key, text=texts[key]) for key in sorted(texts)], ignore_conflicts=True
    )


def _signature(thing: Findable) -> str:
    dated = thing.starts_at is not None
    return signature.write(
        thing.kind,
        thing.formats,
        thing.languages,
        thing.settings,
        translated_into=thing.translated_into,
        dated=dated,
    )


def _countries(things: Sequence[Findable]) -> dict[int, str]:
    wanted = {at.place_id for thing in things for at in thing.places}
    if not wanted:
        return {}
    return dict(Place.objects.filter(pk__in=wanted).values_list("pk", "country_code"))


def _document(thing: Findable, countries: dict[int, str], version: int) -> SearchDocument:
    codes = {thing.country, *(countries.get(at.place_id, "") for at in thing.places)}
    return SearchDocument(
        kind=thing.kind,
        uid=thing.uid,
        version=version,
        signature_key=signature.key(_signature(thing)),
        fold_key=signature.key(f"{thing.kind}:{thing.trainer_uid or thing.uid}"),
        countries=_between_bars(codes),
        translated_into=_between_bars(thing.translated_into),
        title=thing.title[:300],
        by=thing.by[:200],
        settings=list(thing.settings),
        topics=list(thing.topics),
        languages=list(thing.languages),
        formats=list(thing.formats),
        facts=[list(fact) for fact in thing.facts],
        **{name: getattr(thing, name) for name in _TAKEN_OVER},
    )


def _between_bars(codes: Iterable[str]) -> str:
    """ "|GB|IE|", without the empty ones."""
    told = sorted(set(codes) - {""})
    return f"|{'|'.join(told)}|" if told else ""


_TAKEN_OVER = (
    "quality",
    "online",
    "accepting_until",
    "visible_from",
    "visible_until",
    "price_from",
    "price_to",
    "currency",
    "starts_at",
    "ends_at",
    "trainer_uid",
    "group_uid",
    "country",
    "url",
    "picture",
    "summary",
    "body",
)


def _places(document_id: int, thing: Findable) -> list[SearchPlace]:
    return [
        SearchPlace(
            document_id=document_id,
            point_id=points.key(at.lat, at.lon),
            place_id=at.place_id,
            label=at.label[:300],
            travel_km=at.travel_km,
            reach=cos_of(min(at.travel_km, MAX_TRAVEL_KM)),
        )
        for at in thing.places
    ]


def _words(thing: Findable, tree: SettingsTree) -> Texts:
    return folded(
        kind=thing.kind,
        title=thing.title,
        by=thing.by,
        settings=thing.settings,
        topics=thing.topics,
        places=[at.label for at in thing.places],
        languages=thing.languages,
        summary=thing.summary,
        body=thing.body,
        tree=tree,
    )
