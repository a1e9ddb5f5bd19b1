from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "marketplace.payments"
    label = "payments"

    def ready(self) -> None:
        from marketplace.offerings import obstacles  # noqa: PLC0415  (needs the app registry)
        from marketplace.payments import (  # noqa: PLC0415  (they need the app registry)
            accounts,
            checks,  # noqa: F401  (registers itself)
            receivers,  # noqa: F401  (registers itself)
            sweeping,  # noqa: F401  (registers itself)
            transfers,  # noqa: F401  (registers itself)
            webhooks,  # noqa: F401  (registers itself)
        )

        obstacles.register(accounts.payable)
