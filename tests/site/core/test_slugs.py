import pytest

from core.slugs import free_slug
from directory.trainers.models import Trainer
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Łódź listeners", "lodz-listeners"),
        ("Straße & Søn", "strasse-son"),
        ("", "somebody"),
        ("傾聴", "somebody"),
        ("x" * 300, "x" * 76),
        ("taken", "taken-3"),
    ],
)
def test_free_slug(text: str, slug: str) -> None:
    for name in ("taken", "taken-2", "taken-away"):
        TrainerFactory.create(slug=name)

    assert free_slug(text, among=Trainer.objects.all(), otherwise="somebody") == slug
