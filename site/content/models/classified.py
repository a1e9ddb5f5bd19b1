"""What articles and questions share: practice settings, topics, and a day to be read again."""

from typing import Any

from django import forms
from django.db import models
from django.utils.functional import cached_property
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content.models.findable_page import FindablePage, FindablePageQuerySet
from content.models.page import PublicPage, PublicPageForm
from content.social_card import Card
from directory.places.models import PracticeSetting


class ClassifiedPageForm(PublicPageForm):
    """Shows the practice settings by their first level."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "settings" in self.fields:
            self.fields["settings"].choices = [
                (
                    root.name,
                    [(root.pk, root.name), *((child.pk, child.name) for child in root.children.all())],
                )
                for root in PracticeSetting.objects.tree()
            ]


class ClassifiedPageQuerySet(FindablePageQuerySet):
    """Selections of pages by where they belong."""

    def in_settings(self, slugs: list[str]) -> "ClassifiedPageQuerySet":
        """Pages of these practice settings or of any that lies under them."""
        wanted = PracticeSetting.objects.with_descendants(slugs)
        matching: ClassifiedPageQuerySet = self.filter(settings__in=wanted).distinct()
        return matching


class ClassifiedPage(FindablePage):
    """A page of some practice settings. A subclass adds `topics`, whose rows are its own."""

    base_form_class = ClassifiedPageForm

    intro = models.TextField(max_length=400, help_text="One or two sentences under the title.")
    settings = ParentalManyToManyField(PracticeSetting, blank=True, related_name="%(class)ss")
    review_by = models.DateField(
        null=True, blank=True, help_text="When somebody should read it again, with fresh eyes."
    )
    topics: Any

    where_it_belongs = MultiFieldPanel(
        [FieldPanel("settings", widget=forms.CheckboxSelectMultiple), FieldPanel("topics")],
        heading="Where it belongs",
    )
    settings_panels = [FieldPanel("review_by"), *PublicPage.settings_panels]

    class Meta:
        abstract = True

    def card(self) -> Card:
        """The title, under the kind of page and its first practice setting."""
        above = [self.kind_name(), *(setting.shown for setting in self.shown_settings[:1])]
        return Card(title=self.title, kind=" · ".join(above))

    def kind_name(self) -> str:
        """What readers call such a page, in the language of now."""
        raise NotImplementedError

    def summary(self) -> str:
        """The introduction."""
        return self.intro

    @cached_property
    def shown_settings(self) -> list[PracticeSetting]:
        """Practice settings, in their order."""
        return list(self.settings.all())

    @property
    def setting_slugs(self) -> list[str]:
        """For programs: as they stand in addresses."""
        return [setting.slug for setting in self.shown_settings]

    @cached_property
    def shown_topics(self) -> list[Any]:
        """Topics, by name."""
        return sorted(self.topics.all(), key=lambda topic: str(topic.name))
