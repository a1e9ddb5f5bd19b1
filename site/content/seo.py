"""What search engines and link previews read from a page."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from core import languages

_ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def absolute(path: str) -> str:
    """The address of a path of this site."""
    return f"{settings.BASE_URL}{path}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """Title, description and absolute address; `data` is schema.org's, without its context."""

    title: str
    description: str
    url: str
    kind: str = "website"
    image: str = ""
    image_alt: str = ""
    data: dict[str, Any] = field(default_factory=dict)

    @property
    def json_ld(self) -> SafeString:
        """`data` as JSON-LD that no text in it can leave; empty where there is none."""
        if not self.data:
            return SafeString("")
        text = json.dumps({"@context": "https://schema.org", **self.data}, ensure_ascii=False)
        return mark_safe(text.translate(_ESCAPES))  # noqa: S308  (escaped the way json_script does it)


def written(page: Any, tags: Tags, *, kind: str) -> dict[str, Any]:
    """A text of this site as schema.org's `kind`, with its language, its dates and who publishes it."""
    data: dict[str, Any] = {
        "@type": kind,
        "headline": page.title,
        "description": tags.description,
        "mainEntityOfPage": tags.url,
        "inLanguage": languages.active(),
        "publisher": {
            "@type": "Organization",
            "name": settings.SITE_NAME,
            "url": settings.BASE_URL + "/",
        },
    }
    if page.first_published_at:
        data["datePublished"] = page.first_published_at.isoformat()
    if page.last_published_at:
        data["dateModified"] = page.last_published_at.isoformat()
    return data
