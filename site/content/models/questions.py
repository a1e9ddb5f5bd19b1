"""Questions that editors pose and members answer with perspectives."""

from dataclasses import replace
from typing import Any

from django.db import models
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import PageManager
from wagtail.search import index

from content import freshness, listing, plain_text, related
from content.blocks import BodyBlock
from content.models.articles import ArticlePage
from content.models.classified import ClassifiedPage, ClassifiedPageQuerySet
from content.models.page import PublicPage
from content.social_card import Card
from core import clock

OTHERS = 3


class QuestionIndexPage(PublicPage):
    """All questions, newest first."""

    intro = models.TextField(blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]
    template = "content/question_index_page.html"
    max_count = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.QuestionPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `questions` (a page of them, with counts), `pager`, `total`."""
        questions = QuestionPage.objects.child_of(self).for_everybody().with_counts().newest_first()
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.one_page(questions, request.GET, key="questions"),
        }

    def summary(self) -> str:
        """The introduction."""
        return self.intro


class QuestionTopic(TaggedItemBase):
    """A topic of a question."""

    content_object = ParentalKey("content.QuestionPage", on_delete=models.CASCADE, related_name="topic_items")


class QuestionPageQuerySet(ClassifiedPageQuerySet):
    """Selections of questions."""

    def with_counts(self) -> "QuestionPageQuerySet":
        """Adds `perspective_count`: how many perspectives everybody may read."""
        published = Count("perspectives", filter=Q(perspectives__state="published"), distinct=True)
        counted: QuestionPageQuerySet = self.annotate(perspective_count=published)
        return counted


class QuestionPage(ClassifiedPage):
    """One question. `body` is what the editors say of it; the answers are the members' (`Perspective`)."""

    body = StreamField(BodyBlock(), blank=True)
    topics = ClusterTaggableManager(through=QuestionTopic, blank=True, related_name="questions")
    closes_on = models.DateField(
        null=True,
        blank=True,
        help_text="The last day on which members may add a perspective. Empty: it stays open.",
    )

    objects = PageManager.from_queryset(QuestionPageQuerySet)()

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
        ClassifiedPage.where_it_belongs,
    ]
    settings_panels = [FieldPanel("closes_on"), *ClassifiedPage.settings_panels]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    api_fields = ["intro", "body", "closes_on", "setting_slugs"]
    template = "content/question_page.html"
    parent_page_types = ["content.QuestionIndexPage"]
    subpage_types: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds what `content.perspectives.reading.contents` says, and `kept`, the key of what stands beside it;
        `form` is one that was refused."""
        from content.perspectives import reading  # noqa: PLC0415  (knows this model)

        return {
            **super().get_context(request, *args, **kwargs),
            **reading.contents(self, request, kwargs.get("form")),
            "kept": freshness.key(self, request),
        }

    def kind_name(self) -> str:
        """A question."""
        return _("Question")

    def card(self) -> Card:
        """On the ground of what people say."""
        return replace(super().card(), ground="panel")

    @cached_property
    def related(self) -> related.Related:
        """What stands beside the question."""
        articles = ArticlePage.objects.findable().filter(locale=self.locale_id)
        return related.to_question(self.shown_settings, articles)

    @cached_property
    def others(self) -> list["QuestionPage"]:
        """The newest other questions."""
        rows = QuestionPage.objects.for_everybody().filter(locale=self.locale_id).exclude(pk=self.pk)
        return list(rows.newest_first()[:OTHERS])

    @property
    def is_open(self) -> bool:
        """Whether perspectives may be added today, by the site's day."""
        return self.closes_on is None or clock.today() <= self.closes_on

    @property
    def text(self) -> str:
        """Introduction and body as plain text, without the perspectives."""
        return f"{self.intro}\n\n{plain_text.as_text(self.body)}"
