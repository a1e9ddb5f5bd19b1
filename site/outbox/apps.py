from django.apps import AppConfig
from django.conf import settings
from django.core.signals import request_started


class OutboxConfig(AppConfig):
    name = "outbox"
    label = "outbox"

    def ready(self) -> None:
        if settings.OUTBOX_IN_PROCESS:
            from outbox import inprocess  # noqa: PLC0415  (needs the app registry)

            request_started.connect(inprocess.start, dispatch_uid="outbox.inprocess")
