"""What happened in this community: short updates, newest first."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content import listing, plain_text, seo
from content.blocks import BodyBlock
from content.models.findable_page import FindablePage, FindablePageQuerySet
from content.models.page import PublicPage
from content.social_card import Card

OTHERS = 3


class NewsIndexPage(PublicPage):
    """All updates, newest first."""

    intro = models.TextField(blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]
    template = "content/news_index_page.html"
    max_count = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.NewsPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `updates` (a page of them), `pager`, `total`."""
        updates = NewsPage.objects.child_of(self).for_everybody().newest_first()
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.plain_page(updates, request.GET, key="updates"),
        }

    def summary(self) -> str:
        """The introduction."""
        return self.intro


class NewsPage(FindablePage):
    """One update."""

    intro = models.TextField(max_length=400, help_text="One or two sentences under the title.")
    body = StreamField(BodyBlock())

    objects = PageManager.from_queryset(FindablePageQuerySet)()

    content_panels = [*PublicPage.content_panels, FieldPanel("intro"), FieldPanel("body")]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    api_fields = ["intro", "body"]
    template = "content/news_page.html"
    parent_page_types = ["content.NewsIndexPage"]
    subpage_types: list[str] = []

    @cached_property
    def others(self) -> list["NewsPage"]:
        """The newest other updates."""
        rows = NewsPage.objects.for_everybody().filter(locale=self.locale_id).exclude(pk=self.pk)
        return list(rows.newest_first()[:OTHERS])

    @property
    def text(self) -> str:
        """Introduction and body as plain text."""
        return f"{self.intro}\n\n{plain_text.as_text(self.body)}"

    def summary(self) -> str:
        """The introduction."""
        return self.intro

    def kind_name(self) -> str:
        """News."""
        return _("News")

    def seo(self) -> seo.Tags:
        """A NewsArticle, with its dates; the community itself is its author."""
        tags = super().seo()
        data = seo.written(self, tags, kind="NewsArticle")
        return replace(
            tags, kind="article", data={**data, "image": [tags.image], "author": data["publisher"]}
        )

    def card(self) -> Card:
        """The title, under what kind of page it is."""
        return Card(title=self.title, kind=self.kind_name())
