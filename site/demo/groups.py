"""Practice groups with their people and the codes they pass on."""

import datetime as dt

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


def group_of(row: GroupText, *, now: dt.datetime, namer: Namer) -> PracticeGroup:
    """The group of a row with members and code, founded when it was; found again when it is there already."""
    names = [namer.name(row["names"]) for _ in range(row["members"] - 1 - len(row.get("deputies", [])))]
    founded = now - dt.timedelta(days=row["founded_days_ago"])
    group = PracticeGroup.objects.filter(name=row["name"]).first()
    if group is None:
        with clock.frozen_at(founded):
            group = _found(row, champion=_champion(row, names, founded))
    if not ReferralCode.objects.filter(group=group).exists():
        _join(group, row, names, founded=founded, now=now)
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


def _champion(row: GroupText, names: list[str], founded: dt.datetime) -> User:
    name = row.get("champion", "")
    if name == CHAMPION.name:
        return log_in(CHAMPION, since=founded)
    return person(name=name or names.pop(), time_zone=row["zone"], since=founded)


def _join(
    group: PracticeGroup, row: GroupText, names: list[str], *, founded: dt.datetime, now: dt.datetime
) -> None:
    """Deputies at the start, members over the first half of the group's life."""
    people = [(name, Role.DEPUTY) for name in row.get("deputies", [])]
    people += [(name, Role.MEMBER) for name in names]
    span = (now - founded) / 2 / (len(people) + 1)
    for number, (name, role) in enumerate(people, start=1):
        joined = founded + number * span
        with clock.frozen_at(joined):
            user = person(name=name, time_zone=row["zone"], since=joined)
            actions.add_member(group=group, user=user, role=role)
