"""What the lists of the library show: one page of rows, and how many there are of each sort."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.utils.translation import gettext as _

from core.pager import pager
from directory.library.forms import NarrowForm
from directory.library.models import Activity, EntryQuerySet, Resource
from directory.places.models import PracticeSetting

PAGE_SIZE = 24


@dataclass(frozen=True, slots=True)
class Shelf:
    """A list as one address asks for it. `tabs` as `components/_tabs.html` takes them."""

    form: NarrowForm
    page: "Page[Any]"
    tabs: list[dict[str, Any]]
    pager: dict[str, str] | None
    narrowed: bool

    @property
    def total(self) -> int:
        """How many there are on all pages."""
        return self.page.paginator.count


def activity_shelf(asked: Mapping[str, Any]) -> Shelf:
    """Activities by skill and setting, the short ones first. Raises EmptyPage."""
    return _shelf(Activity.objects.listed(), asked, sort="skill", sorts=Activity.Skill.choices)


def resource_shelf(asked: Mapping[str, Any]) -> Shelf:
    """Resources by kind and setting, by title. Raises EmptyPage."""
    return _shelf(Resource.objects.listed(), asked, sort="kind", sorts=Resource.Kind.choices)


def _shelf(listed: "EntryQuerySet[Any]", asked: Mapping[str, Any], *, sort: str, sorts: Any) -> Shelf:
    """Six queries at most, however much there is: each count leaves its own filter aside."""
    of_sort = listed.filter(**{sort: asked[sort]}) if asked.get(sort) in dict(sorts) else listed
    form = NarrowForm(asked, sort=sort, sorts=sorts, settings=_counted_settings(of_sort))
    setting, wanted = form.chosen("setting"), form.chosen(sort)
    in_setting = listed.in_settings([setting]) if setting else listed
    counts = Counter(dict(in_setting.order_by().values_list(sort).annotate(n=Count("pk"))))
    found = in_setting.filter(**{sort: wanted}) if wanted else in_setting
    page = Paginator(found.for_listing(), PAGE_SIZE).page(form.number)
    tabs = [_tab(_("All"), "", sort, wanted, setting, sum(counts.values()))]
    tabs += [
        _tab(label, value, sort, wanted, setting, counts[value]) for value, label in sorts if counts[value]
    ]
    pages = pager(page, lambda number: _address({sort: wanted, "setting": setting, "page": number}))
    return Shelf(form, page, tabs, pages, bool(setting or wanted))


def _counted_settings(found: "EntryQuerySet[Any]") -> dict[PracticeSetting, int]:
    """The settings that have any of these, and those above them, with how many; by their own order."""
    model = found.model
    own = model._meta.model_name or ""
    through = model.settings.through.objects.filter(**{f"{own}__in": found.order_by().values("pk")})
    links = through.values_list(f"{own}_id", "practicesetting_id", "practicesetting__parent_id")
    reached = {(row, setting) for row, *both in links for setting in both if setting is not None}
    counts = Counter(setting for _row, setting in reached)
    rows = PracticeSetting.objects.filter(pk__in=counts).order_by("name")
    return {setting: counts[setting.pk] for setting in rows}


def _tab(label: str, value: str, sort: str, wanted: str, setting: str, count: int) -> dict[str, Any]:
    address = _address({sort: value, "setting": setting})
    return {"label": label, "url": address, "current": value == wanted, "count": count}


def _address(asked: Mapping[str, Any]) -> str:
    given = {name: value for name, value in asked.items() if value}
    return f"?{urlencode(given)}" if given else "?"


def activity_at(slug: str) -> Activity | None:
    """The activity visitors may see at this address, all of it loaded."""
    return Activity.objects.listed().for_page().filter(slug=slug).first()


def resource_at(slug: str) -> Resource | None:
    """The resource visitors may see at this address, all of it loaded."""
    return Resource.objects.listed().for_listing().select_related("file").filter(slug=slug).first()


def others_like(activity: Activity, *, at_most: int = 3) -> list[Activity]:
    """Other activities for the same skill, the short ones first."""
    return list(Activity.objects.listed().filter(skill=activity.skill).exclude(pk=activity.pk)[:at_most])
