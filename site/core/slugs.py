"""Words of an address, made from a name."""

from itertools import count
from typing import Any

from django.db.models import QuerySet
from django.utils.text import slugify

from core.text import fold


def free_slug(text: str, *, among: "QuerySet[Any]", otherwise: str, longest: int = 80) -> str:
    """A slug of `text` that no row of `among` bears: "Łódź listeners" is `lodz-listeners`.

    A second one is `lodz-listeners-2`. Where no letter of `text` fits an address, `otherwise` is taken.
    """
    base = slugify(fold(text))[: longest - 4].strip("-") or otherwise
    taken = set(among.filter(slug__startswith=base).values_list("slug", flat=True))
    if base not in taken:
        return base
    return next(f"{base}-{n}" for n in count(2) if f"{base}-{n}" not in taken)
