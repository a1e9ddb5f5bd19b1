"""What pages refuse, each with a sentence a person can act on."""

from collections.abc import Iterable
from typing import Any, Self

from django.utils.translation import gettext as _

from content import checks
from core.refusal import Refusal


class NotReadyToPublish(Refusal):
    """Something on the page keeps it from being published. `page_id` is where to mend it."""

    def __init__(self, page: Any, found: Iterable[checks.Finding]) -> None:
        self.page_id = page.pk
        words = " ".join(finding.words for finding in found)
        super().__init__(
            _("“%(title)s” is not published yet. %(words)s") % {"title": page.title, "words": words}
        )

    @classmethod
    def found_on(cls, page: Any) -> Self | None:
        """What keeps this page, saved or not, from being published; None where nothing does."""
        found = checks.blocking(page)
        return cls(page, found) if found else None
