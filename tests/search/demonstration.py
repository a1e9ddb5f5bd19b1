"""The demonstration as far as it can be found: trainers, packages, groups and articles on real towns, without the
hours, orders and members that seeding the whole of it takes its time for."""

from pathlib import Path

from content.seeding import create_site_pages
from content.seeding_translations import load_translations
from core import clock, findable
from demo import groups, material, packages, people, trainers
from directory.groups import actions
from directory.library.seeding import load_library
from marketplace.offerings import obstacles
from marketplace.payments.accounts import payable
from search import indexing
from search.models import Synonym
from search.starting_synonyms import plant
from tests.factories.places import load_places, load_practice_settings

PLACES = Path(__file__).with_name("judged_places.txt")


def lay_out(*, library: bool = False) -> None:
    """All of it, indexed once at the end; with the library and the German pages too, if they are asked for."""
    load_places(PLACES.read_text("utf-8"))
    load_practice_settings()
    plant(Synonym)
    findable.findable_changed.disconnect(dispatch_uid="search.findable_changed")
    obstacles.unregister(payable)
    try:
        create_site_pages()
        if library:
            load_translations()
            load_library()
        _trainers()
        _groups()
    finally:
        obstacles.register(payable)
        indexing.listen()
    indexing.rebuild()


def _trainers() -> None:
    now, staff = clock.now(), people.person(name="Callum Tranter", since=clock.now())
    for row in material.trainers():
        trainer = trainers.trainer_of(row, now=now, staff=staff)
        packages.offer(trainer, row, now=now)


def _groups() -> None:
    """Each with its champion and two others, so that none counts as smaller than it is."""
    namer = people.Namer("judged")
    for row in material.groups():
        few = {**row, "members": min(row["members"], 3)}
        group = groups.group_of(few, now=clock.now(), namer=namer)
        if "archived_days_ago" in row:
            actions.archive_group(group=group)
