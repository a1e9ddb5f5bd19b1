from math import isclose, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.places.geo import Box, bounding_boxes, cos_of, distance_km, unit_vector

TAUNTON = (51.01494, -3.10293)
EXETER = (50.7236, -3.52751)
degrees_lat = st.floats(-90, 90)
degrees_lon = st.floats(-180, 180)


def test_unit_vector_of_the_axes() -> None:
    assert [round(value, 12) for value in unit_vector(0, 0)] == [1, 0, 0]
    assert [round(value, 12) for value in unit_vector(0, 90)] == [0, 1, 0]
    assert [round(value, 12) for value in unit_vector(90, 17)] == [0, 0, 1]


@given(degrees_lat, degrees_lon)
def test_unit_vector_has_length_one(lat: float, lon: float) -> None:
    assert isclose(sqrt(sum(value * value for value in unit_vector(lat, lon))), 1)


def test_distance_between_two_towns() -> None:
    assert round(distance_km(*TAUNTON, *EXETER), 1) == 44.0


def test_distance_half_round_the_earth_is_finite() -> None:
    assert round(distance_km(0, 0, 0, 180)) == 20015


@given(degrees_lat, degrees_lon, degrees_lat, degrees_lon, st.floats(0, 21_000))
def test_box_and_cosine_agree_with_the_distance(
    lat: float, lon: float, other_lat: float, other_lon: float, km: float
) -> None:
    distance = distance_km(lat, lon, other_lat, other_lon)
    dot = sum(a * b for a, b in zip(unit_vector(lat, lon), unit_vector(other_lat, other_lon), strict=True))
    boxed = any(
        box.south <= other_lat <= box.north and box.west <= other_lon <= box.east
        for box in bounding_boxes(lat, lon, km)
    )

    if distance <= km:
        assert boxed
        assert dot >= cos_of(km)
    elif distance > km + 0.1 and km < 20_000:
        assert dot < cos_of(km)


def test_box_of_ordinary_circle_is_small() -> None:
    [box] = bounding_boxes(*TAUNTON, 50)

    assert [round(edge, 2) for edge in box] == [50.57, 51.46, -3.82, -2.39]


def test_box_across_the_antimeridian_is_two() -> None:
    east, west = bounding_boxes(-18.14, 178.44, 300)

    assert (east.east, west.west) == (180.0, -180.0)
    assert east.west < 178.44
    assert -180 < west.east < -178


@pytest.mark.parametrize(("lat", "edge"), [(89.9, "north"), (-89.9, "south")])
def test_box_around_a_pole_has_all_longitudes(lat: float, edge: str) -> None:
    [box] = bounding_boxes(lat, 12, 100)

    assert (box.west, box.east) == (-180, 180)
    assert abs(getattr(box, edge)) == 90


def test_twenty_thousand_km_is_everywhere() -> None:
    assert bounding_boxes(51, -3, 20_000) == [Box(-90, 90, -180, 180)]
    assert cos_of(20_000) < -1


def test_a_point_is_within_no_distance_of_itself() -> None:
    dot = sum(value * value for value in unit_vector(*TAUNTON))

    assert dot >= cos_of(0)
