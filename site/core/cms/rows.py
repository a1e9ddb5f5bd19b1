"""One row: made, changed, deleted through actions, and read."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, InspectView
from wagtail.log_actions import log

from core.cms.acts import WithActs
from core.refusal import Refusal, show_refusal


class _CallsAction:
    """A form whose values go to an action; what it refuses is said beside the form."""

    form: Any
    request: HttpRequest
    log_as = "wagtail.edit"

    def act(self, data: dict[str, Any]) -> models.Model:
        """Call the action with the form's values and return the row."""
        raise NotImplementedError

    def save_instance(self) -> models.Model:
        instance = self.act(self.form.cleaned_data)
        log(instance=instance, action=self.log_as, user=self.request.user)
        return instance

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            return super().form_valid(form)  # type: ignore[misc, no-any-return]  # Wagtail's, mixed in beside
        except Refusal as refusal:
            show_refusal(form, refusal)
            self.produced_error_message = refusal.sentence
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]  # Wagtail's too


class Making(_CallsAction, CreateView):
    """Create through an action."""

    log_as = "wagtail.create"
    namespace = ""
    ends_at = "edit"

    def get_success_url(self) -> str:
        return reverse(f"{self.namespace}:{self.ends_at}", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class Changing(_CallsAction, WithActs, EditView):
    """Edit through an action."""

    usage_url_name = None

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    def get_success_buttons(self) -> list[Any]:
        return []


class Removing(DeleteView):
    """Delete through an action: `remove` calls it."""

    usage_url_name = None

    def remove(self, instance: Any) -> None:
        """Call the action."""
        raise NotImplementedError

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        self.remove(self.object)


class Inspecting(WithActs, InspectView):
    """Read one row: its fields, then `sections` (title, headings, rows of cells)."""

    template_name = "core/inspect.html"

    def sections(self) -> list[dict[str, Any]]:
        """Tables under the fields: `title`, `columns`, `rows` (lists of text or (text, url)), `empty`."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sections": self.sections()}


def section(title: str, columns: list[str], rows: list[list[Any]], *, empty: str = "None.") -> dict[str, Any]:
    """A table of `Inspecting`; a cell is text, or a pair of text and address."""
    cells = [
        [cell if isinstance(cell, tuple) else (cell, "") for cell in row]  # the template shows pairs
        for row in rows
    ]
    return {"title": title, "columns": columns, "rows": cells, "empty": empty}
