"""A page that search knows by an identity of its own."""

import uuid
from typing import Any

from django.db import models

from content.models.page import PublicPage, PublicPageQuerySet
from core import languages


class FindablePageQuerySet(PublicPageQuerySet):
    """Selections of pages that search knows."""

    def findable(self) -> "FindablePageQuerySet":
        """Those everybody may read."""
        readable: FindablePageQuerySet = self.live().not_private().not_expired()
        return readable

    def in_language(self, code: str) -> "FindablePageQuerySet":
        """Those of one language, by its code."""
        spoken: FindablePageQuerySet = self.filter(locale__language_code=code)
        return spoken

    def translated_into(self) -> dict[uuid.UUID, tuple[str, ...]]:
        """By `uid`, the other languages in which everybody may read these (ISO 639-1), in order. One query."""
        told = (
            self.model.objects.findable()
            .filter(translation_key__in=self.order_by().values("translation_key"))
            .values_list("uid", "translation_key", "locale__language_code")
        )
        rows = [(uid, key, languages.iso(code)) for uid, key, code in told]
        spoken: dict[uuid.UUID, set[str]] = {}
        for _, key, code in rows:
            spoken.setdefault(key, set()).add(code)
        return {uid: tuple(sorted(spoken[key] - {code})) for uid, key, code in rows}

    def newest_first(self) -> "FindablePageQuerySet":
        """By the day they were first published."""
        ordered: FindablePageQuerySet = self.order_by("-first_published_at", "-pk")
        return ordered


class FindablePage(PublicPage):
    """A page with a `uid` that stays the same wherever it moves, and is never that of its copy."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    exclude_fields_in_copy = ["uid"]

    class Meta:
        abstract = True

    def with_content_json(self, content: dict[str, Any]) -> Any:
        """A revision, with the identity of the page rather than that of the one it was copied from."""
        page = super().with_content_json(content)
        page.uid = self.uid
        return page

    def save(self, *args: Any, **kwargs: Any) -> Any:
        """An alias is a page of its own: it does not take the identity of what it shows."""
        if self._state.adding and self.alias_of_id:
            self.uid = uuid.uuid4()
        return super().save(*args, **kwargs)
