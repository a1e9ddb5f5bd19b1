from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"

    def ready(self) -> None:
        from search import indexing  # noqa: PLC0415  (needs the models, which are loaded by now)

        indexing.listen()
