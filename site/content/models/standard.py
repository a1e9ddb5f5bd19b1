"""Pages of text that are no articles: privacy, terms, imprint."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.blocks import BodyBlock
from content.models.page import PublicPage


class StandardPage(PublicPage):
    """A page of text. The page of terms is special: publishing it writes the version that orders point at."""

    class Purpose(models.TextChoices):
        PLAIN = "plain", "A page of text"
        PRIVACY = "privacy", "What we keep about you"
        TERMS = "terms", "Terms of booking (publishing makes a new version)"
        IMPRINT = "imprint", "Imprint"

    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.PLAIN)
    intro = models.TextField(blank=True)
    body = StreamField(BodyBlock())

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    settings_panels = [*PublicPage.settings_panels, FieldPanel("purpose")]
    api_fields = ["intro", "body"]
    template = "content/standard_page.html"
    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]

    def summary(self) -> str:
        """The introduction."""
        return self.intro
