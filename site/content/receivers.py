"""What a change of pages makes happen elsewhere: search is told, and new terms become a version."""

import logging
from typing import Any

from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from content.findables import KIND
from content.models import ArticleIndexPage, ArticlePage, Author, StandardPage
from content.plain_text import as_text
from core import findable
from marketplace.orders.models import TermsVersion

log = logging.getLogger(__name__)


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    page_published.connect(article_changed, sender=ArticlePage, dispatch_uid="content.published")
    page_unpublished.connect(article_changed, sender=ArticlePage, dispatch_uid="content.unpublished")
    post_delete.connect(article_changed, sender=ArticlePage, dispatch_uid="content.deleted")
    page_published.connect(branch_changed, sender=ArticleIndexPage, dispatch_uid="content.list_published")
    post_page_move.connect(branch_changed, dispatch_uid="content.moved")
    page_slug_changed.connect(branch_changed, dispatch_uid="content.renamed")
    post_save.connect(author_changed, sender=Author, dispatch_uid="content.author")
    post_save.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="content.restricted")
    post_delete.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="content.unrestricted")
    page_published.connect(terms_published, sender=StandardPage, dispatch_uid="content.terms")


def article_changed(instance: ArticlePage, **kwargs: Any) -> None:
    """One article came, changed or went."""
    findable.changed(KIND, instance.uid)


def branch_changed(instance: Page, **kwargs: Any) -> None:
    """The addresses of a page and of all under it changed."""
    _tell(ArticlePage.objects.descendant_of(instance, inclusive=True))


def author_changed(instance: Author, **kwargs: Any) -> None:
    """An author's name stands in the results of their articles."""
    _tell(ArticlePage.objects.filter(article_authors__author=instance))


def restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A branch became private, or public again."""
    _tell(ArticlePage.objects.descendant_of(instance.page, inclusive=True))


def terms_published(instance: StandardPage, **kwargs: Any) -> None:
    """Publishing the terms makes the version that orders point at from now on; the same words make none."""
    if instance.purpose != StandardPage.Purpose.TERMS:
        return
    from marketplace.orders.actions import publish_terms  # noqa: PLC0415  (loads the whole room)

    text = f"{instance.title}\n\n{instance.intro}\n\n{as_text(instance.body)}"
    latest = TermsVersion.objects.order_by("-number").first()
    if latest is None or latest.text != text:
        publish_terms(text=text, valid_from=None)


def _tell(articles: Any) -> None:
    findable.changed(KIND, *articles.values_list("uid", flat=True))
