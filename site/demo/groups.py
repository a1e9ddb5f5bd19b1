"""Practice groups with their people and the codes they pass on."""

import datetime as dt
from itertools import zip_longest

from accounts.models import User
from core import clock
from demo.material import GroupText
from demo.people import CHAMPION, Namer, log_in, person
from demo.places import place_called, settings_called
from directory.groups import actions
from directory.groups.models import GroupMembership, PracticeGroup
from marketplace.referrals.actions import create_code
from marketplace.referrals.models import ReferralCode

Role = GroupMembership.Role
DEPUTY_FROM = 7


def group_of(row: GroupText, *, now: dt.datetime, namer: Namer) -> PracticeGroup:
    """The group of a row with members and code, founded when it was; found again when it is there already."""
    champion, *others = _people(row, namer)
    founded = now - dt.timedelta(days=row["founded_days_ago"])
    group = PracticeGroup.objects.filter(name=row["name"]).first()
    if group is None:
        with clock.frozen_at(founded):
            group = _found(row, champion=_champion(champion, row, founded))
    if not ReferralCode.objects.filter(group=group).exists():
        _join(group, row, others, founded=founded, now=now)
        with clock.frozen_at(founded + dt.timedelta(days=1)):
            create_code(group=group, code=row["code"])
    return group


def close(group: PracticeGroup) -> PracticeGroup:
    """The group meets no more."""
    return actions.archive_group(group=group)


def _found(row: GroupText, *, champion: User) -> PracticeGroup:
    place = place_called(row["place"], row["country"]) if row.get("place") else None
    return actions.create_group(
        name=row["name"],
        time_zone=row["zone"],
        champion=champion,
        settings=settings_called(row["settings"]),
        place=place,
        online=row.get("online", False),
        summary=row["summary"],
        description=row["description"].strip(),
        languages=row["languages"],
        rhythm=row["rhythm"],
        capacity=row["capacity"],
        joining=row.get("joining", "open"),
        reward_policy=row.get("rewards", "credit"),
    )


def _people(row: GroupText, namer: Namer) -> list[tuple[str, str]]:
    """Names and roles, the champion first. A group of seven or more has a deputy at least."""
    named = [name for name in (row.get("champion", ""), *row.get("deputies", [])) if name]
    names = [*named, *(namer.name(row["names"]) for _ in range(row["members"] - len(named)))]
    deputies = len(row.get("deputies", [])) or int(row["members"] >= DEPUTY_FROM)
    roles = [Role.CHAMPION, *[Role.DEPUTY] * deputies]
    return list(zip_longest(names, roles, fillvalue=Role.MEMBER))


def _champion(who: tuple[str, str], row: GroupText, founded: dt.datetime) -> User:
    if who[0] == CHAMPION.name:
        return log_in(CHAMPION, since=founded)
    return person(name=who[0], time_zone=row["zone"], since=founded)


def _join(
    group: PracticeGroup,
    row: GroupText,
    people: list[tuple[str, str]],
    *,
    founded: dt.datetime,
    now: dt.datetime,
) -> None:
    """One after the other, over the first half of the group's life."""
    span = (now - founded) / 2 / (len(people) + 1)
    for number, (name, role) in enumerate(people, start=1):
        joined = founded + number * span
        with clock.frozen_at(joined):
            user = person(name=name, time_zone=row["zone"], since=joined)
            actions.add_member(group=group, user=user, role=role)
