"""Terms of the glossary, explained where a page first uses them: `{% load terms %}`."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from content.terms import known
from content.terms.explaining import Explaining

register = template.Library()


@register.simple_tag(takes_context=True)
def explain_terms(context: Context) -> str:
    """From here on `{% explained %}` explains terms, each once. In another language than theirs it does not."""
    if translation.get_language() == settings.LANGUAGE_CODE:
        context["explaining"] = Explaining(known.matcher())
    return ""


@register.simple_tag(takes_context=True)
def explained(context: Context, markup: SafeString) -> SafeString:
    """Rendered markup, with the terms that are met in it for the first time."""
    explaining: Explaining | None = context.get("explaining")
    if explaining is None:
        return markup
    return mark_safe(explaining.mark(markup))  # noqa: S308  (markup as it came, and escaped words)


@register.inclusion_tag("content/glossary/_slips.html", takes_context=True)
def slips(context: Context) -> dict[str, Any]:
    """What opens when a term is pressed. It stands at the end of the article, where a `div` may."""
    explaining: Explaining | None = context.get("explaining")
    return {"terms": explaining.terms if explaining else ()}
