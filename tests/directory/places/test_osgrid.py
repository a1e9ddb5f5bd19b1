from directory.places.geo import distance_km
from directory.places.osgrid import lat_lon


def test_worked_example_of_the_ordnance_survey() -> None:
    """Caister water tower, TG 51409 13177; the Helmert transformation is good to some metres."""
    assert distance_km(*lat_lon(651409.903, 313177.270), 52.657979, 1.716052) < 0.005


def test_false_origin_side_and_far_north() -> None:
    assert distance_km(*lat_lon(322_800, 124_700), 51.0165, -3.1019) < 0.01
    assert distance_km(*lat_lon(447_650, 1_141_500), 60.1546, -1.1438) < 0.5
