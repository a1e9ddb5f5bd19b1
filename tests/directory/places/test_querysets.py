import pytest

from directory.places.models import Place, PracticeSetting
from tests.factories.places import PlaceFactory, PracticeSettingFactory, load_practice_settings

pytestmark = pytest.mark.django_db


def test_tree_holds_eight_settings_with_their_children(django_assert_num_queries) -> None:
    load_practice_settings()

    with django_assert_num_queries(2):
        tree = {
            root.slug: [child.name for child in root.children.all()]
            for root in PracticeSetting.objects.tree()
        }

    assert list(tree) == [
        *("health-care", "substance-use", "justice", "social-care"),
        *("education", "workplace", "sport-and-activity", "community"),
    ]
    assert tree["justice"] == ["Probation", "Prison", "Youth offending", "Courts"]
    assert sum(map(len, tree.values())) == 39


def test_tree_costs_the_same_however_many_settings(django_assert_num_queries) -> None:
    for _ in range(3):
        PracticeSettingFactory(parent=PracticeSettingFactory())

    with django_assert_num_queries(2):
        assert all(root.children.all() is not None for root in PracticeSetting.objects.tree())


def test_with_descendants_of_a_parent_and_a_child() -> None:
    load_practice_settings()

    found = PracticeSetting.objects.with_descendants(["justice", "schools", "no-such"])

    assert {setting.slug for setting in found} == {
        *("justice", "probation", "prison", "youth-offending", "courts", "schools")
    }


def test_called_finds_main_and_other_names_once() -> None:
    koeln = PlaceFactory.with_names("Cologne", "Koeln", name="Köln")
    PlaceFactory(name="Kolin")

    assert list(Place.objects.called(["COLOGNE", "koln", "Koeln"])) == [koeln]
    assert list(Place.objects.called(["'", ""])) == []


@pytest.mark.parametrize(
    ("typed", "found"), [("tau", 1), ("TAUNTON", 1), ("taunton deane", 0), ("%", 0), ("", 0)]
)
def test_starting_with_takes_text_literally(typed: str, found: int) -> None:
    PlaceFactory(name="Taunton")

    assert Place.objects.starting_with(typed).count() == found


def test_within_keeps_to_the_circle_across_the_antimeridian() -> None:
    near = PlaceFactory(name="East", lat=-17, lon=-179.9)
    PlaceFactory(name="Corner of the box", lat=-17.9, lon=-179.15)
    PlaceFactory(name="Far", lat=-17, lon=170)

    assert list(Place.objects.within(lat=-17, lon=179.9, km=100)) == [near]


def test_nearest_first() -> None:
    far = PlaceFactory(lat=52)
    near = PlaceFactory(lat=51.1)

    assert list(Place.objects.nearest_first(lat=51, lon=-3.1)) == [near, far]


def test_home_first_then_the_biggest() -> None:
    abroad = PlaceFactory(country_code="US", population=90)
    small, large = PlaceFactory(population=1), PlaceFactory(population=5)

    assert list(Place.objects.home_first("GB")) == [large, small, abroad]
