from django.apps import AppConfig
from django.conf import settings


class MediaConfig(AppConfig):
    name = "media"
    label = "media"

    def ready(self) -> None:
        from PIL import Image  # noqa: PLC0415  (only where the app runs)

        # Pillow refuses twice of it by itself, whoever opens a picture.
        Image.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
