"""What the pages of the glossary show."""

import hashlib
import json
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Q, TextField, Value
from django.db.models.functions import Cast, Concat

from content import freshness, seo
from content.models import ArticlePage, GlossaryTerm, NewsPage, QuestionPage
from content.models.findable_page import FindablePage
from content.terms import known
from content.terms.matching import Matcher, is_acronym
from core.text import fold

MOST: dict[type[FindablePage], int] = {ArticlePage: 3, QuestionPage: 2, NewsPage: 2}
"""How many of each kind a term names."""
ASKED = 12
_LETTERS = Concat(
    "title", Value("\n"), "intro", Value("\n"), Cast("body", TextField()), output_field=TextField()
)
Letters = list[tuple[str, list[GlossaryTerm]]]


def by_letter(wanted: str) -> Letters:
    """Terms under their first letters, "#" for those that begin with none; `wanted` narrows. One query."""
    folded = fold(wanted)
    rows = GlossaryTerm.objects.listed().select_related("current")
    shown = (row for row in rows if folded in _words(row))
    found = sorted(shown, key=lambda row: (letter_of(row.term) != "#", fold(row.term)))
    return [(letter, list(terms)) for letter, terms in groupby(found, key=lambda row: letter_of(row.term))]


def letter_of(term: str) -> str:
    """Under which a term stands: "É" is an "E"."""
    first = fold(term)[:1].upper()
    return first if first.isalpha() else "#"


def term_at(slug: str) -> GlossaryTerm | None:
    """The term visitors may read at this address."""
    return GlossaryTerm.objects.listed().select_related("current").filter(slug=slug).first()


def see_also(term: GlossaryTerm) -> list[GlossaryTerm]:
    """Terms it points at and terms that point at it, those visitors may read."""
    chosen = [row.pk for row in term.see_also.all()]
    pointing = Q(see_also=term.pk) if term.pk else Q(pk=None)
    rows = GlossaryTerm.objects.listed().filter(Q(pk__in=chosen) | pointing)
    return list(rows.exclude(pk__in=[term.pk or 0, term.current_id or 0]).distinct())


def dated_terms(term: GlossaryTerm) -> list[GlossaryTerm]:
    """What it used to be called."""
    return list(GlossaryTerm.objects.listed().filter(current=term.pk)) if term.pk else []


def pages_with(term: GlossaryTerm) -> list[FindablePage]:
    """The newest articles, questions and news that use the term. Which they are is found out every ten minutes.

    They are kept by the term's forms, so that a draft in a preview has some of its own. One query for each kind.
    """
    forms = hashlib.sha256("\n".join(term.forms).encode()).hexdigest()
    key = f"content.term.pages.{forms}.{freshness.version()}"
    found = cache.get(key)
    if found is None:
        found = [_pages_with(term, model, most) for model, most in MOST.items()]
        cache.set(key, found, freshness.SECONDS)
    return [page for model, keys in zip(MOST, found, strict=True) for page in _readable(model, keys)]


def _readable(model: Any, keys: list[int]) -> list[FindablePage]:
    """Those of them that everybody may read now, in their order."""
    rows = model.objects.findable().in_bulk(keys)
    return [rows[key] for key in keys if key in rows]


def tags(term: GlossaryTerm) -> seo.Tags:
    """A DefinedTerm of schema.org."""
    url = seo.absolute(term.get_absolute_url())
    data = {
        "@type": "DefinedTerm",
        "name": term.term,
        "alternateName": term.forms[1:],
        "description": term.short,
        "url": url,
        "inDefinedTermSet": seo.absolute(GlossaryTerm.list_url()),
    }
    return seo.Tags(title=term.term, description=term.short, url=url, data=data)


def set_tags(title: str, description: str, terms: Iterable[GlossaryTerm]) -> seo.Tags:
    """A DefinedTermSet of schema.org."""
    url = seo.absolute(GlossaryTerm.list_url())
    rows = [
        {"@type": "DefinedTerm", "name": term.term, "url": seo.absolute(term.get_absolute_url())}
        for term in terms
    ]
    data: dict[str, Any] = {"@type": "DefinedTermSet", "name": title, "url": url, "hasDefinedTerm": rows}
    return seo.Tags(title=title, description=description, url=url, data=data)


def _words(term: GlossaryTerm) -> str:
    return fold(f"{term.term} {term.also} {term.short}")


def _pages_with(term: GlossaryTerm, model: Any, most: int) -> list[int]:
    """The database looks for the letters; whether they are the term is decided here."""
    letters = Q()
    for form in term.forms:
        lookup = "letters__contains" if is_acronym(form) else "letters__icontains"
        for stored in {form, json.dumps(form)[1:-1]}:  # One database keeps "é" in JSON, another "\u00e9".
            letters |= Q((lookup, stored))
    matcher = Matcher([known.explained(term)])
    readable = model.objects.findable().in_language(settings.LANGUAGE_CODE)
    newest = readable.annotate(letters=_LETTERS).filter(letters).newest_first()[:ASKED]
    return [row.pk for row in newest if any(matcher.matches(f"{row.title}\n\n{row.text}"))][:most]
