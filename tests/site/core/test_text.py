import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import fold, searchable_words


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("  Łódź\t", "lodz"),
        ("STRASSE Straße", "strasse strasse"),
        ("Øre Ærø Œuvre Þór Đurđa", "ore aero oeuvre thor durda"),
        ("İstanbul ısı", "istanbul isi"),
        ("São  Paulo\n", "sao paulo"),
        ("ﬁn １２", "fin 12"),
        ("King’s – “Lynn”", 'king\'s - "lynn"'),
        ("a\x00b\u200f\u202ec\ud800", "abc"),
        ("東京", "東京"),
        ("서울", "서울"),
        ("", ""),
    ],
)
def test_fold_levels_case_accents_and_invisibles(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_fold_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.characters())
def test_fold_of_any_single_character_is_settled(char: str) -> None:
    assert fold(fold(char)) == fold(char)


def test_fold_of_every_character_in_use_is_settled() -> None:
    unsettled = [hex(code) for code in range(0x20000) if fold(fold(chr(code))) != fold(chr(code))]

    assert unsettled == []


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Bishop’s Stortford-on-Sea", ["bishops", "stortford", "on", "sea"]),
        ("St. Albans, GB", ["st", "albans", "gb"]),
        ("'quoted'", ["quoted"]),
        ("snake_case", ["snake", "case"]),
        ("'\"😀", []),
    ],
)
def test_searchable_words_are_runs_of_letters_and_digits(typed: str, words: list[str]) -> None:
    assert searchable_words(typed) == words


@given(
    st.text(max_size=60) | st.text(alphabet=[chr(code) for code in range(128)] + ["’", "–", "ł"], max_size=60)
)
def test_searchable_words_are_those_of_the_folded_text(text: str) -> None:
    """However they are come to: most texts are plain, and take a shorter way."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", fold(text))

    assert searchable_words(text) == [word.replace("'", "") for word in words]
