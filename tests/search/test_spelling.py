import pytest

from search import spelling
from search.models import SearchWord
from search.spelling import Vocabulary, keep, recounting, unfinished, vocabulary, words_of
from tests.search.shelf import Shelf, thing

WORDS = {
    "probation": 40,
    "prohibition": 1,
    "quantock": 3,
    "pryce": 2,
    "price": 9,
    "led": 5,
    "aled": 1,
    "prison": 20,
}


def known(words: dict[str, int] = WORDS) -> Vocabulary:
    found = Vocabulary()
    found.add(words.items())
    return found


def failing_recount() -> None:
    with recounting():
        spelling.learn([("service",)])
        raise ZeroDivisionError


@pytest.fixture(autouse=True)
def _nothing_learnt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "_vocabulary", Vocabulary())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("probaton", ["probation"]),
        ("porbation", ["probation"]),
        ("prbaton", []),
        ("quantok", ["quantock"]),
        ("prcie", ["price"]),
        ("prisno", ["prison"]),
        ("price", ["pryce"]),
        ("led", []),
        ("alled", ["aled"]),
        ("zled", []),
        ("alde", ["aled"]),
        ("zebra", []),
    ],
)
def test_nearest_words(typed: str, meant: list[str]) -> None:
    """Short words are forgiven little, and keep their first letter."""
    assert [guess.word for guess in known().guesses(typed)] == meant


def test_fewest_edits_come_before_the_commonest() -> None:
    words = {"coaching": 1, "coachings": 900}

    assert [guess.word for guess in known(words).guesses("coachinng")] == ["coaching", "coachings"]


def test_beginning_of_a_word() -> None:
    assert known().begins("proba")
    assert not known().begins("probu")
    assert not known().begins("quantocks")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "is_so"),
    [("nurs", True), ("ward nurs", True), ("NURS", True), ("nurse", False), ("nurs ward", False)]
    + [("nurses", False), ("zebras", False), ("nur", False), ("glas", True), ("glass", False), ("", False)],
)
def test_unfinished_last_word(text: str, is_so: bool) -> None:
    keep(["nurse", "nurses", "nursing", "glassy"])

    assert unfinished(text) is is_so


@pytest.mark.django_db
def test_unfinished_costs_nothing_without_an_s(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert not unfinished("probation")


def test_words_worth_comparing_with() -> None:
    texts = ("the probation of m25 drivers", "ab łódź", "x" * 41, "probation")

    assert words_of(texts) == {"probation", "drivers", "łódź"}


@pytest.mark.django_db
def test_words_are_kept_once() -> None:
    keep(["probation", "quantock"])
    keep(["probation", "zebra"])

    assert sorted(SearchWord.objects.values_list("word", "documents")) == [
        ("probation", 1),
        ("quantock", 1),
        ("zebra", 1),
    ]


@pytest.mark.django_db
def test_vocabulary_costs_one_statement_while_nothing_is_new(django_assert_num_queries) -> None:
    keep(["probation"])
    assert vocabulary().has("probation")

    with django_assert_num_queries(1):
        assert not vocabulary().has("zebra")
    keep(["zebra"])
    with django_assert_num_queries(2):
        assert vocabulary().has("zebra")
    assert vocabulary().guesses("zebraa")[0].word == "zebra"


@pytest.mark.django_db
def test_recounting_puts_counts_in_place_of_what_was_learnt() -> None:
    keep(["gone", "probation"])
    assert vocabulary().has("gone")

    with recounting():
        spelling.learn([("probation service",), ("probation",)])

    assert dict(SearchWord.objects.values_list("word", "documents")) == {"probation": 2, "service": 1}
    assert not vocabulary().has("gone")


@pytest.mark.django_db
def test_recounting_that_fails_changes_nothing() -> None:
    keep(["probation"])

    with pytest.raises(ZeroDivisionError):
        failing_recount()

    assert list(SearchWord.objects.values_list("word", flat=True)) == ["probation"]


@pytest.mark.django_db
def test_recounting_keeps_what_is_learnt_meanwhile() -> None:
    with recounting():
        spelling.learn([("probation",)])
        keep(["newcomer"])

    assert set(SearchWord.objects.values_list("word", flat=True)) == {"probation", "newcomer"}


@pytest.mark.django_db
def test_no_more_words_than_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spelling, "MOST_WORDS", 2)

    with recounting():
        for document in (
            "common rare",
            "common second",
            "common second",
            "common fourth",
            "common fifth sixth",
        ):
            spelling.learn([(document,)])

    assert set(SearchWord.objects.values_list("word", flat=True)) == {"common", "second"}
    keep(["probation"])
    assert len(vocabulary().documents) == 2


@pytest.mark.django_db
def test_document_teaches_its_words_after_the_commit(
    shelf: Shelf, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shelf.put(thing("Quantock Listening", summary="For probation"))

    assert {"quantock", "listening", "probation"} <= set(SearchWord.objects.values_list("word", flat=True))
