"""The outbox under `/cms/`: read by finance, and taken up again where it was given up."""

from typing import Any

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import SYSTEM, Act, NarrowPolicy, ReadingViewSet, column
from outbox.actions import retry_now
from outbox.models import OutboxMessage, State

register_permission_policy(OutboxMessage, NarrowPolicy(OutboxMessage, "view"))


class TryAgain(Act):
    name = "retry"
    label = "Try again now"
    icon = "rotate"
    back = "inspect"
    explanation = (
        "It is taken up again at once, with fresh attempts. What has been done already is not repeated."
    )

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return bool(instance.state != State.DONE)

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        retry_now(message=instance)
        return f"“{instance}” is taken up again."


def _last_line(message: OutboxMessage) -> str:
    """The end of a traceback says what went wrong."""
    return message.last_error.strip().rpartition("\n")[2]


class OutboxViewSet(ReadingViewSet):
    model = OutboxMessage
    name = "cms_outbox"
    url_prefix = "outbox"
    icon = "tasks"
    menu_label = "Outbox"
    menu_hook = SYSTEM
    menu_order = 100
    acts = (TryAgain,)
    list_display = [
        column("Kind", "kind", sort_key="kind"),
        column("About", "subject"),
        column("State", "get_state_display", sort_key="state"),
        column("Attempts", "attempts", sort_key="attempts"),
        column("Due", "due_at", sort_key="due_at"),
        column("Done", "done_at", sort_key="done_at"),
        column("Last error", _last_line),
    ]
    list_filter = ["state", "kind"]
    search_fields = ["kind", "subject", "dedupe_key"]
    ordering = ["-pk"]


hooks.register("register_admin_viewset", OutboxViewSet)
