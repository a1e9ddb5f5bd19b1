from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "directory.groups"
    label = "groups"

    def ready(self) -> None:
        from directory.groups import findables  # noqa: PLC0415  (models are not loaded before)

        findables.register()
