"""What activities and resources share."""

import uuid
from collections.abc import Iterable
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core import clock
from directory.places.models import PracticeSetting


class Licence(models.TextChoices):
    """What others may do with it. Empty: ask whoever made it."""

    CC0 = "cc0", _("CC0, no rights reserved")
    CC_BY = "cc-by", _("CC BY 4.0")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA 4.0")
    CC_BY_NC = "cc-by-nc", _("CC BY-NC 4.0")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")


LICENCE_URLS = {
    Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
    Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
    Licence.CC_BY_NC: "https://creativecommons.org/licenses/by-nc/4.0/",
}


EntryRow = TypeVar("EntryRow", bound="Entry")


class EntryQuerySet(models.QuerySet[EntryRow]):
    """Selections of whatever stands in the library."""

    def listed(self) -> Self:
        """Those visitors may see."""
        return self.filter(published_at__isnull=False, archived_at__isnull=True)

    def in_settings(self, slugs: Iterable[str]) -> Self:
        """Those of these practice settings or of any that lies under them."""
        wanted = PracticeSetting.objects.with_descendants(slugs)
        through: Any = self.model.settings.through
        rows = through.objects.filter(practicesetting__in=wanted)
        return self.filter(pk__in=rows.values(self.model._meta.model_name))

    def for_listing(self) -> Self:
        """Load plan of lists and of search: settings and topics. Three queries."""
        return self.prefetch_related("settings", "topics")


class Entry(models.Model):
    """Something in the library: a draft until it is published; archived, never deleted, since kits name it."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=160)
    summary = models.CharField(max_length=280, blank=True)
    licence = models.CharField(max_length=16, choices=Licence, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    loaded_from = models.CharField(max_length=80, blank=True, editable=False)
    """The file of this room it was made from: so that it is loaded once, whatever editors make of it."""

    settings: "models.ManyToManyField[PracticeSetting, Any]"

    class Meta:
        abstract = True
        ordering = ["title"]
        constraints = [
            models.UniqueConstraint(
                fields=["loaded_from"], condition=~Q(loaded_from=""), name="%(class)s_loaded_once"
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def listed(self) -> bool:
        """Whether visitors may see it."""
        return self.published_at is not None and self.archived_at is None

    @property
    def state(self) -> str:
        """In a word, for lists of the back office."""
        if self.archived_at is not None:
            return "Archived"
        return "Published" if self.published_at is not None else "Draft"

    @property
    def licence_url(self) -> str:
        """Where the licence can be read; empty where there is nothing to read."""
        return LICENCE_URLS.get(Licence(self.licence), "") if self.licence else ""
