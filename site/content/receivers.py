"""What a change of pages makes happen elsewhere: search is told, and new terms become a version."""

from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, post_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import (
    page_published,
    page_slug_changed,
    page_unpublished,
    post_page_move,
)

from content import findables
from content.models import (
    ArticleIndexPage,
    ArticlePage,
    Author,
    NewsIndexPage,
    QuestionIndexPage,
    QuestionPage,
    StandardPage,
)
from content.perspectives import trail
from content.plain_text import as_text
from content.prepared_pictures import prepare
from core import findable
from marketplace.orders.models import TermsVersion

KINDS: dict[type[Page], str] = {**findables.KINDS, QuestionPage: trail.KIND}
"""Pages that search knows, and their kind there."""
LISTS = (ArticleIndexPage, NewsIndexPage, QuestionIndexPage)


def connect() -> None:
    """Listen; connecting twice changes nothing."""
    for model, kind in KINDS.items():
        page_published.connect(page_changed, sender=model, dispatch_uid=f"content.{kind}.published")
        page_unpublished.connect(page_changed, sender=model, dispatch_uid=f"content.{kind}.unpublished")
        post_delete.connect(page_changed, sender=model, dispatch_uid=f"content.{kind}.deleted")
    for model in LISTS:
        uid = f"content.{model.__name__}.published"
        page_published.connect(branch_changed, sender=model, dispatch_uid=uid)
    page_published.connect(pictures_shown, dispatch_uid="content.pictures")
    post_page_move.connect(branch_changed, dispatch_uid="content.moved")
    page_slug_changed.connect(branch_changed, dispatch_uid="content.renamed")
    post_save.connect(author_changed, sender=Author, dispatch_uid="content.author")
    post_save.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="content.restricted")
    post_delete.connect(restriction_changed, sender=PageViewRestriction, dispatch_uid="content.unrestricted")
    page_published.connect(terms_published, sender=StandardPage, dispatch_uid="content.terms")


def page_changed(instance: Any, **kwargs: Any) -> None:
    """One article, question or update came, changed or went; its translations say in which languages it is there."""
    same = type(instance).objects.filter(translation_key=instance.translation_key)
    others = same.exclude(uid=instance.uid).values_list("uid", flat=True)
    findable.changed(KINDS[type(instance)], instance.uid, *others)


def pictures_shown(instance: Page, revision: Any = None, **kwargs: Any) -> None:
    """The first reader does not wait for pictures."""
    prepare(page=instance, revision=revision)


def branch_changed(instance: Page, **kwargs: Any) -> None:
    """The addresses of a page and of all under it changed."""
    _tell_branch(instance)


def author_changed(instance: Author, **kwargs: Any) -> None:
    """An author's name stands in the results of their articles."""
    _tell(ArticlePage, article_authors__author=instance)


def restriction_changed(instance: PageViewRestriction, **kwargs: Any) -> None:
    """A branch became private, or public again."""
    _tell_branch(instance.page)


def terms_published(instance: StandardPage, **kwargs: Any) -> None:
    """Publishing the terms makes the version that orders point at from now on; the same words make none, nor does a
    translation: what binds is the wording in the site's first language."""
    first = instance.locale.language_code == settings.LANGUAGE_CODE
    if instance.purpose != StandardPage.Purpose.TERMS or not first:
        return
    from marketplace.orders.actions import publish_terms  # noqa: PLC0415  (loads the whole room)

    text = f"{instance.title}\n\n{instance.intro}\n\n{as_text(instance.body)}"
    latest = TermsVersion.objects.order_by("-number").first()
    if latest is None or latest.text != text:
        publish_terms(text=text, valid_from=None)


def _tell_branch(page: Page) -> None:
    """With the translations of all that stands there, wherever they stand."""
    for model in KINDS:
        keys = model.objects.filter(path__startswith=page.path).values("translation_key")
        _tell(model, translation_key__in=keys)


def _tell(model: Any, **these: Any) -> None:
    findable.changed(KINDS[model], *model.objects.filter(**these).values_list("uid", flat=True))
