from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    label = "content"

    def ready(self) -> None:
        # They need the app registry. The schedule and what waits are here to register their tasks.
        from content import (  # noqa: PLC0415
            findables,
            freshness,
            old_addresses,
            permissions,
            receivers,
            schedule,  # noqa: F401
            waiting,  # noqa: F401
        )
        from content.feedback import apps as feedback  # noqa: PLC0415
        from content.perspectives import apps as perspectives  # noqa: PLC0415
        from content.terms import findables as terms  # noqa: PLC0415

        findables.register()
        terms.register()
        freshness.connect()
        old_addresses.connect()
        receivers.connect()
        permissions.connect()
        perspectives.ready()
        feedback.ready()
