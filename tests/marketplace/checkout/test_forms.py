"""What comes in at the front desk."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict

from marketplace.checkout.forms import DetailsForm, InstantField, SlotForm, WeekQuery
from marketplace.offerings.models import PackageVersion
from marketplace.orders.models import TermsVersion

GOOD = "name=Ilka&email=ilka@mail.example&terms=on&terms_number=3"


def details(query: str, **terms: object) -> DetailsForm:
    version = PackageVersion(title="Four", price_minor=0, currency="GBP", **terms)
    return DetailsForm(QueryDict(query), version=version, in_force=TermsVersion(number=3, text="Words."))


@pytest.mark.parametrize("text", ["2026-12-19T09:15Z", "2026-12-19T10:15+01:00", "2026-12-19T09:15:00+00:00"])
def test_an_instant_is_read_as_utc(text: str) -> None:
    assert InstantField().clean(text) == dt.datetime(2026, 12, 19, 9, 15, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    "text", ["", "noon", "2026-12-19T09:15", "2099-12-19T09:15Z", "0001-01-01T00:00+14:00"]
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        InstantField().clean(text)


def test_a_week_query_leaves_nonsense_aside() -> None:
    query = WeekQuery(QueryDict("from=2026-02-30&zone=Europe/Atlantis"))

    assert (query.asked_day, query.asked_zone) == (None, "")


def test_a_week_query_reads_day_and_zone() -> None:
    query = WeekQuery(QueryDict("from=2026-03-01&zone=Europe/Berlin"))

    assert (query.asked_day, query.asked_zone) == (dt.date(2026, 3, 1), "Europe/Berlin")


def test_one_way_to_meet_needs_no_choice() -> None:
    form = SlotForm(QueryDict("slot=2026-12-19T09:15Z"), ways=[("Taunton", "In person, in Taunton")])

    assert form.is_valid()
    assert form.way == "Taunton"
    assert form["where"].is_hidden


def test_two_ways_have_to_be_chosen_from() -> None:
    ways = [("online", "Online"), ("Taunton", "In person, in Taunton")]

    assert not SlotForm(QueryDict("slot=2026-12-19T09:15Z"), ways=ways).is_valid()
    assert SlotForm(QueryDict("slot=2026-12-19T09:15Z&where=Taunton"), ways=ways).is_valid()


def test_details_that_are_complete_are_valid() -> None:
    assert details(GOOD).is_valid()


@pytest.mark.parametrize("number", ["2", "", "4", "x"])
def test_other_terms_than_those_in_force_are_not_accepted(number: str) -> None:
    form = details(f"name=Ilka&email=ilka@mail.example&terms=on&terms_number={number}")

    assert form.errors == {"terms": ["The terms have changed since you opened this page. Please look again."]}
    assert not form["terms"].value()


def test_questions_become_fields_and_answers() -> None:
    questions = [
        {"key": "why", "label": "Why now?", "required": True},
        {"key": "how", "label": "How?", "required": False, "long": True},
    ]

    form = details(GOOD + "&intake_why=It is time", intake_questions=questions)

    assert form.is_valid()
    assert form.intake_answers == {"why": "It is time", "how": ""}
    assert [bound.label for bound in form.intake_fields] == ["Why now?", "How?"]


def test_a_question_that_has_to_be_answered_says_so() -> None:
    form = details(GOOD, intake_questions=[{"key": "why", "label": "Why now?", "required": True}])

    assert form.errors == {"intake_why": ["Your trainer would like an answer to this."]}


def test_somebody_else_needs_name_and_address() -> None:
    assert set(details(GOOD + "&someone_else=on").errors) == {"attendee_name", "attendee_email"}
