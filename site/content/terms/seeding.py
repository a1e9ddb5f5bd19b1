"""The terms a site starts with, from the files in `content/glossary`.

What was loaded once is left alone, also where editors renamed, changed, unpublished or deleted it since.
"""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q

from content.models import GlossaryTerm
from content.planting import remember, was_planted

HERE = Path(__file__).parent.parent / "glossary"


def files() -> list[Path]:
    """The files of the terms, by name."""
    return sorted(HERE.glob("*.toml"))


@transaction.atomic
def load_terms() -> int:
    """Make and publish what is missing; how many were made. May run any number of times, and go on half-way."""
    rows = {path.stem: tomllib.loads(path.read_text("utf-8")) for path in files()}
    made = {slug: _made(slug, row) for slug, row in rows.items() if not _came(slug, row)}
    for slug, term in made.items():
        _publish(term, rows[slug])
    return len(made)


def _came(slug: str, row: dict[str, Any]) -> bool:
    """Loaded before, whatever has become of it, or kept by editors under the same word or address."""
    if was_planted(GlossaryTerm, slug):
        return True
    term = GlossaryTerm.objects.filter(Q(loaded_from=slug) | Q(term=row["term"])).first()
    if term is not None:
        remember(term, slug)
    return term is not None


def _loaded(slugs: list[str]) -> Q:
    """Terms that came from these files, or stand at their addresses."""
    return Q(loaded_from__in=slugs) | Q(slug__in=slugs)


def _made(slug: str, row: dict[str, Any]) -> GlossaryTerm:
    """A draft, which others may point at."""
    made: GlossaryTerm = GlossaryTerm.objects.create(
        term=row["term"],
        slug=slug,
        also="\n".join(row["also"]),
        short=row["short"],
        text=row["text"].strip(),
        example=row["example"],
        edition=row["edition"],
        dated=row["dated"],
        loaded_from=slug,
        live=False,
    )
    return made


def _publish(term: GlossaryTerm, row: dict[str, Any]) -> None:
    """The way an editor would."""
    term.current = GlossaryTerm.objects.filter(_loaded([row["current"]])).first() if row["current"] else None
    term.see_also = list(GlossaryTerm.objects.filter(_loaded(row["see_also"])))
    term.save_revision().publish()
    remember(term, term.loaded_from)
