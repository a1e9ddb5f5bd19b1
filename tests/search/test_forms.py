"""Reading the address of a search: forgivingly, and saying what was put right."""

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.test import override_settings

from core.when import MILE_IN_KM
from directory.places.models import Place
from search import settings_tree
from search.forms import TEXT_LENGTH, SearchForm
from search.models import Synonym
from search.query import DEFAULT_RADIUS_KM, SearchQuery
from search.settings_tree import SettingsTree
from tests.factories.places import PlaceFactory
from tests.search.shelf import Shelf

pytestmark = pytest.mark.django_db

REPEATED = ("setting", "kind", "format", "language")
SINGLE = ("q", "near", "radius", "online", "price_max", "from", "to", "currency", "accepting", "sort", "page")
PARAMETERS = (*REPEATED, *SINGLE)


def read(address: str) -> tuple[SearchQuery, SearchForm]:
    form = SearchForm(QueryDict(address), tree=settings_tree.load())
    return form.query(), form


def taunton() -> Place:
    return PlaceFactory(name="Taunton", country_code="GB", country_name="United Kingdom", lat=51.01, lon=-3.1)


def test_nothing_asked() -> None:
    query, form = read("")

    assert query == SearchQuery(currency="GBP")
    assert (form.notes, dict(form.errors)) == ([], {})


def test_everything_asked(shelf: Shelf) -> None:
    place = taunton()
    query, form = read(
        "q=coaching&near=Taunton&radius=25&online=1&setting=probation&setting=schools&kind=trainer&kind=group"
        "&format=online&language=en&language=cy&price_max=99.50&from=2030-05-01&to=2030-05-31&currency=eur"
        "&accepting=1&sort=distance&page=2"
    )

    assert (form.notes, dict(form.errors)) == ([], {})
    assert query.place is not None
    assert query.place.place_id == place.pk
    assert query == SearchQuery(
        text="coaching",
        near="Taunton",
        place=query.place,
        radius_km=25.0,
        online=True,
        settings=("probation", "schools"),
        kinds=("trainer", "group"),
        formats=("online",),
        languages=("en", "cy"),
        price_max=9_950,
        currency="EUR",
        from_=dt.date(2030, 5, 1),
        to=dt.date(2030, 5, 31),
        accepting=True,
        sort="distance",
        page=2,
    )


@pytest.mark.parametrize(("asked", "km"), [("0", 1), ("-5", 1), ("20001", 20_000), ("9" * 29, 20_000)])
def test_radius_out_of_range_is_brought_to_the_end(asked: str, km: float) -> None:
    query, form = read(f"radius={asked}")

    assert query.radius_km == km
    assert form.notes == ["Distances run from 1 to 20,000 km, so the nearest that we can do is shown."]


@pytest.mark.parametrize("asked", ["near", "NaN", "Infinity", "1e999999999", "٣٤x"])
def test_radius_that_is_no_number(asked: str) -> None:
    query, form = read(f"radius={asked}")

    assert query.radius_km == DEFAULT_RADIUS_KM
    assert form.errors["radius"] == [f"“{asked}” is not a distance. You could type a number."]


@pytest.mark.parametrize(
    ("asked", "km"), [("40", 40), ("12.5", 12.5), ("40 km", 40), ("1,000", 1_000), ("20000", 20_000)]
)
def test_radius(asked: str, km: float) -> None:
    query, form = read(f"radius={asked}")

    assert (query.radius_km, form.notes) == (km, [])


@override_settings(DISTANCE_UNIT="mi")
def test_radius_in_miles() -> None:
    assert read("radius=10")[0].radius_km == 10 * MILE_IN_KM
    assert read("")[0].radius_km == 25 * MILE_IN_KM


@pytest.mark.parametrize(
    ("address", "note"),
    [
        ("setting=zebra", "We know no practice setting “zebra”, so it was left out."),
        ("kind=zebra", "We know no kind of result “zebra”, so it was left out."),
        ("format=zebra", "We know no way to meet “zebra”, so it was left out."),
        ("language=zz", "We know no language “zz”, so it was left out."),
        ("sort=zebra", "We cannot sort by “zebra”, so the best match comes first."),
        ("page=zebra", "There is no page “zebra”, so this is the first."),
        ("page=0", "There is no page “0”, so this is the first."),
        ("page=-1", "There is no page “-1”, so this is the first."),
        ("sort=distance", "To sort by distance we need a place. The best match comes first instead."),
        (
            "q=the+and",
            "“the and” stands nearly everywhere, so it was left aside. A more telling word might help.",
        ),
    ],
)
def test_what_is_not_known_is_left_out_and_said(shelf: Shelf, address: str, note: str) -> None:
    query, form = read(address)

    assert form.notes == [note]
    assert query == SearchQuery(text="the and" if "q=" in address else "", currency="GBP")


@pytest.mark.parametrize(
    ("address", "field", "error"),
    [
        ("price_max=-3", "price_max", "A price is 0 or more. With 0 you see what is free."),
        ("price_max=cheap", "price_max", "“cheap” is not a price. You could type a number."),
        ("price_max=" + "9" * 28, "price_max", f"“{'9' * 28}” is not a price. You could type a number."),
        ("currency=pounds", "currency", "A currency has three letters, as in GBP or EUR."),
    ],
)
def test_mistakes_keep_what_was_typed(address: str, field: str, error: str) -> None:
    query, form = read(address)

    assert dict(form.errors) == {field: [error]}
    assert form[field].value() == address.split("=")[1]
    assert query == SearchQuery(currency="GBP")


@pytest.mark.parametrize("asked", ["tomorrow", "0001-01-01", "9999-12-31", "2030-02-30"])
def test_days_that_cannot_be_read(asked: str) -> None:
    query, form = read(f"from={asked}")

    assert query.from_ is None
    assert form.errors["from"][0].startswith(f"“{asked}” is not a day we can read. You could write it as ")


def test_days_the_other_way_round_are_turned() -> None:
    query, form = read("from=2030-06-01&to=2030-05-01")

    assert (query.from_, query.to) == (dt.date(2030, 5, 1), dt.date(2030, 6, 1))
    assert form.notes == ["The dates were the other way round, so they have been turned."]


@pytest.mark.parametrize(("currency", "minor"), [("JPY", 5), ("KWD", 5_000), ("GBP", 500)])
def test_prices_in_minor_units_of_their_currency(currency: str, minor: int) -> None:
    assert read(f"price_max=5&currency={currency}")[0].price_max == minor


def test_a_place_nobody_knows_is_said_and_the_rest_still_asked() -> None:
    query, form = read("q=probation&near=Xyzzyplugh")

    assert (query.place, query.text, query.near) == (None, "probation", "Xyzzyplugh")
    assert len(form.notes) == 1
    assert "Xyzzyplugh" in form.notes[0]


def test_online_is_a_place_too() -> None:
    query, _ = read("near=online")

    assert (query.place, query.online) == (None, True)


@pytest.mark.parametrize(
    "asked", ["%00", "%22", "%F0%9F%92%AC", "%FF", "%D9%85%D9%82", "x" * 10_000, "+" * 50]
)
@pytest.mark.parametrize("name", PARAMETERS)
def test_no_value_is_an_error(name: str, asked: str) -> None:
    query, form = read(f"{name}={asked}")

    assert len(query.text) <= TEXT_LENGTH
    assert all(len(note) < 400 for note in form.notes)


def test_a_long_text_is_cut_and_that_is_said() -> None:
    query, form = read("q=" + "word" * 2_500)

    assert query.text == ("word" * 2_500)[:TEXT_LENGTH]
    assert form.notes == [f"That is a lot to look for: the first {TEXT_LENGTH} letters are used."]


def test_a_plain_mapping_is_read_too(shelf: Shelf) -> None:
    data: dict[str, Any] = {"q": "probation", "kind": "group"}

    assert SearchForm(data, tree=settings_tree.load()).query().kinds == ("group",)


def test_dated_term_is_said_and_found_under_its_current_name() -> None:
    Synonym.objects.all().delete()
    Synonym.objects.create(meaning="dated", words="righting reflex", current="fixing reflex")
    Synonym.objects.create(meaning="dated", words="resistance", current="sustain talk, discord")
    form = SearchForm({"q": "Righting reflex and resistance"}, tree=SettingsTree({}, {}))

    query = form.query()

    assert form.notes == [
        "“righting reflex” is now called fixing reflex.",
        "“resistance” is now called sustain talk or discord.",
    ]
    assert [term.forms[1:] for term in query.terms] == [("fixing reflex",), ("sustain talk", "discord")]


def test_exactly_what_was_typed_has_no_other_names(django_assert_num_queries) -> None:
    form = SearchForm({"q": "righting reflex", "exact": "1"}, tree=SettingsTree({}, {}))

    with django_assert_num_queries(0):
        query = form.query()

    assert (query.exact, [term.forms for term in query.terms]) == (True, [("righting",), ("reflex",)])
    assert form.notes == []
