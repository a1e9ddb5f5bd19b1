from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "directory.library"
    label = "library"

    def ready(self) -> None:
        from directory.library import checking, findables, permissions  # noqa: F401, PLC0415  (need the registry)

        findables.register()
