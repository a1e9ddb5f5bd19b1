"""Fields that staff fill in, and refusals shown beside them."""

from typing import Any

from django import forms

from core.refusal import Refusal


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Put a refusal beside the fields it names, else above the form."""
    by_field = getattr(refusal, "by_field", None) or {}
    known = {name: texts for name, texts in by_field.items() if name in form.fields}
    for name, texts in known.items():
        form.add_error(name, list(texts))
    if not known:
        form.add_error(None, refusal.sentence)


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
