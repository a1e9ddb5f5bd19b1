"""Settings and synonyms, read together."""

from typing import Any

import pytest

from search import beginnings, settings_tree, synonyms
from search.models import Synonym

pytestmark = pytest.mark.django_db


def test_both_are_what_they_are_apart_in_one_statement(django_assert_num_queries: Any) -> None:
    Synonym.objects.all().delete()
    for words, current in (("b, a", ""), ("gp, family doctor", ""), ("righting reflex", "fixing reflex")):
        Synonym.objects.create(meaning="dated" if current else "same", words=words, current=current)

    with django_assert_num_queries(1):
        tree, known = beginnings.load()

    assert tree is settings_tree.load()
    assert known is synonyms.load()
    assert len(tree.names) > 8
    assert known.forms["righting reflex"] == ("fixing reflex",)


def test_nothing_is_kept_by_editors_yet() -> None:
    Synonym.objects.all().delete()

    assert beginnings.load()[1].forms == {}
