"""Activities and resources for tests: published unless told otherwise."""

from typing import Any

import factory

from core import clock
from directory.library.models import Activity, ActivityStep, Resource


class ActivityFactory(factory.django.DjangoModelFactory[Activity]):
    """Fifteen minutes in one step."""

    class Meta:
        model = Activity
        skip_postgeneration_save = True

    title = factory.Sequence(lambda number: f"Activity {number}")
    slug = factory.Sequence(lambda number: f"activity-{number}")
    skill = Activity.Skill.REFLECTIONS
    minutes = 15
    published_at = factory.LazyFunction(clock.now)

    @factory.post_generation
    def with_step(obj: Any, create: bool, extracted: Any, **kwargs: Any) -> None:
        """One step that takes all the time."""
        ActivityStep.objects.create(
            activity=obj, position=1, minutes=obj.minutes, title="Begin", text="Talk."
        )


class ResourceFactory(factory.django.DjangoModelFactory[Resource]):
    """A guide that is a link."""

    class Meta:
        model = Resource

    title = factory.Sequence(lambda number: f"Resource {number}")
    slug = factory.Sequence(lambda number: f"resource-{number}")
    kind = Resource.Kind.GUIDE
    link = factory.Sequence(lambda number: f"https://library.example/{number}")
    published_at = factory.LazyFunction(clock.now)
