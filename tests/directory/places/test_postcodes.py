import pytest

from directory.places.models import Place
from directory.places.postcode_areas import COUNTRIES, POST_TOWNS, STAND_INS
from directory.places.postcodes import resolve_postcode
from directory.places.resolver import resolve
from tests.factories.places import OutcodeFactory, load_some_places

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["90210", "90210-1234"])
def test_zip_code_on_an_american_site(typed: str) -> None:
    found = resolve_postcode(typed, country="US")

    assert found is not None
    assert found.label == "90210 (Beverly Hills, CA)"
    assert (round(found.lat or 0), round(found.lon or 0), found.country_code) == (34, -118, "US")


def test_zip_code_elsewhere_needs_its_country() -> None:
    assert resolve_postcode("90210", country="GB") is None
    assert resolve_postcode("90210, USA", country="GB") == resolve_postcode("90210", country="US")


def test_zip_code_that_is_none() -> None:
    assert resolve_postcode("00000", country="US") is None


@pytest.mark.parametrize("typed", ["TA1", "ta1 3pf", "TA13PF"])
def test_post_town_stands_for_its_area(typed: str) -> None:
    taunton = load_some_places()["Taunton, United Kingdom"]

    found = resolve(typed)

    assert (found.place_id, found.approximate, found.label) == (taunton.pk, True, "TA1 (Taunton)")
    assert found.notice == (
        "We know the postcode area TA, not each postcode in it, so distances are measured from Taunton. "
        "You could type a town for a closer match."
    )


def test_imported_outcode_comes_first() -> None:
    load_some_places()
    OutcodeFactory(code="N1", lat=51.53, lon=-0.1, post_town="London")

    found = resolve("N1 9GU")

    assert (found.label, found.lat, found.approximate) == ("N1 (London)", 51.53, False)


def test_full_british_postcode_is_known_anywhere() -> None:
    load_some_places()

    assert resolve("TA1 3PF", country="US").label == "TA1 (Taunton)"
    assert resolve_postcode("TA1", country="US") is None


def test_post_town_of_a_crown_dependency() -> None:
    load_some_places()

    assert resolve("JE2 3AB").country_code == "JE"


def test_unknown_area_or_town_is_no_postcode() -> None:
    assert not Place.objects.exists()
    assert resolve_postcode("QQ1 1AA", country="GB") is None
    assert resolve_postcode("TA1", country="GB") is None


def test_table_of_areas_is_whole() -> None:
    assert len(POST_TOWNS) == 124
    assert all(area.isalpha() and len(area) <= 2 and town for area, town in POST_TOWNS.items())
    assert {*COUNTRIES, *STAND_INS} <= set(POST_TOWNS)
