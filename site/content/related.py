"""What belongs beside an article: reading, groups, trainers and packages of the same practice setting."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings as site_settings
from django.db.models import Q

from content import seo
from content.prepared_pictures import LINKED
from content.seo import Tags
from core import clock
from directory.groups.models import PracticeGroup
from directory.places.models import PracticeSetting
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package

AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Related:
    """At most three of each kind; true if there is any."""

    articles: list[Any]
    groups: list[PracticeGroup]
    trainers: list[Trainer]
    packages: list[Package]

    def __bool__(self) -> bool:
        return bool(self.articles or self.groups or self.trainers or self.packages)


def to_article(article: Any, settings: Iterable[PracticeSetting], articles: Any) -> Related:
    """`articles` are those that may be shown. Four queries, whatever there is."""
    near = _same_field(settings)
    others = articles.exclude(pk=article.pk).newest_first()
    return Related(
        articles=_addressed_like(article, _newest_of(others, near)),
        groups=groups(near),
        trainers=trainers(near),
        packages=packages(near),
    )


def to_question(settings: Iterable[PracticeSetting], articles: Any) -> Related:
    """Articles and groups alone. Two queries."""
    near = _same_field(settings)
    return Related(
        articles=_newest_of(articles.newest_first(), near), groups=groups(near), trainers=[], packages=[]
    )


def _newest_of(articles: Any, near: Q) -> list[Any]:
    """The newest articles of the field."""
    return list(articles.filter(near).distinct()[:AT_MOST])


def _addressed_like(article: Any, others: list[Any]) -> list[Any]:
    """They stand under the same site: each of them would ask for the sites again to tell its address."""
    for other in others:
        other._wagtail_cached_site_root_paths = article._get_site_root_paths()
    return others


def groups(near: Q) -> list[PracticeGroup]:
    """Practice groups of the field, their places loaded."""
    return list(PracticeGroup.objects.listed().filter(near).select_related("place").distinct()[:AT_MOST])


def trainers(near: Q) -> list[Trainer]:
    """Trainers of the field, those who accept clients first."""
    found = Trainer.objects.listed().filter(near, accepting_until__gte=clock.now().date())
    return list(found.select_related("photo").distinct()[:AT_MOST])


def packages(near: Q) -> list[Package]:
    """Packages of the field; cards here show neither places nor settings, so these are not loaded."""
    return list(
        Package.objects.listed().for_listing().prefetch_related(None).filter(near).distinct()[:AT_MOST]
    )


def _same_field(settings: Iterable[PracticeSetting]) -> Q:
    """Rows of these settings, of those under them, or of the one above; any row where there are none."""
    ids = {setting.pk for setting in settings}
    if not ids:
        return Q()
    above = {setting.parent_id for setting in settings if setting.parent_id}
    return Q(settings__in=ids | above) | Q(settings__parent__in=ids)


def article_tags(article: Any, tags: Tags) -> Tags:
    """The tags of an article: an Article of schema.org with authors, dates and publisher.

    Its cover goes before the drawn title: previews show the title as text besides, and an editor chose the cover.
    """
    cover = _picture(article)
    image, image_alt = (cover, article.cover.alt_text) if cover else (tags.image, tags.image_alt)
    data = {
        **seo.written(article, tags, kind="Article"),
        "image": [image],
        "author": [{"@type": "Person", "name": author.name} for author in article.authors],
    }
    return replace(tags, kind="article", image=image, image_alt=image_alt, data=data)


def _picture(article: Any) -> str:
    """The absolute address of the cover at the size link previews ask for, or nothing."""
    if not article.cover:
        return ""
    url = str(article.cover.get_rendition(LINKED).url)
    return url if url.startswith("http") else site_settings.BASE_URL + url
