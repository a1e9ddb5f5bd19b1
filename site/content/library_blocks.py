"""Cards of the library in a text: a resource, or an activity of a practice group. They vanish for readers while
what they show is hidden; a page is not published with such a card (content.checks.links)."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import blocks

from directory.library.models import Activity, Resource


class EntryField(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic to the type checker alone
    """All that stands in the library, so that a page keeps what was archived since: it says so."""

    def label_from_instance(self, entry: Any) -> str:
        """As in "Echo Ladder", "Echo Ladder (archived)"."""
        return entry.title if entry.listed else f"{entry.title} ({entry.state.lower()})"


class EntryBlock(blocks.ChooserBlock):
    """Something in the library, by its number. The entries of all cards of a page are loaded together, by kind."""

    widget = forms.Select()

    @cached_property
    def field(self) -> EntryField:
        """A list to choose from."""
        return EntryField(
            queryset=self.model_class.objects.order_by("title"),
            widget=self.widget,
            required=self._required,
            help_text=self._help_text,
        )

    def get_form_state(self, value: Any) -> Any:
        """What is chosen, as the editor's list takes it."""
        return self.widget.format_value(getattr(value, "pk", value))


class ActivityChooserBlock(EntryBlock):
    """An activity."""

    target_model = Activity

    class Meta:
        icon = "list-ol"


class ResourceChooserBlock(EntryBlock):
    """A resource."""

    target_model = Resource

    class Meta:
        icon = "folder-open-inverse"


def _why() -> blocks.CharBlock:
    return blocks.CharBlock(
        required=False, max_length=240, label="Why here", help_text="Empty: its own summary stands there."
    )


class ResourceCardBlock(blocks.StructBlock):
    """A resource, with what it is good for at this place."""

    resource = ResourceChooserBlock()
    why = _why()

    class Meta:
        icon = "folder-open-inverse"
        template = "content/blocks/resource_card.html"


class ActivityCardBlock(blocks.StructBlock):
    """An activity, with its length and what it is good for at this place."""

    activity = ActivityChooserBlock()
    why = _why()

    class Meta:
        icon = "list-ol"
        template = "content/blocks/activity_card.html"
