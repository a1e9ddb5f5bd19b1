from django.apps import AppConfig


class DevConfig(AppConfig):
    name = "dev"
    label = "dev"
