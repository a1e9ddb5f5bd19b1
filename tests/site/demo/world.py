"""A small demonstration for tests: the places it looks up, and a folder for its log-ins."""

from demo import material
from tests.factories.places import PlaceFactory, load_practice_settings

SMALL = 0.03  # two trainers, one group, and the orders of those two


def lay_the_ground(*, scale: float = SMALL) -> None:
    """Places of the right name and country, wherever they are, and the tree of settings."""
    load_practice_settings()
    for text, country in sorted(material.places_needed(scale=scale)):
        for name in text.split(" near "):
            PlaceFactory.create(name=name, country_code=country)
