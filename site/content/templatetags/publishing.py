"""What the page editor says before publishing: `{% load publishing %}`."""

from typing import Any

from django import template

from content import checks

register = template.Library()


@register.inclusion_tag("content/checks/_findings.html")
def findings(page: Any) -> dict[str, Any]:
    """The checks' findings on a draft: `blocking`, `remarks`, and whether it was `saved` at all."""
    found = checks.findings(page) if page.pk and hasattr(page, "seo") else []
    return {
        "blocking": [finding for finding in found if finding.blocks],
        "remarks": [finding for finding in found if not finding.blocks],
        "saved": bool(page.pk),
    }
