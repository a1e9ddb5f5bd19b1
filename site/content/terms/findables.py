"""What terms show of themselves in search, and when they tell it."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _
from wagtail.signals import published, unpublished

from content.models import GlossaryTerm
from core import findable, languages
from core.findable import Findable, Kind

KIND = "term"
CHUNK = 200


def load(uids: Iterable[UUID]) -> Iterator[Findable]:
    """The Findables of these terms; drafts are missing."""
    for term in GlossaryTerm.objects.listed().filter(uid__in=list(uids)).select_related("current"):
        yield to_findable(term)


def all_uids() -> Iterator[UUID]:
    """Every term that may be found."""
    yield from GlossaryTerm.objects.listed().values_list("uid", flat=True).iterator(chunk_size=CHUNK)


def to_findable(term: GlossaryTerm) -> Findable:
    """`facts` tell what a dated term is called now; a present one is the better answer.

    A term is found by its forms and the sentence that explains it. Its text and example are full of everyday words,
    by which it would come before people and articles that are about them. So few words weigh much each; a quality
    below zero makes up for that.
    """
    return Findable(
        kind=KIND,
        uid=term.uid,
        title=term.term,
        url=term.get_absolute_url(),
        summary=term.short,
        body="\n".join(term.forms[1:]),
        languages=(languages.iso(languages.first()),),
        visible_from=term.go_live_at,
        visible_until=term.expire_at,
        quality=-0.5 if term.dated else -0.25,
        facts=(("today", term.today.term),) if term.today else (),
    )


def register() -> None:
    """Make terms known to search, and listen; doing so twice changes nothing."""
    kind = Kind(
        name=KIND,
        label=_("Term"),
        plural=_("Glossary"),
        load=load,
        all_uids=all_uids,
        position=70,
        reading=True,
    )
    findable.register(kind)
    published.connect(term_changed, sender=GlossaryTerm, dispatch_uid="content.terms.published")
    unpublished.connect(term_changed, sender=GlossaryTerm, dispatch_uid="content.terms.unpublished")
    post_delete.connect(term_changed, sender=GlossaryTerm, dispatch_uid="content.terms.deleted")


def term_changed(instance: GlossaryTerm, **kwargs: Any) -> None:
    """One term came, changed or went; older words name it as what is said today."""
    older = instance.dated_terms.values_list("uid", flat=True) if instance.pk else []
    findable.changed(KIND, instance.uid, *older)
