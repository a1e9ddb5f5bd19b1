"""What the front page shows of the rooms below it. A part with nothing to show is left out.

Each block of `content.home_blocks` that shows more than its own words has a function here: it takes the block's
value and what is asked with (`Asking`), and returns what the block's template needs, or None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, F, Q, When
from django.urls import reverse

from content.listing import with_settings
from content.models.articles import ArticlePage
from content.models.news import NewsPage
from content.models.perspectives import Perspective
from content.models.questions import QuestionPage
from core import clock
from directory.groups.models import PracticeGroup
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package

SHOWN, GROUPS, UPDATES, VOICES = 4, 3, 3, 2
PANELS = frozenset({"question"})  # they have a ground of their own


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A block with what it shows. `sunk`: on the darker ground; `anchor`: the id of its heading."""

    template: str
    value: Any
    shown: dict[str, Any]
    anchor: str
    sunk: bool


class Asking:
    """The locale a page's parts are asked for, and the packages found so far: two blocks show the same ones."""

    def __init__(self, locale_id: int) -> None:
        self.locale_id = locale_id
        self._packages: dict[str, list[Package]] = {}

    def packages(self, setting: str) -> list[Package]:
        """One of each trainer who accepts clients now."""
        if setting not in self._packages:
            self._packages[setting] = _one_each(setting=setting)
        return self._packages[setting]


def parts(body: Any, *, locale_id: int) -> list[Part]:
    """The blocks of a front page that have something to show, light and darker grounds by turns."""
    made: list[Part] = []
    asking, sunk = Asking(locale_id), False
    for number, block in enumerate(body, start=1):
        find = FINDERS.get(block.block_type, _own_words)
        shown = find(block.value, asking)
        if shown is None:
            continue
        panel = block.block_type in PANELS
        made.append(
            Part(
                template=block.block.meta.template,
                value=block.value,
                shown=shown,
                anchor=f"h-{block.block_type}-{number}",
                sunk=sunk and not panel,
            )
        )
        sunk = sunk if panel else not sunk
    return made


def _own_words(value: Any, asking: Asking) -> dict[str, Any]:
    return {}


def three_shapes(value: Any, asking: Asking) -> dict[str, Any]:
    """`packages`, one of each trainer; the rest is the block's own."""
    return {"packages": asking.packages("")}


def reading(value: Any, asking: Asking) -> dict[str, Any] | None:
    """`first`, the chosen article or the newest, and `others`."""
    found = ArticlePage.objects.for_everybody().filter(locale=asking.locale_id)
    rows = list(_chosen_first(found, value["article"])[: 1 + (value["others"] or 0)])
    if not rows:
        return None
    first, *others = with_settings(rows)
    return {"first": first, "others": others}


def question(value: Any, asking: Asking) -> dict[str, Any] | None:
    """`question`, the chosen one or the newest, with `perspective_count`, and `perspectives`: at most two."""
    found = QuestionPage.objects.for_everybody().filter(locale=asking.locale_id).with_counts()
    asked = _chosen_first(found, value["question"]).first()
    if asked is None:
        return None
    return {"question": asked, "perspectives": _voices(asked) if asked.perspective_count else []}


def _voices(asked: QuestionPage) -> list[Perspective]:
    """Editors' picks first, then what most readers found helpful."""
    found: Any = Perspective.objects.published().filter(question=asked).for_reading()
    ordered = found.order_by(F("picked_at").desc(nulls_last=True), "-helpful_count", "-sent_at", "-pk")
    return list(ordered[:VOICES])


def _chosen_first(pages: Any, chosen: int | None) -> Any:
    """The chosen page before the newest; one that visitors may not read is not among them."""
    return pages.order_by(Case(When(pk=chosen or 0, then=0), default=1), "-first_published_at", "-pk")


def meetings(value: Any, asking: Asking) -> dict[str, Any] | None:
    """`groups`, their places loaded."""
    found = PracticeGroup.objects.listed().filter(_of(value["setting"]))
    if value["meets"] == "online":
        found = found.filter(online=True)
    elif value["meets"] == "place":
        found = found.filter(place__isnull=False)
    groups = list(found.select_related("place").distinct()[:GROUPS])
    return {"groups": groups} if groups else None


def trainers(value: Any, asking: Asking) -> dict[str, Any] | None:
    """`trainers` who accept clients now."""
    rows = list(_accepting().filter(_of(value["setting"])).distinct()[:SHOWN])
    return {"trainers": rows} if rows else None


def packages(value: Any, asking: Asking) -> dict[str, Any] | None:
    """`packages`, one of each trainer."""
    rows = asking.packages(value["setting"])
    return {"packages": rows} if rows else None


def news(value: Any, asking: Asking) -> dict[str, Any] | None:
    """`updates`, newest first."""
    found = NewsPage.objects.for_everybody().filter(locale=asking.locale_id)
    rows = list(found.order_by("-first_published_at", "-pk")[:UPDATES])
    return {"updates": rows} if rows else None


FINDERS: dict[str, Callable[[Any, Asking], dict[str, Any] | None]] = {
    "three_shapes": three_shapes,
    "reading": reading,
    "question": question,
    "meetings": meetings,
    "trainers": trainers,
    "packages": packages,
    "news": news,
}


def _of(setting: str) -> Q:
    """Rows of a practice setting or of one that lies under it; any row without one."""
    return Q(settings__slug=setting) | Q(settings__parent__slug=setting) if setting else Q()


def _accepting() -> Any:
    """Listed trainers who accept clients now."""
    return Trainer.objects.listed().filter(accepting_until__gte=clock.now().date())


def _one_each(*, setting: str) -> list[Package]:
    """Packages of trainers who accept clients now, one of each trainer."""
    found = Package.objects.listed().for_listing().prefetch_related(None).filter(trainer__in=_accepting())
    rows = found.filter(_of(setting)).distinct().order_by("pk")
    first = {package.trainer_id: package for package in reversed(rows[:60])}
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
