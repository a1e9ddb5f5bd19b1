"""The errors whose sentences are meant for a person: their root, and what a model's own rules refuse."""

from collections.abc import Mapping
from typing import Any, ClassVar, Self

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext as _


class Refusal(Exception):
    """Its text says what is wrong and a way on; views show it beside the form and keep what was typed.

    `words` is the sentence of one that always says the same, marked for translation.
    """

    words: ClassVar[Any] = ""

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What the person reads, in the language of now."""
        return str(self.args[0] if self.args else self.words or self.__doc__ or "")


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Put a refusal beside the fields it names, and above the form what names none of them."""
    by_field = refusal.by_field if isinstance(refusal, InvalidDetails) else {}
    known = {name: texts for name, texts in by_field.items() if name in form.fields}
    if not known:
        form.add_error(None, refusal.sentence)
        return
    for name, texts in by_field.items():
        form.add_error(name if name in known else None, list(texts))


class InvalidDetails(Refusal):
    """Some details cannot be kept as they are. `by_field` has the sentences for each field."""

    def __init__(self, sentence: str, by_field: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(sentence)
        self.by_field = dict(by_field or {NON_FIELD_ERRORS: [sentence]})

    @classmethod
    def told_by(cls, error: ValidationError) -> Self:
        """From what a model's `full_clean` says."""
        by_field: dict[str, list[str]] = {NON_FIELD_ERRORS: error.messages}
        if hasattr(error, "error_dict"):
            by_field = dict(error.message_dict)
        told = [
            text if field == NON_FIELD_ERRORS else f"{_(field.replace('_', ' ').capitalize())}: {text}"
            for field, texts in by_field.items()
            for text in texts
        ]
        return cls(" ".join(told), by_field)
