"""Pictures of one colour."""

from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from media.models import CommonsImage


def picture(**fields: str) -> CommonsImage:
    """A small picture in the library."""
    return get_image_model().objects.create(
        **{"title": "A picture", "file": get_test_image_file(), "alt_text": "A square"} | fields
    )
