"""Tags for the text of articles: `{% load reading %}`."""

import re
from typing import Any

from django import template
from django.template.loader import select_template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

register = template.Library()

_CITATION = re.compile(r"\s?\[(\d{1,2})\]")


@register.filter
def cited(text: Any) -> SafeString:
    """`[2]` in a text as a small link to the second source of the page."""
    label = gettext("Source")

    def link(match: re.Match[str]) -> str:
        number = match[1]
        return format_html(
            '<sup><a href="#ref-{}" aria-label="{} {}">{}</a></sup>', number, label, number, number
        )

    return mark_safe(_CITATION.sub(link, conditional_escape(text)))  # noqa: S308  (escaped above)


@register.simple_tag
def first_template(*names: str) -> Any:
    """The first of these templates that there is, for `{% include %}`."""
    return select_template(list(names))
