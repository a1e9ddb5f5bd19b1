from django.apps import AppConfig

from content.feedback import apps as feedback
from content.perspectives import apps as perspectives


class ContentConfig(AppConfig):
    name = "content"
    label = "content"

    def ready(self) -> None:
        from content import (  # noqa: PLC0415  (they need the app registry)
            findables,
            freshness,
            old_addresses,
            permissions,
            receivers,
            schedule,  # noqa: F401  (registers its task)
            waiting,  # noqa: F401  (registers its task)
        )
        from content.terms import findables as terms  # noqa: PLC0415  (they need the app registry)

        findables.register()
        terms.register()
        freshness.connect()
        old_addresses.connect()
        receivers.connect()
        permissions.connect()
        perspectives.ready()
        feedback.ready()
