from django.apps import AppConfig


class SchedulingConfig(AppConfig):
    name = "marketplace.scheduling"
    label = "scheduling"

    def ready(self) -> None:
        from marketplace.scheduling import guards  # noqa: F401, PLC0415  (registers itself)
