"""What the front page shows of the rooms below it."""

from typing import Any

from django.conf import settings
from django.urls import reverse

from content.listing import with_settings
from content.models.articles import ArticlePage, ArticlePageQuerySet
from core import clock, languages
from directory.groups.models import PracticeGroup
from directory.places.models import PracticeSetting
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package

RECENT, SHOWN = 3, 4


def contents() -> dict[str, Any]:
    """`recent` articles, `packages` with trainers, `groups`, and `roots`: the tree of practice settings."""
    return {
        "recent": with_settings(_articles().newest_first().select_related("cover")[:RECENT]),
        "packages": _one_each(),
        "groups": list(PracticeGroup.objects.listed().select_related("place")[:RECENT]),
        "roots": list(PracticeSetting.objects.tree()),
    }


def _articles() -> ArticlePageQuerySet:
    """Those of the language of now."""
    mine: ArticlePageQuerySet = ArticlePage.objects.findable().in_language(languages.active())
    return mine


def _one_each() -> list[Package]:
    """Packages of trainers who accept clients now, one of each trainer."""
    open_now = Trainer.objects.listed().filter(accepting_until__gte=clock.now().date())
    found = Package.objects.listed().for_listing().prefetch_related(None).filter(trainer__in=open_now)
    first = {package.trainer_id: package for package in reversed(found.order_by("pk")[:60])}
    return sorted(first.values(), key=lambda package: package.pk)[:SHOWN]


def website(*, url: str) -> dict[str, Any]:
    """The site as schema.org's WebSite, with its search."""
    return {
        "@type": "WebSite",
        "name": settings.SITE_NAME,
        "url": url,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{settings.BASE_URL}{reverse('search:search')}?q={{q}}",
            },
            "query-input": "required name=q",
        },
    }
