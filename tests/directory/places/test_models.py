import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from directory.places.geo import unit_vector
from directory.places.models import Country, Place, PlaceName, PracticeSetting
from tests.factories.places import PlaceFactory, PracticeSettingFactory

pytestmark = pytest.mark.django_db


def test_place_derives_name_and_vector_on_save() -> None:
    place = PlaceFactory(name="Stoke-on-Trent", lat=53.0, lon=-2.18)

    assert place.name_folded == "stoke on trent"
    assert (place.x, place.y, place.z) == unit_vector(53.0, -2.18)


def test_place_takes_the_name_of_its_country() -> None:
    Country.objects.create(code="PL", name="Poland")

    place = PlaceFactory(name="Łódź", country_code="PL", country_name="")

    assert str(place) == "Łódź, Poland"


@pytest.mark.parametrize(
    ("qualifier", "code", "country", "label"),
    [
        ("", "GB", "United Kingdom", "Newport, United Kingdom"),
        ("near Telford", "GB", "United Kingdom", "Newport, near Telford"),
        ("Rhode Island", "US", "United States", "Newport, Rhode Island, United States"),
        ("", "XX", "", "Newport, XX"),
    ],
)
def test_label_says_what_tells_the_place_apart(qualifier: str, code: str, country: str, label: str) -> None:
    place = Place(name="Newport", qualifier=qualifier, country_code=code, country_name=country)

    assert place.label == label


@pytest.mark.parametrize(("lat", "lon"), [(90.5, 0), (-91, 0), (0, 180.5), (0, -181)])
def test_place_off_the_earth_is_refused_by_the_database(lat: float, lon: float) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceFactory(lat=lat, lon=lon)


def test_hand_made_places_need_no_geoname_id() -> None:
    PlaceFactory()
    PlaceFactory()

    assert Place.objects.filter(geoname_id=None).count() == 2


def test_other_name_is_kept_once_however_it_is_spelt() -> None:
    place = PlaceFactory.with_names("Köln")

    with pytest.raises(IntegrityError), transaction.atomic():
        PlaceName.objects.create(place=place, name="KOLN")


def test_third_level_of_settings_is_refused() -> None:
    middle = PracticeSettingFactory(parent=PracticeSettingFactory())

    with pytest.raises(ValidationError, match="two levels"):
        PracticeSetting(slug="x", name="X", parent=middle).full_clean()


def test_setting_with_children_stays_at_the_top() -> None:
    parent = PracticeSettingFactory()
    PracticeSettingFactory(parent=parent)
    parent.parent = PracticeSettingFactory()

    with pytest.raises(ValidationError, match="stays at the top"):
        parent.full_clean()


def test_setting_is_never_its_own_parent() -> None:
    setting = PracticeSettingFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeSetting.objects.filter(pk=setting.pk).update(parent=setting)
