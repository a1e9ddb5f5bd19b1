from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        from accounts import mfa, roles  # noqa: PLC0415  (they need the app registry)

        roles.connect()
        mfa.connect()
