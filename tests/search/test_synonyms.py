import pytest

from search import synonyms
from search.models import Synonym
from search.starting_synonyms import ALSO, DATED, SAME, plant
from search.synonyms import Renamed, Row, made_of
from search.words import STOP_WORDS, Term, renamed_in, terms_of

ROWS = [
    Row("same", "GP, general practitioner, primary care", ""),
    Row("same", "MI, motivational interviewing", ""),
    Row("also", "SEND", "special needs"),
    Row("also", "GP", "surgery"),
    Row("dated", "righting reflex", "fixing reflex"),
    Row("dated", "rolling with resistance", "sustain talk, discord"),
]
KNOWN = made_of(ROWS)


def test_one_form_finds_the_others_what_was_typed_first() -> None:
    assert terms_of("primary care", KNOWN) == (Term(("primary care", "gp", "general practitioner")),)
    assert terms_of("MI", KNOWN) == (Term(("mi", "motivational interviewing"), own=2),)


def test_phrase_is_one_term_among_others() -> None:
    assert terms_of("a general practitioner in taunton", KNOWN) == (
        Term(("general practitioner", "gp", "primary care"), own=2),
        Term(("taunton",), prefix=True),
    )


def test_plural_meets_its_row() -> None:
    assert terms_of("General Practitioners", KNOWN)[0].forms[1:] == ("gp", "primary care")
    assert terms_of("GPs", KNOWN)[0].forms == ("gps", "general practitioner", "primary care", "surgery")


def test_one_way_is_one_way() -> None:
    assert terms_of("send", KNOWN) == (Term(("send", "special needs"), prefix=True),)
    assert terms_of("special needs", KNOWN) == (Term(("special",)), Term(("needs",), prefix=True))


def test_last_word_of_a_phrase_is_no_beginning() -> None:
    assert [term.prefix for term in terms_of("coaching primary care", KNOWN)] == [False, False]


def test_same_thing_twice_is_asked_once() -> None:
    assert terms_of("MI motivational interviewing", KNOWN) == (
        Term(("mi", "motivational interviewing"), own=2),
    )


def test_words_of_a_phrase_are_asked_apart_where_any_will_do() -> None:
    forms = [term.forms for term in terms_of("primary care", KNOWN, apart=True)]

    assert forms == [("primary care", "gp", "general practitioner"), ("primary",), ("care",)]


def test_stop_word_within_a_phrase_belongs_to_it() -> None:
    assert terms_of("rolling with resistance", KNOWN)[0].forms == (
        "rolling with resistance",
        "sustain talk",
        "discord",
    )


def test_form_that_holds_the_typed_words_is_left_out() -> None:
    """Whoever looks for "probation" finds "probation officer" without a form of its own."""
    known = made_of([Row("same", "probation, probation officer, criminal justice", "")])

    assert terms_of("probation", known) == (Term(("probation", "criminal justice"), prefix=True),)
    assert terms_of("probation officer", known)[0].forms == (
        "probation officer",
        "probation",
        "criminal justice",
    )


def test_dated_terms_are_told_in_their_order() -> None:
    assert renamed_in("Rolling with resistance and the righting reflex", KNOWN) == (
        Renamed("rolling with resistance", ("sustain talk", "discord")),
        Renamed("righting reflex", ("fixing reflex",)),
    )
    assert renamed_in("fixing reflex", KNOWN) == ()


@pytest.mark.django_db
def test_rows_hold_at_once_and_cost_one_query(django_assert_num_queries) -> None:
    Synonym.objects.all().delete()
    assert synonyms.load().forms == {}

    row = Synonym.objects.create(words="GP, primary care")
    with django_assert_num_queries(1):
        first = synonyms.load()
    assert synonyms.load() is first
    assert first.forms == {"gp": ("primary care",), "primary care": ("gp",)}

    Synonym.objects.filter(pk=row.pk).update(words="GP, family doctor")
    assert synonyms.load().forms == {"gp": ("family doctor",), "family doctor": ("gp",)}


@pytest.mark.django_db
def test_planting_leaves_what_is_there() -> None:
    Synonym.objects.all().delete()
    Synonym.objects.create(words=SAME[0], note="Ours.")

    plant(Synonym)
    plant(Synonym)

    assert Synonym.objects.count() == len(SAME) + len(ALSO) + len(DATED)
    assert Synonym.objects.get(words=SAME[0]).note == "Ours."


class TestStartingSet:
    known = made_of(
        [
            *(Row("same", words, "") for words in SAME),
            *(Row("also", *row) for row in ALSO),
            *(Row("dated", *row) for row in DATED),
        ]
    )

    @pytest.mark.parametrize(
        ("typed", "found"),
        [
            ("MI", "motivational interviewing"),
            ("motivational interviewing", "mi"),
            ("gp", "primary care"),
            ("primary care", "general practitioner"),
            ("midwife", "maternity"),
            ("probation", "criminal justice"),
            ("social worker", "social care"),
            ("youth worker", "youth work"),
            ("drug and alcohol", "substance use"),
            ("dietician", "dietitian"),
            ("AA", "peer support"),
            ("quit smoking", "smoking cessation"),
            ("HV", "public health nursing"),
            ("CPN", "mental health"),
            ("DV", "domestic abuse"),
            ("SEND", "special needs"),
            ("teachers", "schools"),
            ("HR", "workforce development"),
            ("physio", "physiotherapy"),
            ("dentist", "dentistry"),
            ("rehab", "rehabilitation"),
            ("OARS", "open questions"),
            ("desire, ability, reasons, need", "darn"),
            ("MITI", "motivational interviewing treatment integrity"),
            ("resistance", "sustain talk"),
            ("rolling with resistance", "discord"),
            ("four processes", "four tasks"),
        ],
    )
    def test_word_of_the_field_finds_its_other_name(self, typed: str, found: str) -> None:
        [term] = terms_of(typed, self.known)

        assert found in term.forms

    @pytest.mark.parametrize(
        "typed",
        ["coach", "coaching", "management", "special needs", "community", "workforce development", "adults"],
    )
    def test_ordinary_word_is_never_led_to(self, typed: str) -> None:
        """Coaching is no sport, and nobody who looks for special needs means pages that say "send"."""
        forms = {form for term in terms_of(typed, self.known) for form in term.forms}

        assert forms.isdisjoint({"sports coaching", "send", "hr", "act", "met", "weight management", "sen"})

    def test_no_phrase_is_nothing_but_stop_words(self) -> None:
        assert [key for key in self.known.forms if set(key.split()) <= STOP_WORDS] == []
