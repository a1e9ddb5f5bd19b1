from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    name = "marketplace.referrals"
    label = "referrals"

    def ready(self) -> None:
        from marketplace.referrals import guards  # noqa: F401, PLC0415  (registers itself)
