"""Making, changing, publishing and archiving what stands in the library."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple, TypedDict, TypeVar, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from core import clock, findable
from core.refusal import InvalidDetails
from core.slugs import free_slug
from directory.library.errors import Archived, NothingToDo, StepsDoNotFit
from directory.library.models import Activity, ActivityStep, Resource
from directory.places.models import PracticeSetting

EntryRow = TypeVar("EntryRow", Activity, Resource)


class Step(NamedTuple):
    """What happens for so many minutes."""

    minutes: int
    title: str
    text: str = ""


class ActivityDetails(TypedDict, total=False):
    """What an activity tells of itself, steps, settings and topics apart."""

    title: str
    slug: str
    summary: str
    skill: str
    minutes: int
    group_from: int
    group_to: int | None
    purpose: str
    materials: list[str]
    slips_title: str
    slips: list[str]
    leading: str
    debrief: list[str]
    online: str
    licence: str


class ResourceDetails(TypedDict, total=False):
    """What a resource tells of itself, settings and topics apart."""

    title: str
    slug: str
    summary: str
    kind: str
    by: str
    year: int | None
    language: str
    about: str
    licence: str
    content_note: str
    link: str
    file: Any  # a CommonsDocument
    isbn: str


@transaction.atomic
def create_activity(
    *,
    steps: Sequence[Step],
    settings: Iterable[PracticeSetting] = (),
    topics: Iterable[str] = (),
    loaded_from: str = "",
    **details: Unpack[ActivityDetails],
) -> Activity:
    """A draft. Raises InvalidDetails, NothingToDo, StepsDoNotFit."""
    activity = Activity(loaded_from=loaded_from)
    _save(activity, {**details, "slug": _slug(Activity, details, "activity")}, ActivityDetails)
    _set_steps(activity, steps)
    return _classify(activity, settings, topics)


@transaction.atomic
def update_activity(
    *,
    activity: Activity,
    steps: Sequence[Step] | None = None,
    settings: Iterable[PracticeSetting] | None = None,
    topics: Iterable[str] | None = None,
    **details: Unpack[ActivityDetails],
) -> Activity:
    """Change what is given and leave the rest. Raises InvalidDetails, NothingToDo, StepsDoNotFit."""
    _save(activity, {**details}, ActivityDetails)
    _set_steps(activity, _steps_of(activity) if steps is None else steps)
    return _classify(activity, settings, topics)


@transaction.atomic
def create_resource(
    *,
    settings: Iterable[PracticeSetting] = (),
    topics: Iterable[str] = (),
    loaded_from: str = "",
    **details: Unpack[ResourceDetails],
) -> Resource:
    """A draft. Raises InvalidDetails."""
    resource = Resource(loaded_from=loaded_from)
    _save(resource, {**details, "slug": _slug(Resource, details, "resource")}, ResourceDetails)
    return _classify(resource, settings, topics)


@transaction.atomic
def update_resource(
    *,
    resource: Resource,
    settings: Iterable[PracticeSetting] | None = None,
    topics: Iterable[str] | None = None,
    **details: Unpack[ResourceDetails],
) -> Resource:
    """Change what is given and leave the rest; a new link is asked anew. Raises InvalidDetails."""
    if details.get("link", resource.link) != resource.link:
        resource.link_state, resource.link_asked_at = Resource.LinkState.UNASKED, None
    _save(resource, {**details}, ResourceDetails)
    return _classify(resource, settings, topics)


@transaction.atomic
def publish(*, entry: EntryRow) -> EntryRow:
    """Visitors may see it from now on. Raises Archived."""
    if entry.archived_at is not None:
        raise Archived
    entry.published_at = entry.published_at or clock.now()
    entry.save(update_fields=["published_at"])
    return _announce(entry)


@transaction.atomic
def withdraw(*, entry: EntryRow) -> EntryRow:
    """A draft again."""
    entry.published_at = None
    entry.save(update_fields=["published_at"])
    return _announce(entry)


@transaction.atomic
def archive(*, entry: EntryRow) -> EntryRow:
    """Out of lists and search, its page gone; kits that name it keep it."""
    entry.archived_at = entry.archived_at or clock.now()
    entry.save(update_fields=["archived_at"])
    return _announce(entry)


@transaction.atomic
def restore(*, entry: EntryRow) -> EntryRow:
    """Undo `archive`: published or a draft, as it was."""
    entry.archived_at = None
    entry.save(update_fields=["archived_at"])
    return _announce(entry)


@transaction.atomic
def note_link_state(*, resource: Resource, link: str, state: str, at: dt.datetime) -> bool:
    """Keep what came of asking `link`; False where the resource has another link by now."""
    still_the_same = Resource.objects.filter(pk=resource.pk, link=link)
    kept = still_the_same.update(link_state=Resource.LinkState(state), link_asked_at=at)
    if kept and state != resource.link_state:
        _announce(resource)
    return bool(kept)


def _slug(model: Any, details: Any, otherwise: str) -> str:
    given: str = details.get("slug", "")
    return given or free_slug(details.get("title", ""), among=model.objects.all(), otherwise=otherwise)


def _save(entry: Activity | Resource, fields: dict[str, Any], known: Any) -> None:
    for name, value in fields.items():
        if name not in known.__annotations__:
            raise TypeError(f"There is no {name!r} to be changed here.")
        setattr(entry, name, value)
    try:
        entry.full_clean()
    except ValidationError as error:
        raise InvalidDetails.told_by(error) from error
    entry.save()


def _steps_of(activity: Activity) -> list[Step]:
    return [Step(step.minutes, step.title, step.text) for step in activity.steps.all()]


def _set_steps(activity: Activity, steps: Sequence[Step]) -> None:
    if not steps:
        raise NothingToDo
    together = sum(step.minutes for step in steps)
    if together != activity.minutes:
        raise StepsDoNotFit(steps=together, minutes=activity.minutes)
    rows = [
        ActivityStep(activity=activity, position=number, **step._asdict())
        for number, step in enumerate(steps, start=1)
    ]
    try:
        for row in rows:
            row.full_clean(validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        raise InvalidDetails("; ".join(error.messages), {"steps": error.messages}) from error
    activity.steps.all().delete()
    ActivityStep.objects.bulk_create(rows)


def _classify(
    entry: EntryRow, settings: Iterable[PracticeSetting] | None, topics: Iterable[str] | None
) -> EntryRow:
    if settings is not None:
        entry.settings.set(settings)
    if topics is not None:
        entry.topics.set(list(topics))
    return _announce(entry)


def _announce(entry: EntryRow) -> EntryRow:
    findable.changed(entry._meta.model_name or "", entry.uid)
    return entry
