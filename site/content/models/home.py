"""The front page."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField

from content import freshness, front
from content.home_blocks import HomeBody, default_body
from content.models.page import PublicPage
from content.seo import Tags
from content.social_card import Card


class HomePage(PublicPage):
    """The search under the opening stays on top; editors compose what follows."""

    headline = models.CharField(max_length=120, default="Listening is a skill.")
    headline_second = models.CharField(max_length=120, blank=True, default="Practise it in good company.")
    lead = models.TextField(blank=True)
    body = StreamField(
        HomeBody(),
        blank=True,
        default=default_body,
        help_text="What stands below the search. A part with nothing to show yet hides itself.",
    )

    content_panels = [
        *PublicPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("headline_second"), FieldPanel("lead")], heading="Opening"
        ),
        FieldPanel("body"),
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
        """Adds `kept`, the key of its rendered parts."""
        return {**super().get_context(request, *args, **kwargs), "kept": freshness.key(self, request)}

    @cached_property
    def parts(self) -> list[front.Part]:
        """What stands below the search."""
        return front.parts(self.body, locale_id=self.locale_id)

    def summary(self) -> str:
        """The lead."""
        return self.lead

    def seo(self) -> Tags:
        """The site itself, as a WebSite with a search."""
        tags = super().seo()
        return replace(tags, data=front.website(url=tags.url))

    def card(self) -> Card:
        """What the page opens with."""
        return Card(title=f"{self.headline} {self.headline_second}".strip(), ground="panel")
