"""What every page shares: an address that hides nothing, tags for search engines, few queries."""

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef
from django.db.models.functions import Length, Substr
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.log_actions import log
from wagtail.models import Page, PageManager, PageViewRestriction, Revision
from wagtail.query import PageQuerySet

from content import checks, reserved, seo, social_card
from content.checks.panel import ChecksPanel
from content.cms.page_forms import NobodyElsesWords
from content.cms.panels import SchedulePanel
from content.errors import NotReadyToPublish
from core import clock, tree

# What an editor does with a page that is not merely saved.
GOES_ON = ("action-publish", "action-submit", "action-restart-workflow")
SCHEDULED = "wagtail.publish.scheduled"
REFUSED = "content.publish.refused"


class PublicPageForm(NobodyElsesWords):
    """Refuses a shadowing slug before a new page has its place in the tree, and what the checks hold back."""

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

    def _post_clean(self) -> None:
        """The checks look at the page as it would be published. A draft is saved all the same."""
        super()._post_clean()
        if self.goes_on and not self.errors:
            for field, error in checks.as_errors(self.instance):
                self.add_error(field if field in self.fields else None, error)

    @property
    def goes_on(self) -> bool:
        """Whether the page is to be published, or handed to whoever publishes it."""
        approved = self.data.get("action-workflow-action") and "approve" in self.data.get(
            "workflow-action-name", ""
        )
        return bool(approved or any(self.data.get(act) for act in GOES_ON))


def _private() -> Exists:
    """Whether a page, or one above it, is private."""
    above = Substr(OuterRef("path"), 1, Length(F("page__path")))
    return Exists(PageViewRestriction.objects.filter(page__path=above))


class PublicPageQuerySet(PageQuerySet):
    """Selections of pages that visitors may read."""

    def for_serving(self) -> "PublicPageQuerySet":
        """Live pages with `is_restricted`: whether the page or one above it is private."""
        readable: PublicPageQuerySet = self.live().annotate(is_restricted=_private())
        return readable

    def for_everybody(self) -> "PublicPageQuerySet":
        """Those of `for_serving` that are not private: no query of its own, whatever is restricted."""
        readable: PublicPageQuerySet = self.for_serving().filter(is_restricted=False).not_expired()
        return readable

    def not_expired(self) -> "PublicPageQuerySet":
        """Without those whose time is over: they stay live until the minute's work takes them away."""
        current: PublicPageQuerySet = self.exclude(expire_at__lte=clock.now())
        return current

    def not_private(self) -> "PublicPageQuerySet":
        """Without private pages and what stands under them, in the same query: wagtail's `public` asks another."""
        readable: PublicPageQuerySet = self.filter(~_private())
        return readable


class PublicPage(Page):
    """The base of the site's pages. Keeps no table of its own."""

    base_form_class = PublicPageForm
    content_panels = [*Page.content_panels, ChecksPanel()]
    settings_panels = [SchedulePanel(), *Page.settings_panels[1:]]
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

    def publish(self, revision: Revision, user: Any = None, log_action: Any = True, **kwargs: Any) -> Any:
        """Raise NotReadyToPublish where a check holds the page back, however it is to be published.

        What was scheduled stays a draft then, without a day, and its history says why: nobody is there to be told.
        """
        refusal = NotReadyToPublish.found_on(revision.as_object())
        if refusal is None:
            return super().publish(revision, user=user, log_action=log_action, **kwargs)
        if log_action != SCHEDULED:
            raise refusal
        Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
        log(instance=self, action=REFUSED, revision=revision, data={"words": refusal.sentence})
        return None

    def get_view_restrictions(self) -> models.QuerySet[Any]:
        """None without asking again where `for_serving` has found that there are none."""
        if getattr(self, "is_restricted", True):
            return super().get_view_restrictions()  # type: ignore[no-any-return]  # wagtail is untyped
        return PageViewRestriction.objects.none()  # type: ignore[no-any-return]  # wagtail is untyped

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Adds `seo`, what search engines and link previews read; tells where the page's translations stand."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        request.page_versions = SimpleLazyObject(lambda: tree.versions(self))  # type: ignore[attr-defined]  # ours
        return {**context, "seo": SimpleLazyObject(self.seo)}

    def seo(self) -> seo.Tags:
        """Title, description and address of this page; its picture is its title, drawn (`card`)."""
        return seo.Tags(
            title=self.seo_title or self.title,
            description=self.described,
            url=self.full_url or "",
            image=settings.BASE_URL + social_card.address(self),
            image_alt=self.card().title,
        )

    def card(self) -> social_card.Card:
        """What the drawn picture shows."""
        return social_card.Card(title=self.title)

    @property
    def described(self) -> str:
        """For search engines: what the editor wrote for them, else the summary."""
        return self.search_description or self.summary()

    def summary(self) -> str:
        """One or two sentences for lists and previews."""
        return ""
