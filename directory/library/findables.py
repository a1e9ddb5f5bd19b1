"""What activities and resources show of themselves in search."""

from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from core import findable, languages
from core.findable import Findable, Kind
from core.when import duration
from directory.library.models import Activity, Resource
from directory.library.words import group_size


def activities(uids: Iterable[UUID]) -> list[Findable]:
    """Those of these activities that visitors may see. Four queries."""
    found = Activity.objects.listed().filter(uid__in=list(uids)).for_page()
    return [_activity(activity) for activity in found]


def resources(uids: Iterable[UUID]) -> list[Findable]:
    """Those of these resources that visitors may see. Three queries."""
    found = Resource.objects.listed().filter(uid__in=list(uids)).for_listing()
    return [_resource(resource) for resource in found]


def register() -> None:
    """Make both kinds known to search."""
    findable.register(
        Kind(
            name="activity",
            label=_("Activity"),
            plural=_("Activities"),
            load=activities,
            all_uids=lambda: Activity.objects.listed().values_list("uid", flat=True),
            position=50,
            reading=True,
            sought=True,
            told=activity_told,
        )
    )
    findable.register(
        Kind(
            name="resource",
            label=_("Resource"),
            plural=_("Resources"),
            load=resources,
            all_uids=lambda: Resource.objects.listed().values_list("uid", flat=True),
            position=60,
            reading=True,
            sought=True,
            told=resource_told,
        )
    )


def activity_told(facts: Mapping[str, str]) -> Iterator[str]:
    """ "30 minutes", "3 to 12 people", "Reflections"."""
    if minutes := facts.get("minutes"):
        yield duration(int(minutes))
    if least := facts.get("group_from"):
        most = facts.get("group_to")
        yield group_size(int(least), int(most) if most else None)
    yield from _label(Activity.Skill, facts.get("skill", ""))


def resource_told(facts: Mapping[str, str]) -> Iterator[str]:
    """ "Book", "2013"."""
    yield from _label(Resource.Kind, facts.get("kind", ""))
    yield from filter(None, [facts.get("year")])


def _label(choices: type[TextChoices], value: str) -> list[str]:
    """What is said for a value; nothing for one that is not there any more."""
    return [str(choices(value).label)] if value in choices.values else []


def _activity(activity: Activity) -> Findable:
    steps = [f"{step.title}. {step.text}" for step in activity.steps.all()]
    settings = list(activity.settings.all())
    text = [activity.purpose, *steps, *activity.slips, *activity.debrief, activity.leading, activity.online]
    return Findable(
        kind="activity",
        uid=activity.uid,
        title=activity.title,
        url=activity.get_absolute_url(),
        summary=activity.summary,
        body="\n".join(filter(None, [*text, *(setting.name for setting in settings)])),
        settings=tuple(setting.slug for setting in settings),
        topics=tuple(topic.name for topic in activity.topics.all()),
        languages=(languages.iso(languages.first()),),
        quality=round(0.5 + 0.25 * bool(activity.debrief) + 0.25 * bool(activity.online), 4),
        facts=(
            ("minutes", str(activity.minutes)),
            ("group_from", str(activity.group_from)),
            ("group_to", str(activity.group_to or "")),
            ("skill", activity.skill),
        ),
    )


def _resource(resource: Resource) -> Findable:
    settings = list(resource.settings.all())
    text = [
        resource.about,
        resource.by,
        str(resource.get_kind_display()),
        *(setting.name for setting in settings),
    ]
    facts = (("kind", resource.kind), ("year", str(resource.year or "")))
    return Findable(
        kind="resource",
        uid=resource.uid,
        title=resource.title,
        url=resource.get_absolute_url(),
        summary=resource.summary,
        body="\n".join(filter(None, text)),
        by=resource.by,
        settings=tuple(setting.slug for setting in settings),
        topics=tuple(topic.name for topic in resource.topics.all()),
        languages=(resource.language,),
        quality=0.25 if resource.link_is_dead else 0.75,
        facts=tuple((key, words) for key, words in facts if words),
    )
