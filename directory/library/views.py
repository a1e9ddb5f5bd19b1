"""The public pages of the library: two lists, an activity, a resource."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import EmptyPage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from core import tree
from core.when import duration
from directory.library.models import Activity, Resource
from directory.library.queries import (
    Shelf,
    activity_at,
    activity_shelf,
    others_like,
    resource_at,
    resource_shelf,
)
from directory.library.words import drawn_minutes, group_size
from directory.trainers.languages import language_names

_ICONS = {"book": "book", "workbook": "book", "film": "screen", "recording": "screen", "website": "globe"}
CLOSE_UP_TO = 25
"""Minutes of an activity whose agenda is drawn larger, so that its short steps can be told apart."""


def activities(request: HttpRequest) -> HttpResponse:
    """Everything a group can do, by skill and setting."""
    shelf = _asked(activity_shelf, request.GET)
    hits = [_activity_hit(activity) for activity in shelf.page]
    context = {"shelf": shelf, "hits": hits, "address": request.path, "ways": _ways()}
    return render(request, "library/activities.html", context, status=400 if shelf.form.errors else 200)


def activity_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One activity, ready to be done or printed."""
    activity = activity_at(slug)
    if activity is None:
        raise Http404(_("There is no such activity."))
    steps = list(activity.steps.all())
    context = {
        "activity": activity,
        "size": group_size(activity.group_from, activity.group_to),
        "steps": steps,
        "agenda": [{"step": step, "scale": drawn_minutes(step.minutes)} for step in steps],
        "close_up": activity.minutes <= CLOSE_UP_TO,
        "settings": list(activity.settings.all()),
        "topics": list(activity.topics.all()),
        "others": others_like(activity),
        "trail": [
            {"label": _("Activities"), "url": reverse("library:activities")},
            {"label": activity.title, "url": ""},
        ],
    }
    return render(request, "library/activity_detail.html", context)


def resources(request: HttpRequest) -> HttpResponse:
    """What others made, by kind and setting."""
    shelf = _asked(resource_shelf, request.GET)
    hits = [_resource_hit(resource) for resource in shelf.page]
    context = {"shelf": shelf, "hits": hits, "address": request.path, "ways": _ways()}
    return render(request, "library/resources.html", context, status=400 if shelf.form.errors else 200)


def resource_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One resource, and where it is to be had."""
    resource = resource_at(slug)
    if resource is None:
        raise Http404(_("There is no such resource."))
    context = {
        "resource": resource,
        "icon": _icon(resource),
        "spoken_in": "" if resource.language == "en" else language_names([resource.language])[0],
        "settings": list(resource.settings.all()),
        "topics": list(resource.topics.all()),
        "trail": [
            {"label": _("Resources"), "url": reverse("library:resources")},
            {"label": resource.title, "url": ""},
        ],
    }
    return render(request, "library/resource_detail.html", context)


def _asked(shelf: Callable[[Mapping[str, Any]], Shelf], asked: Mapping[str, Any]) -> Shelf:
    try:
        return shelf(asked)
    except EmptyPage as error:
        raise Http404 from error


def _ways() -> list[dict[str, str]]:
    return [
        {"label": _("All activities"), "url": reverse("library:activities")},
        {"label": _("All resources"), "url": reverse("library:resources")},
        {"label": _("Articles"), "url": tree.address("/articles/")},
    ]


def _activity_hit(activity: Activity) -> dict[str, Any]:
    return {
        "url": activity.get_absolute_url(),
        "title": activity.title,
        "summary": activity.summary,
        "kind": activity.get_skill_display(),
        "kind_icon": "clock",
        "kind_note": duration(activity.minutes),
        "glyph": str(activity.minutes),
        "facts": [
            {"icon": "group", "text": group_size(activity.group_from, activity.group_to)},
            *([{"icon": "screen", "text": _("Works online, too")}] if activity.online else []),
        ],
    }


def _resource_hit(resource: Resource) -> dict[str, Any]:
    by = ", ".join(filter(None, [resource.by, str(resource.year or "")]))
    where = [{"icon": "link", "text": resource.host}] if resource.link else []
    return {
        "url": resource.get_absolute_url(),
        "title": resource.title,
        "summary": resource.summary,
        "kind": resource.get_kind_display(),
        "kind_icon": _icon(resource),
        "facts": [*([{"icon": "person", "text": by}] if by else []), *where],
        "note": _("With a content note") if resource.content_note else "",
    }


def _icon(resource: Resource) -> str:
    return _ICONS.get(resource.kind, "page")
