"""The fields that pictures are kept in and come in by."""

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField as WagtailPictureInput
from wagtail.images.models import WagtailImageField, WagtailImageFieldFile

from core.refusal import Refusal
from media import pictures

_NO_PICTURE = _(
    "Pictures here are JPEG, PNG, WebP, AVIF or GIF files. You could save a copy in one of these forms and upload "
    "that. Drawings as SVG can hold programs, so they are not taken."
)
_ANOTHER_KIND = _(
    "This file is called .%(extension)s, but what is in it is %(kind)s. You could give it its right name, or save a "
    "copy as %(extension)s."
)
_TOO_LARGE = _("This file is larger than %(max_filesize)s. You could upload a smaller copy.")


class PictureFile(WagtailImageFieldFile):
    """Whichever way a picture comes in, it is written anew before it is stored."""

    def save(self, name: str, content: "File[Any]", save: bool = True) -> None:
        """Raises UnusablePicture."""
        super().save(name, pictures.cleaned(content, name), save=save)


class PictureField(WagtailImageField):
    """A picture without anything that came along with it."""

    attr_class = PictureFile


class PictureInput(WagtailPictureInput):
    """A picture as it is uploaded; what is broken is refused, wherever it breaks."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages |= {
            **dict.fromkeys(("invalid_image", "invalid_image_extension", "invalid_extension"), _NO_PICTURE),
            "file_too_large": _TOO_LARGE,
        }

    def check_image_file_format(self, f: Any) -> None:
        """The name says what is in it; anything that is no picture of ours is told so first."""
        extension = PurePath(f.name).suffix.lower()[1:]
        kind = f.image.format_name
        if extension not in self.allowed_image_extensions or kind.upper() not in pictures.FORMATS:
            raise ValidationError(_NO_PICTURE, code="invalid_image")
        if kind != {"jpg": "jpeg"}.get(extension, extension):
            raise ValidationError(
                _ANOTHER_KIND % {"extension": extension, "kind": kind}, code="invalid_image_known_format"
            )

    def check_image_pixel_size(self, f: Any) -> None:
        """Of the first picture, which is the one that is kept; it is written anew here."""
        try:
            f.written = pictures.cleaned(f, f.name)
        except Refusal as refusal:
            raise ValidationError(refusal.sentence) from refusal

    def to_python(self, data: Any) -> Any:
        """Return the picture written anew."""
        given = super().to_python(data)
        return getattr(given, "written", given)
