from django.apps import AppConfig


class OfferingsConfig(AppConfig):
    name = "marketplace.offerings"
    label = "offerings"

    def ready(self) -> None:
        from marketplace.offerings import findables, guards  # noqa: F401, PLC0415  (guards register themselves)

        findables.register()
