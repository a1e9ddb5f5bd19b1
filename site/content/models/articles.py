"""Articles: what people first come for."""

from typing import Any

from django.conf import settings as site_settings
from django.db import models
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Orderable, PageManager
from wagtail.search import index

from content import freshness, listing, plain_text, related
from content.blocks import BodyBlock
from content.illustrations import Drawing
from content.models.authors import Author
from content.models.classified import ClassifiedPage, ClassifiedPageQuerySet
from content.models.page import PublicPage
from content.seo import Tags


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


class ArticlePageQuerySet(ClassifiedPageQuerySet):
    """Selections of articles."""

    def for_serving(self) -> "ArticlePageQuerySet":
        """The load plan of the article's own page, its picture included."""
        readable: ArticlePageQuerySet = super().for_serving().select_related("cover")
        return readable


class ArticlePage(ClassifiedPage):
    """One article. `reading_minutes` follows from the body and is set on save."""

    body = StreamField(BodyBlock())
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
        ClassifiedPage.where_it_belongs,
    ]
    search_fields = [
        *PublicPage.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]
    api_fields = ["intro", "body", "reading_minutes", "byline", "setting_slugs"]
    template = "content/article_page.html"
    parent_page_types = ["content.ArticleIndexPage"]
    subpage_types: list[str] = []

    def save(self, *args: Any, **kwargs: Any) -> Any:
        self.reading_minutes = plain_text.reading_minutes(self.text)
        return super().save(*args, **kwargs)

    @property
    def text(self) -> str:
        """Introduction and body as plain text."""
        return f"{self.intro}\n\n{plain_text.as_text(self.body)}"

    @cached_property
    def authors(self) -> list[Author]:
        """In the order given."""
        return [row.author for row in self.article_authors.select_related("author__photo")]

    @property
    def byline(self) -> list[str]:
        """The authors' names: all that programs are told of them."""
        return [author.name for author in self.authors]

    @cached_property
    def related(self) -> related.Related:
        """What stands under the article."""
        articles = ArticlePage.objects.findable().filter(locale=self.locale_id)
        return related.to_article(self, self.shown_settings, articles)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `kept`, the key of its rendered parts."""
        return {**super().get_context(request, *args, **kwargs), "kept": freshness.key(self, request)}

    def kind_name(self) -> str:
        """An article."""
        return _("Article")

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
