"""The site's own image and document models: set before the first migration, so that they can grow."""

from typing import Any

from django.core.files.base import ContentFile, File
from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image, get_upload_to
from wagtail.search import index

from media.fields import PictureField


class CommonsImage(AbstractImage):
    """A picture with its alternative text and its source."""

    file = PictureField("file", upload_to=get_upload_to, width_field="width", height_field="height")
    alt_text = models.CharField(
        max_length=300, blank=True, help_text="What somebody who cannot see the picture should know."
    )
    credit = models.CharField(max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "credit")
    api_fields = ("alt_text", "credit")
    search_fields = (*AbstractImage.search_fields, index.FilterField("id"))

    @property
    def default_alt_text(self) -> str:
        """The text given for it; never the file name."""
        return self.alt_text

    def _set_image_file_metadata(self) -> None:
        """Wagtail leaves a file open here that is stored already."""
        super()._set_image_file_metadata()
        if self.file._committed:
            self.file.close()

    def generate_rendition_file(self, filter: Any, *, source: "File[Any] | None" = None) -> "File[Any]":
        """In memory, with the temporary file closed: wagtail leaves that to chance."""
        with super().generate_rendition_file(filter, source=source) as made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


class CommonsRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(CommonsImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="rendition_once")
        ]


class CommonsDocument(AbstractDocument):
    """A file offered for download."""

    credit = models.CharField(max_length=200, blank=True)

    admin_form_fields = (*Document.admin_form_fields, "credit")
    api_fields = ("credit",)
    search_fields = (*AbstractDocument.search_fields, index.FilterField("id"))
