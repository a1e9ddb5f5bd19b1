from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    name = "core"
    label = "core"

    def ready(self) -> None:
        from core import guards, tree  # noqa: PLC0415  (need the app registry)

        post_migrate.connect(guards.install_after_migrate, dispatch_uid="core.guards")
        tree.connect()
