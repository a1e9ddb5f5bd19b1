"""Questions and what members answered to them, for tests."""

import datetime as dt
from typing import Any

import factory

from accounts.models import User
from content.models import (
    Flag,
    HomePage,
    Perspective,
    QuestionIndexPage,
    QuestionPage,
    Suspension,
)
from content.perspectives import actions, trail
from content.perspectives.wording import Words
from content.planting import stream
from content.seeding import create_front_page
from core import clock
from directory.places.models import PracticeSetting
from tests.factories.articles import paragraph
from tests.factories.groups import PersonFactory


def question_index() -> QuestionIndexPage:
    """The list of questions, under a front page where there is none."""
    home = HomePage.objects.first() or create_front_page()
    index = QuestionIndexPage.objects.first()
    if index is None:
        index = QuestionIndexPage(title="Questions", slug="questions")
        home.add_child(instance=index)
    return index


def question(
    title: str = "How do you affirm without praising?",
    *,
    settings: tuple[str, ...] = (),
    topics: tuple[str, ...] = (),
    publish: bool = True,
    **fields: Any,
) -> QuestionPage:
    """A question under the list of questions; `settings` are slugs."""
    page = QuestionPage(
        **{"title": title, "intro": f"About {title}", "body": stream([paragraph()]), "live": False} | fields
    )
    page.settings.set(PracticeSetting.objects.filter(slug__in=settings))
    page.topics.add(*topics)
    question_index().add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    page.refresh_from_db()
    return page


def words(
    said: str = "I wonder what you make of that.",
    happened: str = "He put his bag down and began to talk.",
    changed: str = "",
) -> Words:
    """What somebody wrote."""
    return Words(said=said, happened=happened, changed=changed)


class PerspectiveFactory(factory.django.DjangoModelFactory[Perspective]):
    """Published, by a member of its own, unless told otherwise."""

    class Meta:
        model = Perspective

    question = factory.LazyFunction(question)
    author = factory.SubFactory(PersonFactory)
    shown_name = "Joss"
    said = factory.Sequence(lambda number: f"Sentence number {number}, just as it came out.")
    happened = factory.Sequence(lambda number: f"They thought about it for {number} breaths.")
    fingerprint = factory.LazyAttribute(lambda row: Words(said=row.said, happened=row.happened).fingerprint)
    state = Perspective.State.PUBLISHED
    sent_at = factory.LazyFunction(lambda: clock.now() - dt.timedelta(hours=1))


class FlagFactory(factory.django.DjangoModelFactory[Flag]):
    class Meta:
        model = Flag

    perspective = factory.SubFactory(PerspectiveFactory, state=Perspective.State.HELD)
    kind = Flag.Kind.IDENTIFYING
    words = "the man from Canal Street"


class SuspensionFactory(factory.django.DjangoModelFactory[Suspension]):
    class Meta:
        model = Suspension

    user = factory.SubFactory(PersonFactory)
    reason = "Several advertisements in a row."


def undo(row: Perspective, *, by: User) -> Perspective:
    """Take back what was last done to it."""
    last = trail.last_act(row)
    return actions.undo_decision(perspective=row, by=by, event=last.pk if last else 0)


def trusted(**fields: Any) -> User:
    """A member with two published perspectives, under a question of their own."""
    member = PersonFactory(**fields)
    PerspectiveFactory.create_batch(2, author=member, question=question("What else helped?"))
    return member
