from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"

    def ready(self) -> None:
        from search import indexing, misses  # noqa: F401, PLC0415  (they need the models; misses registers its task)

        indexing.listen()
