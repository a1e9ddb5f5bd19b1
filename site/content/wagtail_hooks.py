"""Authors among the snippets of `/cms/`, the inbox of feedback, and what the history of a page says of it."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from content.cms import deleting, desk, reviews, waiting_report
from content.cms.moderation import menu as moderation_menu
from content.cms.moderation import views as moderation_views
from content.cms.moderation import waiting as moderation_waiting
from content.feedback import desk as feedback_desk
from content.feedback.cms import FeedbackViewSet
from content.models import Author, Feedback
from content.models.page import REFUSED
from content.planting import PLANTED
from content.prepared_pictures import prepare_draft
from content.terms.cms import TermViewSet
from core.cms import NarrowPolicy
from core.cms.desk import DeskPanel, register, register_starts


class AuthorViewSet(SnippetViewSet):
    """People who write: found by name, used in articles."""

    model = Author
    icon = "user"
    menu_label = "Authors"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["name", "role"]


register_snippet(AuthorViewSet)
register(desk.lines, rank=10)
register(moderation_waiting.lines, rank=20)
register(feedback_desk.lines, rank=30)
register_starts(desk.starts, rank=10)
hooks.register("after_create_page", prepare_draft)
hooks.register("after_edit_page", prepare_draft)
hooks.register("before_delete_page", deleting.refuse_page)
hooks.register("before_bulk_action", deleting.refuse_selection)
hooks.register("register_admin_menu_item", moderation_menu.menu_item)
register_snippet(TermViewSet)
register_permission_policy(Feedback, NarrowPolicy(Feedback, "view", "change"))
hooks.register("register_admin_viewset", FeedbackViewSet)
hooks.register("register_reports_menu_item", reviews.menu_item)
hooks.register("register_reports_menu_item", waiting_report.menu_item)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern | URLResolver]:
    """Of what is no view set."""
    desk = (moderation_views.urlpatterns(), "cms_perspectives")
    return [
        path("", include(desk, namespace="cms_perspectives")),
        path("", include((reviews.urlpatterns(), "cms_reviews"), namespace="cms_reviews")),
        path("", include((waiting_report.urlpatterns(), "cms_waiting"), namespace="cms_waiting")),
    ]


@hooks.register("construct_homepage_panels")
def home_panels(request: HttpRequest, panels: list[Any]) -> None:
    """What waits for an editor, from all rooms."""
    panels.append(DeskPanel(request))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """A scheduled page that a check held back, and a page that came from a file."""
    actions.register_action(PLANTED, _("Came with the site"), _("Came with the site"))

    @actions.register_action(REFUSED)
    class Refused(LogFormatter):
        label = _("Not published on its day")

        def format_message(self, log_entry: Any) -> str:
            return str(log_entry.data.get("words") or gettext("A check held it back."))
