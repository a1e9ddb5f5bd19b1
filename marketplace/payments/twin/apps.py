from django.apps import AppConfig


class TwinConfig(AppConfig):
    name = "marketplace.payments.twin"
    label = "twin"
