import pytest

from search.actions import delete_synonym, save_synonym
from search.errors import SynonymRefused
from search.models import Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_rows(db: None) -> None:
    Synonym.objects.all().delete()


def test_row_is_written_tidily() -> None:
    row = save_synonym(meaning="same", words=" GP ,general   practitioner,, gp", note="  Asked  for ")

    row.refresh_from_db()
    assert (row.words, row.current, row.note) == ("GP, general practitioner", "", "Asked for")


def test_row_that_means_the_same_has_one_side() -> None:
    assert save_synonym(meaning="same", words="GP, doctor", current="surgery").current == ""


def test_row_can_be_changed_to_its_own_words() -> None:
    row = save_synonym(meaning="same", words="GP, doctor")

    save_synonym(synonym=row, meaning="dated", words="GP", current="doctor")

    assert list(Synonym.objects.values_list("meaning", "words", "current")) == [("dated", "GP", "doctor")]


def test_row_goes() -> None:
    delete_synonym(synonym=save_synonym(meaning="same", words="GP, doctor"))

    assert not Synonym.objects.exists()


def test_word_may_stand_in_rows_of_different_meaning() -> None:
    save_synonym(meaning="same", words="GP, doctor")
    save_synonym(meaning="also", words="GP", current="surgery")

    assert Synonym.objects.count() == 2


@pytest.mark.parametrize(
    ("told", "field", "sentence"),
    [
        (
            {"words": "GPs, physician"},
            "words",
            "“GPs” stands in the row “GP, doctor” already. You could add the others to that row.",
        ),
        (
            {"words": "alone"},
            "words",
            "A row needs two words or phrases at least, with a comma between them.",
        ),
        (
            {"words": " , ,"},
            "words",
            "A row needs two words or phrases at least, with a comma between them.",
        ),
        ({"meaning": "dated", "words": "old"}, "current", "A row needs a word or a phrase here."),
        (
            {"words": "of the, coaching"},
            "words",
            "“of the” stands nearly everywhere and is never looked for. A longer phrase might do.",
        ),
        ({"words": "!!, coaching"}, "words", "“!!” has no letter or digit, so nobody can look for it."),
        (
            {"words": "a b c d e f g h i, coaching"},
            "words",
            "“a b c d e f g h i” is too long: a phrase has eight words at most.",
        ),
        (
            {"words": ", ".join(f"word{n}" for n in range(17))},
            "words",
            "A row holds 16 words or phrases at most. You could leave out those nobody types.",
        ),
        (
            {"words": f"{'x' * 250}, {'y' * 250}"},
            "words",
            "A row holds 500 letters at most. You could make two rows of it.",
        ),
        (
            {"meaning": "also", "words": "teachers", "current": "Teacher, school"},
            "current",
            "“Teacher” stands on both sides; once is enough.",
        ),
    ],
    ids=[
        "twice",
        "alone",
        "empty",
        "no current",
        "stop words",
        "no letter",
        "long",
        "many",
        "letters",
        "both",
    ],
)
def test_what_nobody_could_use_is_refused_beside_its_field(
    told: dict[str, str], field: str, sentence: str
) -> None:
    save_synonym(meaning="same", words="GP, doctor")

    with pytest.raises(SynonymRefused) as refused:
        save_synonym(**{"meaning": "same", "current": "", **told})

    assert (refused.value.sentence, list(refused.value.by_field)) == (sentence, [field])
    assert Synonym.objects.count() == 1
