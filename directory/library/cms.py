"""Forms and pages of the library in the back office; what they write goes through the room's actions."""

import re
from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from core.cms import Act, Archive, Changing, LinesField, Making, Restore, WordsField, without_empty_slug
from directory.library import actions
from directory.library.actions import Step
from directory.library.models import Activity, Resource
from directory.trainers.cms import settings_field

_FIRST_LINE = re.compile(r"^(\d{1,3})\s+(\S.*)$")


class StepsField(forms.CharField):
    """Steps with an empty line between: the first line of each is its minutes and title, the rest its text."""

    widget = forms.Textarea(attrs={"rows": 18})

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n\n".join(f"{step.minutes} {step.title}\n{_one_block(step.text)}".strip() for step in value)

    def clean(self, value: Any) -> list[Step]:
        text = super().clean(value).replace("\r\n", "\n")
        return [self._read(block) for block in re.split(r"\n\s*\n", text) if block.strip()]

    def _read(self, block: str) -> Step:
        first, _, rest = block.strip().partition("\n")
        found = _FIRST_LINE.match(first.strip())
        if found is None:
            raise forms.ValidationError(
                f"“{first[:60]}” begins a step, but not with its minutes. You could write: 5 {first[:40]}"
            )
        return Step(
            int(found[1]), found[2].strip(), "\n\n".join(filter(None, map(str.strip, rest.split("\n"))))
        )


def _one_block(text: str) -> str:
    """Paragraphs one a line, since an empty line parts steps."""
    return "\n".join(part.strip() for part in text.split("\n") if part.strip())


class _EntryForm(WagtailAdminModelForm):
    """What activities and resources share."""

    slug = forms.SlugField(required=False, help_text="The address; made from the title when left empty.")
    topics = WordsField(required=False, help_text="Words with commas between.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settings"] = settings_field()
        if self.instance.pk:
            self.initial["settings"] = self.instance.settings.all()
            self.initial["topics"] = [topic.name for topic in self.instance.topics.all()]


class ActivityForm(_EntryForm):
    """Everything about an activity."""

    materials = LinesField(required=False, help_text="What to bring, one thing a line.")
    steps = StepsField(
        help_text="Each begins with its minutes and title, as in “5 Find a partner”; what to do stands in the lines "
        "below it. An empty line, then the next step. Together they take the minutes above."
    )
    slips = LinesField(
        required=False, help_text="Statements, prompts or cards to read or cut up, one a line."
    )
    debrief = LinesField(required=False, help_text="Questions to look back with, one a line.")

    class Meta:
        model = Activity
        fields = [
            *(
                "title",
                "slug",
                "summary",
                "skill",
                "minutes",
                "group_from",
                "group_to",
                "purpose",
                "materials",
            ),
            *("steps", "slips_title", "slips", "debrief", "leading", "online", "licence"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("materials", "slips", "debrief"):
            self.initial[name] = getattr(self.instance, name)
        if self.instance.pk:
            self.initial["steps"] = list(self.instance.steps.all())


class ResourceForm(_EntryForm):
    """Everything about a resource."""

    class Meta:
        model = Resource
        fields = [
            *("title", "slug", "kind", "by", "year", "language", "summary", "about", "content_note"),
            *("link", "file", "isbn", "licence"),
        ]


class MakingActivity(Making):
    def act(self, data: dict[str, Any]) -> Activity:
        return actions.create_activity(**without_empty_slug(data))


class ChangingActivity(Changing):
    def act(self, data: dict[str, Any]) -> Activity:
        return actions.update_activity(
            activity=Activity.objects.get(pk=self.object.pk), **without_empty_slug(data)
        )


class MakingResource(Making):
    def act(self, data: dict[str, Any]) -> Resource:
        return actions.create_resource(**without_empty_slug(data))


class ChangingResource(Changing):
    def act(self, data: dict[str, Any]) -> Resource:
        return actions.update_resource(
            resource=Resource.objects.get(pk=self.object.pk), **without_empty_slug(data)
        )


class Publish(Act):
    name = "publish"
    label = "Publish"
    icon = "upload"
    explanation = "Visitors see it from now on, in lists and in search."

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.published_at is None and instance.archived_at is None

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.publish(entry=instance)
        return f"{instance} is published: {instance.get_absolute_url()}"


class Withdraw(Act):
    name = "withdraw"
    label = "Back to draft"
    icon = "download"
    explanation = "Visitors do not see it until it is published again."

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return bool(instance.listed)

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.withdraw(entry=instance)
        return f"{instance} is a draft again."


class ArchiveEntry(Archive):
    explanation = "Its page is gone, and it is out of lists and search. Nothing is lost."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.archive(entry=instance)


class RestoreEntry(Restore):
    explanation = "It is there again, published or a draft as it was."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.restore(entry=instance)


ACTS = (Publish, Withdraw, ArchiveEntry, RestoreEntry)
