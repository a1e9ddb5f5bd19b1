"""What type-ahead offers: names of findable things and topics, by the beginnings of their words."""

from django.db import models

from search.models.documents import SearchDocument


class SearchName(models.Model):
    """A document's title from one of its words on, folded: "quantock practice group", "practice group", "group".

    An index range on `beginning` finds what somebody has begun to type, however many there are."""

    document = models.ForeignKey(
        SearchDocument, on_delete=models.CASCADE, related_name="names", db_index=False
    )
    beginning = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "beginning"], name="search_name_once"),
        ]
        # Without this class of operators PostgreSQL would not look for a beginning by its index.
        indexes = [
            models.Index(
                fields=["beginning", "document"],
                name="search_name_beginning",
                opclasses=["varchar_pattern_ops", "int8_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.beginning


class SearchTopic(models.Model):
    """A topic that some document has, or once had; `folded` is what is compared."""

    folded = models.CharField(max_length=80, unique=True)
    name = models.CharField(max_length=80)

    def __str__(self) -> str:
        return self.name
