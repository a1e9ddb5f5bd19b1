from django.apps import AppConfig


class PlacesConfig(AppConfig):
    name = "directory.places"
    label = "places"
