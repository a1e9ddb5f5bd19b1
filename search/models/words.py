"""Words: what means the same, what is dated, and what words there are."""

from django.db import models
from django.db.models import Q


class Synonym(models.Model):
    """A row that editors keep. `same`: who looks for one of `words` finds them all. `also`: who looks for one of
    `words` finds the `current` ones too, and not the other way round. `dated`: as `also`, and the page says
    what the term is called now. Both are words or phrases as people write them, between commas."""

    class Meaning(models.TextChoices):
        SAME = "same", "Means the same"
        ALSO = "also", "Finds others too, one way"
        DATED = "dated", "Dated: finds the current term"

    meaning = models.CharField(max_length=8, choices=Meaning, default=Meaning.SAME)
    words = models.CharField(max_length=500)
    current = models.CharField(max_length=500, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["words"]
        constraints = [
            models.UniqueConstraint(fields=["meaning", "words"], name="search_synonym_once"),
            models.CheckConstraint(
                condition=(Q(meaning__in=("also", "dated")) & ~Q(current="")) | Q(meaning="same", current=""),
                name="search_synonym_names_what_it_finds",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class SearchWord(models.Model):
    """A folded word that some document has: what a misspelt one is compared with. `documents` is as of the last
    rebuild, 1 for words that came since."""

    word = models.CharField(max_length=40, unique=True)
    documents = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.word
