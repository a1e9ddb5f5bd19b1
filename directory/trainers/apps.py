from django.apps import AppConfig


class TrainersConfig(AppConfig):
    name = "directory.trainers"
    label = "trainers"
