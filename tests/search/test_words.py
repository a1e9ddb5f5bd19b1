import pytest

from search.synonyms import Row, made_of
from search.words import (
    MAX_WORDS,
    Term,
    is_question,
    looked_for,
    only_stop_words,
    terms_of,
    too_many_words,
)

KNOWN = made_of([Row("same", "MI, motivational interviewing", ""), Row("also", "SEND", "special needs")])


def test_words_are_folded_and_the_last_may_be_a_beginning() -> None:
    assert terms_of("Motivational  INTERVIÉW") == (Term(("motivational",)), Term(("interview",), prefix=True))


def test_stop_words_and_repetitions_go() -> None:
    assert terms_of("the coaching of the coaching") == (Term(("coaching",), prefix=True),)


def test_a_short_last_word_is_meant_as_it_stands() -> None:
    assert terms_of("mi") == (Term(("mi",)),)


@pytest.mark.parametrize("text", ["someone good at listening", "looking for MI listening", "MI listening"])
def test_what_goes_without_saying_is_left_out(text: str) -> None:
    assert [term.forms[0] for term in terms_of(text, KNOWN)] == ["listening"]


def test_what_goes_without_saying_is_asked_alone_and_where_it_is_exact() -> None:
    assert [term.forms[0] for term in terms_of("someone")] == ["someone"]
    assert [term.forms[0] for term in terms_of("MI", KNOWN)] == ["mi"]
    assert [term.forms[0] for term in terms_of("MI someone listening", exact=True)] == [
        "mi",
        "someone",
        "listening",
    ]


def test_abbreviation_in_capitals_is_not_the_word() -> None:
    assert terms_of("SEND", KNOWN) == (Term(("special needs", "send")),)
    assert terms_of("send", KNOWN) == (Term(("send", "special needs"), prefix=True),)
    assert terms_of("SEND") == (Term(("send",), prefix=True),)


def test_only_the_first_words_are_asked() -> None:
    text = " ".join(f"word{n}" for n in range(MAX_WORDS + 1))

    assert [term.forms[0] for term in terms_of(text)] == [f"word{n}" for n in range(MAX_WORDS)]
    assert too_many_words(text)
    assert not too_many_words("two words")


def test_an_unfinished_word_is_a_beginning_and_nothing_else() -> None:
    ward, nurs = terms_of("ward nurs", unfinished=True)

    assert (ward.unfinished, nurs.prefix, nurs.unfinished) == (False, True, True)
    assert not terms_of("ward nurs")[-1].unfinished


@pytest.mark.parametrize(
    ("text", "is_so"),
    [("How do I start?", True), ("what now", True), ("Why", True), ("know how", False), ("", False)],
)
def test_questions(text: str, is_so: bool) -> None:
    assert is_question(text) is is_so


def test_only_stop_words() -> None:
    assert only_stop_words("The and of")
    assert not only_stop_words("the zebra")
    assert not only_stop_words("💬")


@pytest.mark.parametrize("text", ["won't stop", "WON’T stop", "I'm in the next week's stop", "stop 0-10"])
def test_contractions_times_and_small_numbers_are_left_out(text: str) -> None:
    kept = [term.forms[0] for term in terms_of(text)]

    assert [word for word in kept if word != "weeks"][-1:] == ["stop"]
    assert not {"wont", "im", "next", "0", "10"} & set(kept)


def test_letters_and_a_number_may_stand_apart() -> None:
    assert terms_of("TIP35 guide")[0] == Term(("tip35", "tip 35"))
    assert terms_of("35tip guide")[0] == Term(("35tip",))


def test_an_abbreviation_and_its_words_are_both_what_was_typed() -> None:
    known = made_of([Row("same", "GP, family doctor, general practitioner", "")])

    assert terms_of("gp", known) == (Term(("gp", "general practitioner", "family doctor"), own=2),)
    assert terms_of("general practitioner", known)[0].forms[:2] == ("general practitioner", "gp")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("evening group near Bristol", {"evening", "group"}),
        ("the exercise for a group", {"exercise"}),
        ("how do I start a group", set()),
        ("of the", set()),
    ],
)
def test_what_is_looked_for_stands_before_what_it_is_for(text: str, words: set[str]) -> None:
    assert looked_for(text) == words
