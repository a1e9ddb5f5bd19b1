"""Addresses a page may not take, since another room of the house answers there."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

# First parts of the addresses of this site (docs/architecture.md), present and to come.
RESERVED = frozenset(
    (
        *(
            "account",
            "activities",
            "api",
            "attribution",
            "book",
            "cards",
            "cms",
            "de",
            "desk",
            "dev",
            "documents",
            "feedback",
            "glossary",
            "groups",
            "livez",
        ),
        *(
            "me",
            "media",
            "metrics",
            "orders",
            "organisation",
            "perspectives",
            "r",
            "readyz",
            "resources",
            "sandbox",
            "search",
            "static",
        ),
        *("trainers", "webhooks", "workshops", "_util"),
    )
)
# Depth of the pages whose slug is the first part of an address: root 1, home 2, these 3.
FIRST_PART = 3


def refuse_shadowing(slug: str, *, depth: int) -> None:
    """Raise ValidationError on `slug` if a page of this depth would hide an address of the site."""
    if depth == FIRST_PART and slug.casefold() in RESERVED:
        raise ValidationError({"slug": shadowing_sentence(slug)})


def shadowing_sentence(slug: str) -> str:
    """What an editor reads."""
    words = _(
        "“/%(slug)s/” already leads to another part of the site. You could call it “%(slug)s-page”, for example."
    )
    return words % {"slug": slug}
