from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"
    label = "content"

    def ready(self) -> None:
        from content import findables, freshness, permissions, receivers  # noqa: PLC0415  (they need the app registry)

        findables.register()
        freshness.connect()
        receivers.connect()
        permissions.connect()
