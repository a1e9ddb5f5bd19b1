"""What an engine is asked, and in which order, on the database's."""

from typing import Any

import pytest

from search import spelling
from search.database.engine import DatabaseEngine
from search.query import SearchQuery
from search.result import SearchResult
from search.spelling import Vocabulary
from search.synonyms import Row, made_of
from tests.search.contract import near, titles
from tests.search.shelf import Shelf, at, thing


@pytest.fixture
def learnt(shelf: Shelf, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> Shelf:
    monkeypatch.setattr(spelling, "_vocabulary", Vocabulary())
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(
            thing("Probation coaching", places=(at("Taunton"),)),
            thing("Aled Pryce"),
            thing("Aled Morgan", summary="What is the price?"),
            thing("Quantock Listening", kind="trainer"),
        )
    return shelf


def search(text: str, **more: Any) -> SearchResult:
    return DatabaseEngine().search(SearchQuery(text=text, **more))


@pytest.mark.parametrize(
    ("typed", "found", "respelled"),
    [
        ("probaton", "Probation coaching", "probation"),
        ("Quantok", "Quantock Listening", "quantock"),
        ("probaton caoching", "Probation coaching", "probation coaching"),
    ],
)
def test_misspelt_words_are_put_right_and_said(learnt: Shelf, typed: str, found: str, respelled: str) -> None:
    result = search(typed)

    assert (titles(result), result.respelled, result.loosened) == ([found], respelled, False)


def test_known_words_that_stand_nowhere_together_are_put_right(learnt: Shelf) -> None:
    """Both words are known; only Aled Morgan's page names a price."""
    learnt.take(next(one for one in learnt.things.values() if one.title == "Aled Morgan"))
    learnt.put(thing("Costs", summary="What is the price?"))

    result = search("Aled Price")

    assert (titles(result), result.respelled) == (["Aled Pryce"], "Aled pryce")


def test_known_words_found_elsewhere_are_not_put_right(learnt: Shelf) -> None:
    """Aled Morgan's price is nowhere near Suva, and that is all there is to say."""
    learnt.put(thing("Aled Pryce in Suva", places=(at("Suva"),)))

    result = DatabaseEngine().search(near("Suva", text="morgan price"))

    assert (result.total, result.respelled) == (0, "")


def test_right_words_that_are_not_here_are_said_all_the_same(learnt: Shelf) -> None:
    result = DatabaseEngine().search(near("Suva", text="probaton"))

    assert (result.total, result.respelled) == (0, "probation")


def test_respelling_that_finds_nothing_is_not_claimed(learnt: Shelf) -> None:
    result = search("probaton zither")

    assert (titles(result), result.respelled, result.loosened) == (
        ["Probation coaching"],
        "probation zither",
        True,
    )


def test_exactly_what_was_typed(learnt: Shelf) -> None:
    result = search("probaton", exact=True)

    assert (result.total, result.respelled, result.loosened) == (0, "", False)
    assert search("probation zither", exact=True).total == 0


def test_filter_that_leaves_nothing_is_no_misspelling(learnt: Shelf) -> None:
    result = search("quantock", kinds=("package",))

    assert (result.total, result.respelled, result.loosened) == (0, "", False)


def test_rare_word_beside_a_common_one_is_asked_about(
    learnt: Shelf, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        learnt.put(thing("Prisom"), *(thing(f"Prison {n}") for n in range(20)))
    with spelling.recounting():
        for one in learnt.things.values():
            spelling.learn([(one.title.lower(),)])

    result = search("prisom")

    assert (titles(result), result.suggested) == (["Prisom"], "prison")


def test_synonyms_are_found_and_what_was_typed_comes_first(shelf: Shelf) -> None:
    known = made_of([Row("same", "gp, primary care", "")])
    shelf.put(
        *(thing(f"GP {n}") for n in range(3)),
        thing("Primary care"),
        thing("Care, primary"),
        thing("Something else"),
    )

    result = search("gp", synonyms=known)

    assert result.total == 4
    assert titles(result)[-1] == "Primary care"


def test_no_statement_more_where_enough_is_found(shelf: Shelf, django_assert_num_queries) -> None:
    shelf.put(*(thing(f"Probation {n}") for n in range(11)))
    engine = DatabaseEngine()
    assert engine.tree is not None

    with django_assert_num_queries(3):
        engine.search(SearchQuery(text="probation"))
