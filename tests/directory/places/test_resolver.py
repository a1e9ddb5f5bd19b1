import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from directory.places.models import Place
from directory.places.resolution import Resolution
from directory.places.resolver import resolve
from tests.factories.places import CachedGeocodeFactory, OutcodeFactory, PlaceFactory, load_some_places

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> dict[str, Place]:
    return load_some_places()


@pytest.mark.parametrize("typed", ["", "   ", "\t\n", "\x00", "\u200f", "\ud800"])
def test_nothing_asked_is_nowhere(typed: str) -> None:
    assert resolve(typed) == Resolution("nowhere")


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Taunton", "Taunton, United Kingdom"),
        ("  tAUNTON ", "Taunton, United Kingdom"),
        ("Taunton, Somerset", "Taunton, United Kingdom"),
        ("Taunton, Massachusetts", "Taunton, Massachusetts, United States"),
        ("taunton ma", "Taunton, Massachusetts, United States"),
        ("Taunton, USA", "Taunton, Massachusetts, United States"),
        ("Paris", "Paris, France"),
        ("Paris, Texas", "Paris, Texas, United States"),
        ("Paris Texas", "Paris, Texas, United States"),
        ("Köln, Germany", "Köln, Germany"),
        ("Koln Deutschland", "Köln, Germany"),
        ("Cologne", "Köln, Germany"),
        ("Cologne, Italy", "Cologne, Italy"),
        ("lodz", "Łódź, Poland"),
        ("Newport", "Newport, Wales"),
        ("Newport near Telford", "Newport, near Telford"),
        ("Newport, Telford", "Newport, near Telford"),
        ("Newport, Shropshire", "Newport, near Telford"),
        ("Newport, Isle of Wight", "Newport, near Gosport"),
        ("Newport, RI", "Newport, Rhode Island, United States"),
        ("Springfield, IL", "Springfield, Illinois, United States"),
        ("stoke on trent", "Stoke-on-Trent, United Kingdom"),
        ("Kings Lynn", "King's Lynn, United Kingdom"),
        ("st. albans herts", "St Albans, United Kingdom"),
        ("Newcastle", "Newcastle upon Tyne, United Kingdom"),
        ("Bridgewater", "Bridgwater, United Kingdom"),
        ("Perth", "Perth, United Kingdom"),
        ("Bari", "Bari, Italy"),
        ("New York", "New York City, New York, United States"),
        ("東京", "Tokyo, Japan"),
        ("Kuwait City", "Kuwait City, Kuwait"),
        ("Boston, Lincolnshire", "Boston, United Kingdom"),
    ],
)
def test_known_place_is_found_as_people_write_it(places: dict[str, Place], typed: str, label: str) -> None:
    found = resolve(typed)

    assert (found.kind, found.label, found.place_id) == ("point", label, places[label].pk)
    assert (found.lat, found.lon) == (places[label].lat, places[label].lon)
    assert (found.country_code, found.approximate) == (places[label].country_code, False)
    assert found.notice == ""


@pytest.mark.parametrize("typed", ["Taunton", "cologne", "Newport, near Telford", "Paris Texas"])
def test_known_place_costs_two_queries(
    places: dict[str, Place], typed: str, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(2):
        resolve(typed)


def test_country_given_changes_what_is_preferred(places: dict[str, Place]) -> None:
    assert resolve("Taunton", country="us").label == "Taunton, Massachusetts, United States"
    assert resolve("Perth", country="AU").label == "Perth, Western Australia, Australia"
    assert resolve("Newport", country="AU").label == "Newport, Victoria, Australia"


def test_every_label_resolves_to_its_place(places: dict[str, Place]) -> None:
    strays = {
        label: resolve(label).label for label, place in places.items() if resolve(label).place_id != place.pk
    }

    assert strays == {}


def test_ambiguous_name_offers_the_others_each_by_a_query_of_its_own(places: dict[str, Place]) -> None:
    found = resolve("Newport")

    assert [other.label for other in found.alternatives] == [
        "Newport, near Gosport",
        "Newport, near Telford",
        "Newport, Rhode Island, United States",
        "Newport, Kentucky, United States",
        "Newport, Victoria, Australia",
    ]
    assert [resolve(other.query).label for other in found.alternatives] == [
        other.label for other in found.alternatives
    ]


def test_literal_label_offers_no_others(places: dict[str, Place]) -> None:
    assert resolve("Newport, near Telford").alternatives == ()


def test_twins_without_a_qualifier_are_told_apart_by_coordinates() -> None:
    PlaceFactory(name="Combe", lat=51.0, lon=-3.0, population=9)
    PlaceFactory(name="Combe", lat=52.0, lon=-2.0, population=5)

    [other] = resolve("Combe").alternatives

    assert (other.label, other.query) == ("Combe, United Kingdom", "52.00000,-2.00000")
    assert (resolve(other.query).lat, resolve(other.query).lon) == (52.0, -2.0)


def test_qualifier_that_fits_nothing_is_said(places: dict[str, Place]) -> None:
    found = resolve("Taunton, Atlantis")

    assert found.label == "Taunton, United Kingdom"
    assert found.notice == (
        "We do not know “Taunton, Atlantis” as you typed it, so this is shown for Taunton, United Kingdom."
    )


def test_county_is_shown_for_its_town(places: dict[str, Place]) -> None:
    found = resolve("somerset")

    assert (found.label, found.approximate) == ("Taunton, United Kingdom", True)
    assert found.notice == "Shown for Taunton, United Kingdom and around it; you typed “somerset”."


@pytest.mark.parametrize(
    ("typed", "lat", "lon"),
    [
        ("51.01,-3.1", 51.01, -3.1),
        (" 51.01 , -3.1 ", 51.01, -3.1),
        ("+51.01;-3.1", 51.01, -3.1),
        ("-90,180", -90.0, 180.0),
        ("0,0", 0.0, 0.0),
    ],
)
def test_coordinates_are_taken_as_they_are(typed: str, lat: float, lon: float) -> None:
    found = resolve(typed)

    assert (found.kind, found.lat, found.lon) == ("point", lat, lon)


def test_coordinates_are_called_after_the_nearest_place(places: dict[str, Place]) -> None:
    assert resolve("51.02,-3.1").label == "a point near Taunton, United Kingdom"
    assert resolve("0.5,0.25").label == "0.500, 0.250"


@pytest.mark.parametrize("typed", ["91,0", "0,181", "-90.1,0", "999999,999999"])
def test_coordinates_off_the_earth_are_explained(typed: str) -> None:
    found = resolve(typed)

    assert (found.kind, found.lat) == ("unknown", None)
    assert found.notice.startswith("Latitude runs from -90 to 90")


@pytest.mark.parametrize("typed", ["online", "ONLINE", "on-line", "Video call"])
def test_online_is_no_place(typed: str) -> None:
    assert resolve(typed) == Resolution("online", "Online")


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Germany", "DE"),
        ("UK", "GB"),
        ("united kingdom", "GB"),
        ("usa", "US"),
        ("Österreich", "AT"),
        ("Netherlands", "NL"),
    ],
)
def test_country_is_a_country(places: dict[str, Place], typed: str, code: str) -> None:
    found = resolve(typed)

    assert (found.kind, found.country_code, found.lat, found.notice) == ("country", code, None, "")


def test_town_named_like_its_country_is_offered(places: dict[str, Place]) -> None:
    found = resolve("Luxembourg")

    assert found.kind == "country"
    assert [resolve(other.query).place_id for other in found.alternatives] == [
        places["Luxembourg, Luxembourg"].pk
    ]


@pytest.mark.parametrize(
    ("typed", "code", "name"), [("Scotland", "GB", "United Kingdom"), ("Texas", "US", "United States")]
)
def test_part_of_a_country_is_shown_for_the_whole(
    places: dict[str, Place], typed: str, code: str, name: str
) -> None:
    found = resolve(typed)

    assert (found.kind, found.country_code, found.approximate) == ("country", code, True)
    assert found.notice.startswith(f"Shown for the country as a whole ({name}); you typed “{typed}”.")


def test_remembered_geocode_comes_before_the_gazetteer() -> None:
    PlaceFactory(name="Hestercombe", lat=1.0, lon=1.0)
    remembered = CachedGeocodeFactory()

    found = resolve("Hestercombe!")

    assert (found.label, found.lat, found.lon) == (remembered.label, remembered.lat, remembered.lon)
    assert resolve("Hestercombe", country="FR").lat == 1.0


def test_remembered_geocode_of_the_country_comes_before_that_of_any() -> None:
    CachedGeocodeFactory(query_folded="hestercombe", country_code="", label="Anywhere")
    CachedGeocodeFactory(query_folded="hestercombe", country_code="GB", label="At home")

    assert resolve("Hestercombe").label == "At home"
    assert resolve("Hestercombe", country="FR").label == "Anywhere"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("Bridgw", "Bridgwater, United Kingdom"),
        ("Tuanton", "Taunton, United Kingdom"),
        ("Atunton", "Taunton, United Kingdom"),
        ("Manchestr", "Manchester, United Kingdom"),
        ("Stockhlom", "Stockholm, Sweden"),
        ("Birmingam, UK", "Birmingham, United Kingdom"),
    ],
)
def test_near_miss_is_shown_and_said(places: dict[str, Place], typed: str, label: str) -> None:
    found = resolve(typed)

    assert found.place_id == places[label].pk
    assert found.notice == f"Shown for {label}; you typed “{typed}”."


def test_postcode_by_its_outcode() -> None:
    OutcodeFactory(code="TA1", lat=51.02, lon=-3.11, post_town="Taunton")

    found = resolve("ta1 3pf")

    assert (found.label, found.lat, found.lon) == ("TA1 (Taunton)", 51.02, -3.11)
    assert (found.approximate, found.notice) == (False, "")


@pytest.mark.parametrize(
    "typed",
    [
        *(
            "'",
            '"',
            "😀😀",
            "\u202eabc",
            "x" * 10_000,
            "%",
            "_",
            "\\",
            "(((",
            "a,b,c,d,e,f,g,h",
            ",,,",
            "near",
            "near near",
        ),
        *(
            "; DROP TABLE places_place",
            "١٢٣,٤٥",
            "1e5,2",
            "nan,nan",
            "ا",
            "0",
            "--",
            "TA",
            ", near ,",
        ),
    ],
)
def test_strange_text_gets_a_sentence(places: dict[str, Place], typed: str) -> None:
    found = resolve(typed)

    assert found.kind == "unknown"
    assert found.notice.endswith(".")
    assert "\x00" not in found.notice
    assert len(found.notice) < 300


def test_unknown_place_says_what_one_could_try() -> None:
    assert resolve("Brigadoon").notice == (
        "We do not know a place called “Brigadoon”. You could try the next larger town, a postcode, "
        "or look for what is offered online."
    )


def test_unknown_place_costs_few_queries(places: dict[str, Place]) -> None:
    with CaptureQueriesContext(connection) as queries:
        resolve("Brigadoon, Nowhere")

    assert len(queries) <= 6


class TestAnyText(TestCase):
    @classmethod
    def setUpTestData(cls) -> None:
        load_some_places()

    @given(st.text(max_size=60) | st.from_regex(r"[A-Za-z,' .0-9-]{0,40}", fullmatch=True))
    def test_any_text_has_an_answer(self, text: str) -> None:
        found = resolve(text)

        assert (found.lat is None) == (found.kind != "point")
        assert bool(found.notice) or found.kind != "unknown"
