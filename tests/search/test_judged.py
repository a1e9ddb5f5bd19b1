"""What searches are worth to people, on each engine: judged.yaml over the demonstration."""

from django.test import TestCase

from tests.search import demonstration
from tests.search.judging import Judged, Key, load, names, unknown


class JudgedSearches(TestCase):
    """The demonstration is laid out once for all."""

    judged: list[Judged]
    known: dict[Key, str]

    @classmethod
    def setUpTestData(cls) -> None:
        demonstration.lay_out()
        cls.judged, cls.known = load(), names()

    def test_there_are_enough_and_all_names_exist(self) -> None:
        assert len(self.judged) >= 70
        assert unknown(self.judged, self.known.values()) == []
