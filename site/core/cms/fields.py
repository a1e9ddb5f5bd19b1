"""Fields that staff fill in."""

from typing import Any

from django import forms


def without_empty_slug(data: dict[str, Any]) -> dict[str, Any]:
    """A form's values; a slug left empty is left out, so that the action makes or keeps one."""
    return {name: value for name, value in data.items() if name != "slug" or value}


class WordsField(forms.CharField):
    """A list of short words, written with commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [word.strip() for word in super().clean(value).split(",") if word.strip()]


class LinesField(forms.CharField):
    """A list of sentences, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]
