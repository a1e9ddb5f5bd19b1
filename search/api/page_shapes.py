"""What strangers are told of a page by Wagtail's own API.

A page above it, or one that it repeats, is told only where everybody may read that too.
"""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from wagtail.api.v3.registry import registry
from wagtail.api.v3.schemas import read_generator
from wagtail.api.v3.schemas.pages import PageMetaSchema, PageSchema
from wagtail.models import get_page_models

from search.api import public_rows


class PublicMetaSchema(PageMetaSchema):
    """What stands around a page."""

    @staticmethod
    def resolve_parent(obj: Any, context: dict[str, Any]) -> Any:
        """The page above, or nothing."""
        return _if_public(context["request"], obj.get_parent())

    @staticmethod
    def resolve_alias_of(obj: Any, context: dict[str, Any]) -> Any:
        """The page that this one repeats, or nothing."""
        return _if_public(context["request"], obj.alias_of)


class PublicPageSchema(PageSchema):
    """A page as strangers read it."""

    meta: PublicMetaSchema


def register() -> None:
    """Before Wagtail builds its API, which it does when the first of its apps is ready: these come first."""
    for model in get_page_models():
        shape = read_generator.generate_schema(model, base_class=PublicPageSchema)
        registry.register(replace(registry.get(model._meta.label), read_schema=shape))


def _if_public(request: HttpRequest, page: Any) -> Any:
    if page is None or not public_rows.pages(request).filter(pk=page.pk).exists():
        return None
    return page
