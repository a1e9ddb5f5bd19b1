"""What practice groups show of themselves in search."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from core import findable
from core.findable import At, Findable, Kind
from directory.groups.models import PracticeGroup


def groups(uids: Iterable[UUID]) -> list[Findable]:
    """Those of these groups that visitors may see. Queries do not grow with their number."""
    found = PracticeGroup.objects.listed().filter(uid__in=list(uids)).for_profile()
    return [_group(group, group.member_count) for group in found]


def register() -> None:
    """Make the kind known to search."""
    findable.register(
        Kind(
            name="group",
            label=_("Practice group"),
            plural=_("Groups"),
            load=groups,
            all_uids=lambda: PracticeGroup.objects.listed().values_list("uid", flat=True),
            position=30,
            sought=True,
        )
    )


def _group(group: PracticeGroup, members: int) -> Findable:
    settings = list(group.settings.all())
    named = ", ".join(setting.name for setting in settings)
    place = group.place
    return Findable(
        kind="group",
        uid=group.uid,
        title=group.name,
        url=group.get_absolute_url(),
        summary=group.summary,
        body="\n".join(filter(None, [group.description, group.rhythm, named])),
        picture=group.slug,
        group_uid=group.uid,
        settings=tuple(setting.slug for setting in settings),
        languages=tuple(group.languages),
        formats=tuple(
            name for name, meets in (("in_person", place is not None), ("online", group.online)) if meets
        ),
        online=group.online,
        country=place.country_code if place else "",
        quality=_quality(group, members),
        places=(At(place_id=place.pk, label=place.label, lat=place.lat, lon=place.lon),) if place else (),
        facts=(
            ("members", str(members)),
            ("capacity", str(group.capacity)),
            ("rhythm", group.rhythm),
            ("joining", group.get_joining_display()),
        ),
    )


def _quality(group: PracticeGroup, members: int) -> float:
    """0 to 1: told what it is (0.6), meets regularly (0.2), three or more come (0.2)."""
    told = sum(map(bool, (group.summary, group.description, group.settings.all())))
    return round(0.2 * told + 0.2 * bool(group.rhythm) + 0.2 * (members >= 3), 4)
