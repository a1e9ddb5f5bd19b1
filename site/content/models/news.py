"""What happened in this community: short updates, newest first."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from content.blocks import BodyBlock
from content.models.page import PublicPage


class NewsIndexPage(PublicPage):
    """All updates, newest first."""

    intro = models.TextField(blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]
    template = "content/news_index_page.html"
    is_creatable = False  # by editors, until its public page is there
    max_count = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NewsPage"]

    def summary(self) -> str:
        """The introduction."""
        return self.intro


class NewsPage(PublicPage):
    """One update."""

    intro = models.TextField(max_length=400, help_text="One or two sentences under the title.")
    body = StreamField(BodyBlock())

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    template = "content/news_page.html"
    is_creatable = False  # by editors, until its public page is there
    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []

    def summary(self) -> str:
        """The introduction."""
        return self.intro
