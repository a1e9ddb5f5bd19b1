import pytest

from search.respelling import MOST_TEXTS, Respellings, much_commoner, respellings
from search.spelling import Vocabulary
from search.synonyms import NONE, Row, made_of

WORDS = {
    **{"probation": 40, "probations": 1, "taunton": 5, "aled": 1, "pryce": 1, "price": 30, "coaching": 90},
    **{"quantock": 3, "midwifery": 6, "choosing": 3, "prison": 40, "prisom": 1, "work": 60, "youth": 20},
}


def words() -> Vocabulary:
    found = Vocabulary()
    found.add(WORDS.items())
    return found


def texts(text: str) -> tuple[str, ...]:
    return respellings(text, words(), NONE).texts


def test_unknown_words_are_replaced_all_at_once_and_the_rest_stays() -> None:
    found = respellings("Coachng in Tauntn, MI", words(), NONE)

    assert found == Respellings(("coaching in taunton, MI",), needed=True, close="coaching in taunton, MI")


def test_likeliest_first_then_other_guesses() -> None:
    assert texts("probaton") == ("probation", "probations")


def test_two_edits_are_too_unsure_for_some_of_the_words() -> None:
    found = respellings("zebra crossing", words(), NONE)

    assert (found.texts, found.close) == (("zebra choosing",), "zebra crossing")


@pytest.mark.parametrize(
    "text", ["midwif", "probation", "PROBATION", "mi", "", "the of", "M25 3pf", "💬", "a" * 300]
)
def test_nothing_to_put_right(text: str) -> None:
    assert texts(text) == ()


def test_known_words_may_be_the_wrong_ones_together() -> None:
    found = respellings("Aled Price", words(), NONE)

    assert (found.texts, found.needed) == (("Aled pryce",), False)


def test_known_words_are_left_alone_beside_one_nobody_knows() -> None:
    assert texts("zebra price") == ()


def test_few_texts_are_tried() -> None:
    many = Vocabulary()
    many.add((f"probatio{letter}", 1) for letter in "abcdefgh")

    assert len(respellings("probatiox probatioy", many, NONE).texts) == MOST_TEXTS


def test_what_synonyms_know_is_no_mistake() -> None:
    known = made_of([Row("same", "priso, jail", "")])

    assert respellings("priso", words(), known).texts == ()


def test_much_commoner_word_is_suggested() -> None:
    assert much_commoner("prisom work", words(), NONE) == "prison work"
    assert much_commoner("pryce", words(), NONE) == "price"
    assert much_commoner("quantock", words(), NONE) == ""
    assert much_commoner("priso", words(), NONE) == ""


def test_of_more_than_two_known_words_none_is_the_wrong_one() -> None:
    assert texts("Aled Price probation") == ()


def test_two_words_run_together_are_taken_apart() -> None:
    known = Vocabulary()
    known.add([("role", 3), ("play", 3), ("rol", 1), ("eplay", 1)])

    assert respellings("roleplay", known, NONE).texts[0] == "role play"


@pytest.mark.parametrize("text", ["department", "departments"])
def test_a_plural_is_no_mistake_where_the_singular_is_known_or_the_other_way_round(text: str) -> None:
    for word in ("department", "departments"):
        known = Vocabulary()
        known.add([(word, 1)])

        assert respellings(f"{text} zebras", known, NONE).texts == ()
