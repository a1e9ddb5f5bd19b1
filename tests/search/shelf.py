"""Made-up findable things and a registry of their own: search is tested without the rooms that fill it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from core import findable
from core.findable import At, Findable, Kind
from search import texts

KINDS = (("trainer", "Trainers"), ("package", "Packages"), ("group", "Groups"), ("article", "Articles"))
TOWNS = {
    "Taunton": (51.01494, -3.10293),
    "Bridgwater": (51.12837, -3.00356),
    "Wellington": (50.97828, -3.22496),
    "Exeter": (50.7236, -3.52751),
    "Bristol": (51.45523, -2.59665),
    "London": (51.50853, -0.12574),
    "Suva": (-18.14161, 178.44149),
    "Apia": (-13.83333, -171.76666),
}


def at(town: str, *, travel_km: int = 0) -> At:
    lat, lon = TOWNS[town]
    return At(place_id=list(TOWNS).index(town) + 1, label=town, lat=lat, lon=lon, travel_km=travel_km)


def point(lat: float, lon: float, *, travel_km: int = 0) -> At:
    return At(place_id=99, label=f"{lat}, {lon}", lat=lat, lon=lon, travel_km=travel_km)


def thing(title: str = "Something", *, kind: str = "group", **told: Any) -> Findable:
    return Findable(
        kind=kind, uid=told.pop("uid", None) or uuid4(), title=title, url=told.pop("url", "/x/"), **told
    )


class Shelf:
    """What the made-up rooms hold. `put` and `take` tell search, as rooms do."""

    def __init__(self) -> None:
        self.things: dict[UUID, Findable] = {}

    def put(self, *things: Findable) -> None:
        for one in things:
            self.things[one.uid] = one
            findable.changed(one.kind, one.uid)

    def put_many(self, kind: str, *things: Findable) -> None:
        """Things of one kind, told of together."""
        self.things |= {one.uid: one for one in things}
        findable.changed(kind, *(one.uid for one in things))

    def take(self, one: Findable) -> None:
        del self.things[one.uid]
        findable.changed(one.kind, one.uid)

    def register(self) -> None:
        for position, (name, plural) in enumerate(KINDS):
            findable.register(
                Kind(
                    name=name,
                    label=plural.removesuffix("s"),
                    plural=plural,
                    load=lambda uids: [self.things[uid] for uid in uids if uid in self.things],
                    all_uids=lambda name=name: [one.uid for one in self.things.values() if one.kind == name],
                    position=position,
                    reading=name == "article",
                    sought=name != "package",
                )
            )


@contextmanager
def only_made_up_kinds(shelf: Shelf | None = None) -> Iterator[Shelf]:
    """The registry with made-up kinds alone, of this shelf or an empty one; afterwards as it was."""
    before = dict(findable._kinds)
    findable._kinds.clear()
    texts._kind_called.cache_clear()
    shelf = shelf or Shelf()
    shelf.register()
    try:
        yield shelf
    finally:
        findable._kinds.clear()
        findable._kinds.update(before)
        texts._kind_called.cache_clear()
