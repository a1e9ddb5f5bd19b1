"""Where something is used, before it is deleted: `{% load usage %}`."""

from typing import Any

from django import template
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_latest_str
from wagtail.models import ReferenceIndex

register = template.Library()
SHOWN = 10


@register.inclusion_tag("content/cms/_used_in.html", takes_context=True)
def used_in(context: Any) -> dict[str, Any]:
    """The first places that refer to the page or object of the view: `rows` of text and address.

    What the person may not open is named by its kind alone, as Wagtail's list of usage does.
    """
    thing = context.get("page") or context.get("object")
    if thing is None or not context.get("usage_count"):
        return {"rows": []}
    finder = AdminURLFinder(context["request"].user)
    found = ReferenceIndex.get_grouped_references_to(thing)
    return {"rows": [_row(place, finder) for place, _references in found[:SHOWN]]}


def _row(place: Any, finder: AdminURLFinder) -> tuple[str, str]:
    model = getattr(place, "specific_class", None) or type(place)  # references name pages by their base
    kind = capfirst(str(model._meta.verbose_name))
    address = finder.get_edit_url(place)
    if address is None:
        return _("%(kind)s that is not yours to open") % {"kind": kind}, ""
    return f"{get_latest_str(place)} ({kind})", address
