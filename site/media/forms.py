"""What is uploaded under `/cms/`: one by one, many at once, and while choosing. All three are built on these."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from core.refusal import Refusal
from media import documents
from media.fields import PictureInput


class PictureForm(BaseImageForm):
    """A picture, written anew before anything else is done with it (media.pictures)."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            given = self.fields["file"]
            self.fields["file"] = PictureInput(
                label=given.label, required=given.required, widget=given.widget, max_length=given.max_length
            )


class DocumentForm(BaseDocumentForm):
    """A file that is what it is called."""

    def clean_file(self) -> Any:
        """A file that is there already is not asked again."""
        given = self.cleaned_data["file"]
        if isinstance(given, UploadedFile):
            try:
                documents.check(given, given.name or "")
            except Refusal as refusal:
                raise ValidationError(refusal.sentence) from refusal
        return given
