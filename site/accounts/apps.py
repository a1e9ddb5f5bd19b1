from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        from accounts import roles  # noqa: PLC0415  (needs the app registry)

        roles.connect()
