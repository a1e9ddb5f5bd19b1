"""What questions show of themselves to search: with the perspectives that everybody may read."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from uuid import UUID

from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from content.models import FindablePageQuerySet, Perspective, QuestionPage
from content.perspectives.trail import KIND
from core import findable, languages
from core.findable import Findable, Kind

CHUNK = 100


def load(uids: Iterable[UUID]) -> Iterator[Findable]:
    """The Findables of these questions; drafts, private and unpublished ones are missing."""
    published = Prefetch("perspectives", Perspective.objects.published(), to_attr="readable")
    found: FindablePageQuerySet = QuestionPage.objects.findable().filter(uid__in=list(uids))
    others = found.translated_into()
    for question in found.select_related("locale").prefetch_related(published).iterator(chunk_size=CHUNK):
        yield replace(to_findable(question), translated_into=others.get(question.uid, ()))


def all_uids() -> Iterator[UUID]:
    """Every question that may be found."""
    yield from QuestionPage.objects.findable().values_list("uid", flat=True).iterator(chunk_size=CHUNK)


def to_findable(question: QuestionPage) -> Findable:
    """`facts` tell how many perspectives there are; quality speaks for questions with several."""
    perspectives = question.readable
    number = len(perspectives)
    texts = [question.search_description, question.text, *(one.words for one in perspectives)]
    return Findable(
        kind=KIND,
        uid=question.uid,
        title=question.title,
        url=question.get_url() or "",
        summary=question.intro,
        body="\n".join(filter(None, texts)),
        settings=tuple(question.settings.values_list("slug", flat=True)),
        topics=tuple(question.topics.values_list("name", flat=True)),
        languages=(languages.iso(question.locale.language_code),),
        visible_from=question.go_live_at,
        visible_until=question.expire_at,
        quality=min(1.0, 0.4 + 0.15 * number),
        facts=(("answers", str(number)),) if number else (),
    )


def told(facts: Mapping[str, str]) -> Iterator[str]:
    """ "4 perspectives"."""
    if number := int(facts.get("answers", 0)):
        yield ngettext("%(number)d perspective", "%(number)d perspectives", number) % {"number": number}


def register() -> None:
    """Make questions known to search."""
    kind = Kind(
        name=KIND,
        label=_("Question"),
        plural=_("Questions"),
        load=load,
        all_uids=all_uids,
        position=45,
        reading=True,
        told=told,
    )
    findable.register(kind)
