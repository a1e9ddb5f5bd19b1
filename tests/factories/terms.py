"""Terms of the glossary for tests, published the way an editor would."""

from typing import Any

from django.utils.text import slugify

from content.models import GlossaryTerm
from content.terms import known


def term(words: str, *also: str, publish: bool = True, **fields: Any) -> GlossaryTerm:
    """A term that is also written so; texts rendered from now on know it."""
    defaults = {"slug": slugify(words), "short": f"What {words} means."}
    made = GlossaryTerm(**{"term": words, "also": "\n".join(also), "live": False} | defaults | fields)
    made.save()
    revision = made.save_revision()
    if publish:
        revision.publish()
        made.refresh_from_db()
    known.forget()
    return made
