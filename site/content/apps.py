from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    label = "content"

    def ready(self) -> None:
        # They need the app registry. The schedule is here to register its task.
        from content import findables, freshness, permissions, receivers, schedule  # noqa: F401, PLC0415

        findables.register()
        freshness.connect()
        receivers.connect()
        permissions.connect()
