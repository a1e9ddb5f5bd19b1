"""The documents of one page, made into hits."""

from collections.abc import Sequence
from uuid import UUID

from core.money import Money
from directory.places.geo import distance_km
from search.highlight import passage
from search.models import SearchDocument, SearchPlace
from search.query import SearchQuery
from search.result import Folded, SearchHit

MORE_SHOWN = 6


def hits_of(folds: Sequence[Sequence[int]], query: SearchQuery) -> tuple[SearchHit, ...]:
    """Load the first document of each fold as a hit, and a few of the others as what stands under it.

    One statement for the documents, one for their places, and one for the trainers' pages where hits have others
    under them.
    """
    wanted = [key for fold in folds for key in fold[: 1 + MORE_SHOWN]]
    if not wanted:
        return ()
    rows = SearchDocument.objects.filter(pk__in=wanted)
    documents = (rows if query.terms else rows.defer("body")).in_bulk()
    places: dict[int, list[SearchPlace]] = {}
    of_first = SearchPlace.objects.filter(document__in=[fold[0] for fold in folds])
    for place in of_first.select_related("point").order_by("pk"):
        places.setdefault(place.document_id, []).append(place)
    trainers = _trainer_pages(
        [documents[fold[0]] for fold in folds if len(fold) > 1 and fold[0] in documents]
    )
    return tuple(
        _hit(
            documents[fold[0]],
            places.get(fold[0], []),
            [documents[key] for key in fold[1 : 1 + MORE_SHOWN] if key in documents],
            query,
            more_by=len(fold) - 1,
            more_url=trainers.get(documents[fold[0]].trainer_uid, ""),
        )
        for fold in folds
        if fold[0] in documents
    )


def _trainer_pages(documents: Sequence[SearchDocument]) -> dict[UUID | None, str]:
    uids = {document.trainer_uid for document in documents if document.trainer_uid}
    if not uids:
        return {}
    return dict(SearchDocument.objects.filter(kind="trainer", uid__in=uids).values_list("uid", "url"))


def _hit(
    document: SearchDocument,
    places: Sequence[SearchPlace],
    more: Sequence[SearchDocument],
    query: SearchQuery,
    *,
    more_by: int,
    more_url: str,
) -> SearchHit:
    nearest, km = _nearest(places, query)
    return SearchHit(
        kind=document.kind,
        uid=document.uid,
        title=document.title,
        url=document.url,
        summary=document.summary,
        by=document.by,
        picture=document.picture,
        trainer_uid=document.trainer_uid,
        group_uid=document.group_uid,
        settings=tuple(document.settings),
        topics=tuple(document.topics),
        languages=tuple(document.languages),
        formats=tuple(document.formats),
        price=_money(document.price_from, document.currency),
        price_to=_money(document.price_to, document.currency),
        starts_at=document.starts_at,
        ends_at=document.ends_at,
        online=document.online,
        accepting_until=document.accepting_until,
        facts={str(key): str(words) for key, words in document.facts},
        place=nearest.label if nearest else "",
        place_id=nearest.place_id if nearest else None,
        at=(nearest.point.lat, nearest.point.lon) if nearest else None,
        places=len(places),
        travel_km=nearest.travel_km if nearest else 0,
        distance_km=km,
        highlight=passage(query.terms, document.summary, document.body if query.terms else ""),
        more_by=more_by,
        more_url=more_url if more_by else "",
        more=tuple(
            Folded(title=other.title, url=other.url, price=_money(other.price_from, other.currency))
            for other in more
        ),
    )


def _nearest(places: Sequence[SearchPlace], query: SearchQuery) -> tuple[SearchPlace | None, float | None]:
    """The place by which it matched: the nearest, or the first where no point was asked for."""
    if not places:
        return None, None
    if query.point is None:
        return places[0], None
    lat, lon = query.point
    distances = [
        (distance_km(lat, lon, place.point.lat, place.point.lon), place.pk, place) for place in places
    ]
    km, _, nearest = min(distances)
    return nearest, km


def _money(amount: int | None, currency: str) -> Money | None:
    return Money(amount, currency) if amount is not None and currency else None
