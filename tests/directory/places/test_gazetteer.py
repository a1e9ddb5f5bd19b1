from io import StringIO

import pytest
from django.core.management import call_command

from directory.places.gazetteer import import_gazetteer, qualifiers_of
from directory.places.models import Country, Place
from directory.places.names import name_key
from tests.factories.places import PlaceFactory, load_some_places

pytestmark = pytest.mark.django_db


def city(number: int, name: str, **more: object) -> dict[str, object]:
    return {
        "geonameid": number,
        "name": name,
        "countrycode": "GB",
        "admin1code": "ENG",
        "population": 10_000,
        "latitude": 51.0,
        "longitude": -3.0,
        **more,
    }


def qualified(*cities: dict[str, object]) -> dict[int, str]:
    return qualifiers_of(cities, {one["geonameid"]: name_key(str(one["name"])) for one in cities})


def test_import_fills_the_gazetteer_and_may_run_again() -> None:
    first = import_gazetteer(min_population=15_000, countries=["lu", "IS"])
    again = import_gazetteer(min_population=15_000, countries=["LU", "IS"])

    assert first == again
    assert Place.objects.count() == first.places > 5
    assert Country.objects.get(code="IS").name_folded == "iceland"
    luxembourg = Place.objects.get(geoname_id=2960316)
    assert (luxembourg.label, luxembourg.time_zone) == ("Luxembourg, Luxembourg", "Europe/Luxembourg")
    assert luxembourg.names.filter(name_folded="letzebuerg").count() == 1


def test_import_updates_in_place_and_deletes_nothing() -> None:
    load_some_places()
    taken = Place.objects.get(geoname_id=2960316)
    Place.objects.filter(pk=taken.pk).update(name="Wrong", population=1)
    by_hand = PlaceFactory()

    import_gazetteer(min_population=15_000, countries=["LU"])

    assert Place.objects.get(geoname_id=2960316).pk == taken.pk
    assert Place.objects.get(pk=taken.pk).name == "Luxembourg"
    assert Place.objects.filter(pk=by_hand.pk).exists()


def test_command_prints_its_progress() -> None:
    out = StringIO()

    call_command("import_places", "--min-population", "15000", "--limit-countries", "LU", stdout=out)

    assert "countries" in out.getvalue()
    assert "other names in" in out.getvalue().splitlines()[-1]


def test_only_one_of_its_name_needs_no_qualifier() -> None:
    assert qualified(city(1, "Taunton"), city(2, "Exeter")) == {1: "", 2: ""}


def test_american_towns_are_always_said_with_their_state() -> None:
    assert qualified(city(1, "Taunton", countrycode="US", admin1code="MA")) == {1: "Massachusetts"}


def test_nation_tells_apart_where_it_is_the_only_one() -> None:
    towns = [
        city(1, "Newport", admin1code="WLS", population=161_506),
        city(2, "Newport", latitude=52.77, longitude=-2.38),
        city(3, "Newport", latitude=50.7, longitude=-1.29),
        city(4, "Telford", population=142_000, latitude=52.68, longitude=-2.45),
        city(5, "Portsmouth", population=200_000, latitude=50.8, longitude=-1.09),
    ]

    found = qualified(*towns)

    assert (found[1], found[2], found[3]) == ("Wales", "near Telford", "near Portsmouth")


def test_twins_beside_one_city_get_different_qualifiers() -> None:
    towns = [city(number, "Combe") for number in (1, 2, 3)]

    found = qualified(*towns, city(4, "Exeter", population=100_000))

    assert found[1] == "near Exeter"
    assert len({found[1], found[2], found[3]}) == 3
