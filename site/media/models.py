"""The site's own image and document models: set before the first migration, so that they can grow."""

from django.db import models
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CommonsImage(AbstractImage):
    """A picture with its alternative text and its source."""

    alt_text = models.CharField(
        max_length=300, blank=True, help_text="What somebody who cannot see the picture should know."
    )
    credit = models.CharField(max_length=200, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "alt_text", "credit")

    @property
    def default_alt_text(self) -> str:
        """The text given for it; never the file name."""
        return self.alt_text


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
