"""Names for the map."""

import pytest
from django.test import Client

from search.towns import MOST, View, largest, view_of
from tests.factories.places import PlaceFactory


@pytest.mark.parametrize(
    ("text", "view"),
    [
        ("-4,50,-2.5,52", View(-4, 50, -2.5, 52)),
        ("-400,-95,200,99", View(-180, -90, 180, 90)),
        ("1,2,3", None),
        ("1,2,3,4,5", None),
        ("2,0,1,3", None),
        ("0,3,1,2", None),
        ("nan,0,1,2", None),
        ("0,0,inf,1", None),
        ("", None),
        ("x" * 10_000, None),
    ],
)
def test_a_view_is_read(text: str, view: View | None) -> None:
    assert view_of(text) == view


@pytest.mark.django_db
def test_the_largest_within_the_view() -> None:
    for name, lat, lon, population in (
        ("Small", 51.0, -3.0, 6_000),
        ("Large", 51.12345, -3.1, 60_000),
        ("Outside", 53.0, -3.0, 900_000),
    ):
        PlaceFactory(name=name, lat=lat, lon=lon, population=population)

    assert largest(View(-4, 50, -2, 52)) == [
        {"name": "Large", "lat": 51.123, "lon": -3.1},
        {"name": "Small", "lat": 51.0, "lon": -3.0},
    ]
    assert [town["name"] for town in largest(View(-30, 20, 30, 80))] == ["Outside"]


@pytest.mark.django_db
def test_no_more_than_a_map_can_show() -> None:
    PlaceFactory.create_batch(MOST + 5, lat=51, lon=-3)

    assert len(largest(View(-4, 50, -2, 52))) == MOST


@pytest.mark.django_db
def test_answers_may_be_kept_for_a_day(client: Client) -> None:
    response = client.get("/search/towns/", {"box": "-4,50,-2,52"})

    assert response.json() == {"towns": []}
    assert response.headers["Cache-Control"] == "public, max-age=86400"


@pytest.mark.django_db
def test_what_is_no_box_is_said(client: Client) -> None:
    response = client.get("/search/towns/", {"box": "here"})

    assert response.status_code == 400
    assert "west,south,east,north" in response.json()["error"]
