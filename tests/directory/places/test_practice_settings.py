import pytest

from directory.places.models import PracticeSetting
from directory.places.practice_settings import TREE, plant

pytestmark = pytest.mark.django_db


def test_planting_again_changes_nothing_that_editors_changed() -> None:
    plant(PracticeSetting)
    PracticeSetting.objects.filter(slug="probation").update(name="Probation service", position=9)

    plant(PracticeSetting)

    probation = PracticeSetting.objects.get(slug="probation")
    assert (probation.name, probation.position, str(probation.parent)) == ("Probation service", 9, "Justice")
    assert PracticeSetting.objects.count() == sum(1 + len(children) for _, children in TREE)
