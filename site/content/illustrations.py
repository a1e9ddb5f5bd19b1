"""The house's own drawings, as editors choose them."""

from django.db import models


class Drawing(models.TextChoices):
    """The house's own illustrations, by their names under `static/img/illustrations`."""

    WARD = "ward", "A bed and a chair turned towards each other, under a clock"
    DOOR = "door", "An open door, two chairs in the light"
    CUPS = "cups", "Two cups"
    BENCH = "bench", "Two people on a bench, seen from behind"
    BENCH_EMPTY = "bench-empty", "An empty bench"
    LETTER = "letter", "A letter coming out of its envelope"
    STRING_KNOT = "string-knot", "A string with a knot"
    STRING_LOOSE = "string-loose", "A string, loosened"
    ROPE = "rope", "Two pairs of boots, a slack rope between them"
    APPLE = "apple", "A blood-sugar meter and an apple"
    WHISTLE = "whistle", "A whistle and a running shoe"
    GLASSES = "glasses", "Reading glasses on a sheet of feedback"
    CHAIRS = "chairs", "Four chairs around a kettle"
    BOATS = "boats", "Two paper boats sailing towards each other"
