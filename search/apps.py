from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"

    def ready(self) -> None:
        # They need the models. Some of them are here to register their checks and tasks.
        from search import checks, indexing, misses, permissions, upkeep, vocabulary  # noqa: F401, PLC0415  (see above)
        from search.api import page_shapes  # noqa: PLC0415  (needs the pages' models)
        from search.elastic import pushing, watching  # noqa: F401, PLC0415  (see above)

        page_shapes.register()
        indexing.listen()
        vocabulary.register()
