from django.apps import AppConfig


class TrainersConfig(AppConfig):
    name = "directory.trainers"
    label = "trainers"

    def ready(self) -> None:
        from directory.trainers import effects  # noqa: F401, PLC0415  (its handlers register themselves)
