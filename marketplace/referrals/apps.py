from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "marketplace.referrals"
    label = "referrals"

    def ready(self) -> None:
        from marketplace.referrals import guards, receivers, sweeping  # noqa: F401, PLC0415  (register themselves)
