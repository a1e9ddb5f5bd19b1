from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "marketplace.office"
    label = "office"

    def ready(self) -> None:
        """Tell the masthead what trainers and champions find here, and the roles what they may do."""
        from core import me  # noqa: PLC0415  (rooms are loaded by now)
        from marketplace.office import roles  # noqa: PLC0415  (needs the app registry)
        from marketplace.office.me import office_links  # noqa: PLC0415  (reads addresses)

        me.register(office_links, rank=20, workplace=True)
        roles.grant_all()
