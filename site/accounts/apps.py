from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
    label = "accounts"

    def ready(self) -> None:
        from accounts import mfa, roles  # noqa: PLC0415  (they need the app registry)
        from accounts.me import my_links  # noqa: PLC0415  (they need the app registry)
        from core import me  # noqa: PLC0415  (they need the app registry)

        roles.connect()
        mfa.connect()
        me.register(my_links, rank=90)
