"""The public page of a practice group."""

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.groups.models import PracticeGroup
from directory.groups.queries import group_page
from directory.trainers.languages import language_names


def group_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A group as the visitor may see it; an archived one is there for its members alone."""
    page = group_page(slug=slug, visitor=request.user)
    if page is None:
        raise Http404(_("There is no such group."))
    group = page.group
    context = {
        "group": group,
        "page": page,
        "settings": list(group.settings.all()),
        "languages": language_names(group.languages),
        "trainers": [
            {"setting": setting, "url": _search(group, setting.slug)} for setting in group.settings.all()
        ],
        "trainers_url": _search(group),
        "trail": _trail(group),
    }
    return render(request, "groups/group_detail.html", context)


def _search(group: PracticeGroup, setting: str = "", kind: str = "trainer") -> str:
    """Where to look for trainers of a setting near the group, or online where it has no place."""
    asked = {"near": group.place.label} if group.place else {"online": "1"}
    if setting:
        asked["setting"] = setting
    return f"{reverse('search:search')}?{urlencode({**asked, 'kind': kind})}"


def _trail(group: PracticeGroup) -> list[dict[str, str]]:
    trail = [{"label": _("Groups"), "url": f"{reverse('search:search')}?kind=group"}]
    if group.place:
        trail.append(
            {"label": _("Near %(place)s") % {"place": group.place.name}, "url": _search(group, kind="group")}
        )
    return [*trail, {"label": group.name, "url": ""}]
