"""Terms of Motivational Interviewing, each with a sentence that explains it wherever it is met."""

import uuid
from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index


class GlossaryTermQuerySet(models.QuerySet["GlossaryTerm"]):
    """Selections of terms."""

    def listed(self) -> Self:
        """Those visitors may read."""
        return self.filter(live=True)


class GlossaryTerm(DraftStateMixin, RevisionMixin, PreviewableMixin, index.Indexed, ClusterableModel):
    """One term. `also` are its other forms in running text, an acronym or its expansion among them, one a line."""

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    term = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(max_length=80, unique=True, help_text="The address: /glossary/…/")
    also = models.TextField(
        blank=True,
        verbose_name=_("also written"),
        help_text="Other forms found in texts, one a line: plurals, verb forms, an acronym and what it stands for.",
    )
    short = models.CharField(
        max_length=280, help_text="One or two plain sentences, shown where the term is met."
    )
    text = RichTextField(features=["bold", "italic", "ul", "ol", "link"], blank=True)
    example = models.CharField(max_length=300, blank=True, help_text="A line somebody might really say.")
    edition = models.CharField(
        max_length=300, blank=True, verbose_name=_("note on editions"), help_text="How the word has moved."
    )
    see_also = ParentalManyToManyField(
        "self",
        blank=True,
        symmetrical=False,
        related_name="seen_from",
        help_text="Shown on both pages; one of them is enough.",
    )
    current = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dated_terms",
        verbose_name=_("current term"),
        help_text="For a dated term: what it is called now.",
    )
    dated = models.BooleanField(default=False, help_text="The field has moved on from this word.")
    loaded_from = models.CharField(max_length=80, blank=True, editable=False)

    objects = GlossaryTermQuerySet.as_manager()

    panels = [
        MultiFieldPanel([FieldPanel("term"), FieldPanel("slug"), FieldPanel("also")], heading=_("Word")),
        FieldPanel("short"),
        FieldPanel("text"),
        FieldPanel("example"),
        MultiFieldPanel(
            [FieldPanel("edition"), FieldPanel("dated"), FieldPanel("current")], heading=_("Editions")
        ),
        FieldPanel("see_also", widget=forms.CheckboxSelectMultiple),
    ]
    search_fields = [
        index.SearchField("term"),
        index.SearchField("also"),
        index.SearchField("short"),
        index.AutocompleteField("term"),
        index.FilterField("live"),
    ]

    class Meta:
        ordering = ["term"]
        constraints = [
            models.UniqueConstraint(
                fields=["loaded_from"], condition=~Q(loaded_from=""), name="term_loaded_once"
            ),
            models.CheckConstraint(condition=Q(current=None) | Q(dated=True), name="term_current_if_dated"),
        ]

    def __str__(self) -> str:
        return self.term

    def get_absolute_url(self) -> str:
        """Its own page."""
        return reverse("glossary:term-detail", args=[self.slug])

    @staticmethod
    def list_url() -> str:
        """The page of all terms."""
        return reverse("glossary:term-list")

    def clean(self) -> None:
        """No form of a word may belong to two terms, and only a dated term has a current one."""
        super().clean()
        if self.current_id and not self.dated:
            raise ValidationError({"current": _("Only a dated term has a current one.")})
        mine = {form.casefold() for form in self.forms}
        for other in GlossaryTerm.objects.exclude(pk=self.pk):
            taken = mine & {form.casefold() for form in other.forms}
            if taken:
                words = _("“%(word)s” is explained by “%(term)s” already.")
                field = "term" if self.term.strip().casefold() in taken else "also"
                raise ValidationError({field: words % {"word": min(taken), "term": other.term}})

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        """The term's own page."""
        return "content/glossary/term_detail.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        """What that page shows of the draft."""
        from content.terms.page import contents  # noqa: PLC0415  (stands above the models)

        return {**super().get_preview_context(request, mode_name), **contents(self)}

    @property
    def today(self) -> "GlossaryTerm | None":
        """What a dated term is called now, where visitors may read that."""
        return self.current if self.current and self.current.live else None

    @property
    def forms(self) -> list[str]:
        """The term and all it is also written as."""
        others = [line.strip() for line in self.also.splitlines()]
        return list(dict.fromkeys(filter(None, [self.term.strip(), *others])))
