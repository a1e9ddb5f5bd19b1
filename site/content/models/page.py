"""What every page shares: an address that hides nothing, tags for search engines, few queries."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, PageManager, PageViewRestriction
from wagtail.query import PageQuerySet

from content import reserved, seo


class PublicPageForm(WagtailAdminPageForm):
    """Refuses a shadowing slug before a new page has its place in the tree."""

    def clean(self) -> dict[str, Any]:
        """A page that exists is checked by the model itself."""
        cleaned: dict[str, Any] = super().clean()
        depth = self.parent_page.depth + 1 if self.parent_page else 0
        if self.instance.pk is None and "slug" in cleaned:
            try:
                reserved.refuse_shadowing(cleaned["slug"], depth=depth)
            except ValidationError as refusal:
                self.add_error("slug", refusal.message_dict["slug"])
        return cleaned


class PublicPageQuerySet(PageQuerySet):
    """Selections of pages that visitors may read."""

    def for_serving(self) -> "PublicPageQuerySet":
        """Live pages with `is_restricted`: whether the page or one above it is private."""
        above = Substr(OuterRef("path"), 1, Length(F("page__path")))
        private = PageViewRestriction.objects.filter(page__path=above)
        readable: PublicPageQuerySet = self.live().annotate(is_restricted=Exists(private))
        return readable


class PublicPage(Page):
    """The base of the site's pages. Keeps no table of its own."""

    base_form_class = PublicPageForm
    objects = PageManager.from_queryset(PublicPageQuerySet)()

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A page may not take the address of another part of the site."""
        super().clean()
        reserved.refuse_shadowing(self.slug or "", depth=self.depth or 0)

    def minimal_clean(self) -> None:
        """Nor may a draft."""
        super().minimal_clean()
        reserved.refuse_shadowing(self.slug or "", depth=self.depth or 0)

    def move(self, target: Page, pos: str | None = None, user: Any = None) -> Any:
        """Refuse a move that would hide an address of the site."""
        beside = pos in {"left", "right", "first-sibling", "last-sibling", "sorted-sibling"}
        reserved.refuse_shadowing(self.slug, depth=target.depth + (0 if beside else 1))
        return super().move(target, pos=pos, user=user)

    def get_view_restrictions(self) -> models.QuerySet[Any]:
        """None without asking again where `for_serving` has found that there are none."""
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()  # type: ignore[no-any-return]  # wagtail is untyped
        return PageViewRestriction.objects.none()  # type: ignore[no-any-return]  # wagtail is untyped

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `seo`, what search engines and link previews read."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return {**context, "seo": SimpleLazyObject(self.seo)}

    def seo(self) -> seo.Tags:
        """Title, description, address and picture of this page."""
        return seo.Tags(
            title=self.seo_title or self.title,
            description=self.described,
            url=self.full_url or "",
        )

    @property
    def described(self) -> str:
        """For search engines: what the editor wrote for them, else the summary."""
        return self.search_description or self.summary()

    def summary(self) -> str:
        """One or two sentences for lists and previews."""
        return ""
