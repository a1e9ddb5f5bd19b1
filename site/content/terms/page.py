"""What a term's own page shows, published or in a preview."""

from typing import Any

from django.utils.translation import gettext as _

from content.models import GlossaryTerm
from content.terms import queries


def contents(term: GlossaryTerm) -> dict[str, Any]:
    """`term`, `see_also`, `dated` (what it used to be called), `beside` (whether it has a rail), and others."""
    see_also, dated = queries.see_also(term), queries.dated_terms(term)
    return {
        "term": term,
        "see_also": see_also,
        "dated": dated,
        "beside": bool(term.today or dated or see_also or term.forms[1:]),
        "pages": queries.pages_with(term),
        "seo": queries.tags(term),
        "trail": [
            {"label": _("Glossary"), "url": GlossaryTerm.list_url()},
            {"label": term.term, "url": ""},
        ],
    }
