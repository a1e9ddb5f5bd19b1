"""The front page."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from content import front
from content.models.page import PublicPage
from content.seo import Tags


class HomePage(PublicPage):
    """The hero's words are the editors'; the rest composes itself from what is there."""

    headline = models.CharField(max_length=120, default="Listening is a skill.")
    headline_second = models.CharField(max_length=120, blank=True, default="Practise it in good company.")
    lead = models.TextField(blank=True)

    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("headline_second"), FieldPanel("lead")], heading="Opening"
        ),
    ]
    template = "content/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "content.ArticleIndexPage",
        "content.QuestionIndexPage",
        "content.NewsIndexPage",
        "content.StandardPage",
    ]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what stands on the front page (`content.front`)."""
        return {**super().get_context(request, *args, **kwargs), **front.contents()}

    def summary(self) -> str:
        """The lead."""
        return self.lead

    def seo(self) -> Tags:
        """The site itself, as a WebSite with a search."""
        tags = super().seo()
        return Tags(
            title=tags.title, description=tags.description, url=tags.url, data=front.website(url=tags.url)
        )
