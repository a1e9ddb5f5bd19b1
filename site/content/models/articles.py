"""Articles: what people first come for."""

import uuid
from typing import Any

from django import forms
from django.conf import settings as site_settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from content import freshness, listing, plain_text, related
from content.blocks import BodyBlock
from content.models.authors import Author
from content.models.page import PublicPage, PublicPageForm, PublicPageQuerySet
from content.seo import Tags
from directory.places.models import PracticeSetting


class Drawing(models.TextChoices):
    """The house's own illustrations, by their names under `static/img/illustrations`."""

    WARD = "ward", "A bed and a chair turned towards each other, under a clock"
    DOOR = "door", "An open door, two chairs in the light"
    CUPS = "cups", "Two cups"
    BENCH = "bench", "Two people on a bench, seen from behind"
    BENCH_EMPTY = "bench-empty", "An empty bench"
    LETTER = "letter", "A letter coming out of its envelope"
    STRING_KNOT = "string-knot", "A string with a knot"
    STRING_LOOSE = "string-loose", "A string, loosened"
    ROPE = "rope", "Two pairs of boots, a slack rope between them"
    APPLE = "apple", "A blood-sugar meter and an apple"
    WHISTLE = "whistle", "A whistle and a running shoe"
    GLASSES = "glasses", "Reading glasses on a sheet of feedback"
    CHAIRS = "chairs", "Four chairs around a kettle"
    BOATS = "boats", "Two paper boats sailing towards each other"


class ArticleIndexPage(PublicPage):
    """All articles, newest first, by practice setting."""

    intro = models.TextField(blank=True)

    content_panels = [*PublicPage.content_panels, FieldPanel("intro")]
    template = "content/article_index_page.html"
    max_count = 1
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.ArticlePage"]

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answers 400 to a setting that is none, with the list all the same."""
        response: HttpResponseBase = super().serve(request, *args, **kwargs)
        if response.context_data["form"].errors:  # type: ignore[attr-defined]  # a TemplateResponse
            response.status_code = 400
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `form`, `articles` (a page of them), `pager`."""
        return {
            **super().get_context(request, *args, **kwargs),
            **listing.contents(ArticlePage.objects.child_of(self).for_serving(), request.GET),
        }

    def summary(self) -> str:
        """The introduction."""
        return self.intro


class ArticleTopic(TaggedItemBase):
    """A topic of an article."""

    content_object = ParentalKey("content.ArticlePage", on_delete=models.CASCADE, related_name="topic_items")


class ArticlePageQuerySet(PublicPageQuerySet):
    """Selections of articles."""

    def for_serving(self) -> "ArticlePageQuerySet":
        """The load plan of the article's own page, its picture included."""
        readable: ArticlePageQuerySet = super().for_serving().select_related("cover")
        return readable

    def findable(self) -> "ArticlePageQuerySet":
        """Those everybody may read."""
        readable: ArticlePageQuerySet = self.live().public()
        return readable

    def newest_first(self) -> "ArticlePageQuerySet":
        """By the day they were first published."""
        ordered: ArticlePageQuerySet = self.order_by("-first_published_at", "-pk")
        return ordered

    def in_settings(self, slugs: list[str]) -> "ArticlePageQuerySet":
        """Articles of these practice settings or of any that lies under them."""
        wanted = PracticeSetting.objects.with_descendants(slugs)
        matching: ArticlePageQuerySet = self.filter(settings__in=wanted).distinct()
        return matching


class ArticlePageForm(PublicPageForm):
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


class ArticlePage(PublicPage):
    """One article. `reading_minutes` follows from the body and is set on save."""

    base_form_class = ArticlePageForm

    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intro = models.TextField(max_length=400, help_text="One or two sentences under the title.")
    body = StreamField(BodyBlock())
    settings = ParentalManyToManyField(PracticeSetting, blank=True, related_name="articles")
    topics = ClusterTaggableManager(through=ArticleTopic, blank=True, related_name="articles")
    cover = models.ForeignKey(
        site_settings.WAGTAILIMAGES_IMAGE_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    drawing = models.CharField(
        max_length=24, choices=Drawing, blank=True, help_text="Used where there is no picture."
    )
    cover_caption = models.CharField(max_length=240, blank=True)
    review_by = models.DateField(
        null=True, blank=True, help_text="When somebody should read it again, with fresh eyes."
    )
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)

    objects = PageManager.from_queryset(ArticlePageQuerySet)()

    content_panels = [
        *PublicPage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [FieldPanel("cover"), FieldPanel("drawing"), FieldPanel("cover_caption")], heading="Picture"
        ),
        FieldPanel("body"),
        InlinePanel("article_authors", label="Author", heading="Authors"),
        MultiFieldPanel(
            [FieldPanel("settings", widget=forms.CheckboxSelectMultiple), FieldPanel("topics")],
            heading="Where it belongs",
        ),
    ]
    settings_panels = [FieldPanel("review_by"), *PublicPage.settings_panels]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    template = "content/article_page.html"
    parent_page_types = ["content.ArticleIndexPage"]
    subpage_types: list[str] = []
    exclude_fields_in_copy = ["uid"]

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.reading_minutes = plain_text.reading_minutes(self.text)
        return super().save(*args, **kwargs)

    def with_content_json(self, content: dict[str, Any]) -> "ArticlePage":
        """A revision, with the identity of the page rather than that of the one it was copied from."""
        page: ArticlePage = super().with_content_json(content)
        page.uid = self.uid
        return page

    @property
    def text(self) -> str:
        """Introduction and body as plain text."""
        return f"{self.intro}\n\n{plain_text.as_text(self.body)}"

    @cached_property
    def authors(self) -> list[Author]:
        """In the order given."""
        return [row.author for row in self.article_authors.select_related("author__photo")]

    def summary(self) -> str:
        """The introduction."""
        return self.intro

    @cached_property
    def shown_settings(self) -> list[PracticeSetting]:
        """Practice settings, in their order."""
        return list(self.settings.all())

    @cached_property
    def shown_topics(self) -> list[Any]:
        """Topics, by name."""
        return sorted(self.topics.all(), key=lambda topic: str(topic.name))

    @cached_property
    def related(self) -> related.Related:
        """What stands under the article."""
        return related.to_article(self, self.shown_settings, ArticlePage.objects.findable())

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `kept`, the key of its rendered parts."""
        return {**super().get_context(request, *args, **kwargs), "kept": freshness.key(self, request)}

    def seo(self) -> Tags:
        """An Article, with its authors and dates."""
        return related.article_tags(self, super().seo())


class ArticleAuthor(Orderable):
    """An author of an article, in the order shown."""

    page = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="article_authors")
    author = models.ForeignKey(Author, on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("author")]

    class Meta(Orderable.Meta):
        constraints = [models.UniqueConstraint(fields=["page", "author"], name="article_author_once")]

    def __str__(self) -> str:
        return str(self.author)
