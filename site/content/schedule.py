"""Pages go live and expire on the minute they were scheduled for."""

from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from outbox.registry import recurs


@recurs("content.publish_scheduled", every_seconds=60)
def publish_scheduled() -> int:
    """Publish and unpublish what is due; how many pages that were. Wagtail compares with the real time."""
    now = timezone.now()
    due: int = Revision.objects.filter(approved_go_live_at__lt=now).count()
    due += Page.objects.filter(live=True, expire_at__lt=now).count()
    if due:
        call_command("publish_scheduled")
    return due
