"""Resources: what others made, and where it is to be had."""

import datetime as dt
from typing import Self
from urllib.parse import urlsplit

from django.conf import settings as site_settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator, URLValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import TaggedItemBase

from directory.library.models.entries import Entry, EntryQuerySet
from directory.places.models import PracticeSetting


def validate_isbn(text: str) -> None:
    """An ISBN of 13 digits whose last one fits (ISO 2108)."""
    fits = len(text) == 13 and text.isdigit()
    if not fits or sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(text)) % 10:
        raise ValidationError(gettext("This is no ISBN: 13 digits, without hyphens, as printed at the back."))


class ResourceTopic(TaggedItemBase):
    """A topic of a resource."""

    content_object = models.ForeignKey("library.Resource", on_delete=models.CASCADE, related_name="+")


class ResourceQuerySet(EntryQuerySet["Resource"]):
    """Selections of resources."""

    def due_to_be_asked(self, *, now: dt.datetime) -> Self:
        """Those with a link that was not asked for a week, or for a day where it did not answer well."""
        never, long_ago = Q(link_asked_at=None), Q(link_asked_at__lte=now - dt.timedelta(days=7))
        troubled = Q(link_asked_at__lte=now - dt.timedelta(days=1)) & ~Q(link_state="answers")
        due = self.filter(never | long_ago | troubled).exclude(link="")
        return due.order_by(F("link_asked_at").asc(nulls_first=True), "pk")


class Resource(Entry):
    """A film, book, worksheet, recording: a link or a file; a book may stand by its ISBN alone."""

    class Kind(models.TextChoices):
        BOOK = "book", _("Book")
        WORKBOOK = "workbook", _("Workbook")
        WORKSHEET = "worksheet", _("Worksheet")
        GUIDE = "guide", _("Guide")
        PAPER = "paper", _("Paper")
        FILM = "film", _("Film")
        RECORDING = "recording", _("Recording")
        WEBSITE = "website", _("Website")

    class LinkState(models.TextChoices):
        """What came of asking the link."""

        UNASKED = "unasked", _("Not asked yet")
        ANSWERS = "answers", pgettext_lazy("a link", "Answers")
        UNSURE = "unsure", _("Did not say")
        DEAD = "dead", _("Dead")
        REFUSED = "refused", _("Leads inside")

    kind = models.CharField(max_length=16, choices=Kind)
    by = models.CharField("by whom", max_length=240, blank=True)
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1900), MaxValueValidator(2100)]
    )
    language = models.CharField(
        max_length=2, default="en", validators=[RegexValidator(r"^[a-z]{2}\Z")], help_text="ISO 639-1 code."
    )
    about = models.TextField(blank=True, help_text="What is in it, and whom it might help.")
    content_note = models.CharField(
        max_length=240, blank=True, help_text="Where it touches on abuse or addiction: what to be ready for."
    )
    link = models.CharField(max_length=500, blank=True, validators=[URLValidator(["http", "https"])])
    file = models.ForeignKey(
        site_settings.WAGTAILDOCS_DOCUMENT_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    isbn = models.CharField("ISBN", max_length=13, blank=True, validators=[validate_isbn])
    link_state = models.CharField(max_length=8, choices=LinkState, default=LinkState.UNASKED, editable=False)
    link_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    settings = models.ManyToManyField(PracticeSetting, blank=True, related_name="resources")
    topics = TaggableManager(through=ResourceTopic, blank=True, related_name="resources")

    objects = ResourceQuerySet.as_manager()

    class Meta(Entry.Meta):
        constraints = [
            *Entry.Meta.constraints,
            models.CheckConstraint(
                condition=Q(link="") | Q(file__isnull=True),
                name="resource_link_or_file",
                violation_error_message=_("A resource is a link or a file. Take one of the two away."),
            ),
            models.CheckConstraint(
                condition=~Q(link="")
                | Q(file__isnull=False)
                | (Q(kind__in=["book", "workbook"]) & ~Q(isbn="")),
                name="resource_is_somewhere",
                violation_error_message=_(
                    "Say where it is to be had: a link, a file, or for a book its ISBN."
                ),
            ),
        ]
        indexes = [models.Index(fields=["link_asked_at"], name="resource_link_asked")]

    def get_absolute_url(self) -> str:
        """The resource's page."""
        return reverse("library:resource-detail", args=[self.slug])

    @property
    def host(self) -> str:
        """Whose site the link leads to; empty without a link."""
        return (urlsplit(self.link).hostname or "").removeprefix("www.")

    @property
    def link_is_dead(self) -> bool:
        """Whether nothing was there when the link was last asked."""
        return self.link_state == self.LinkState.DEAD
