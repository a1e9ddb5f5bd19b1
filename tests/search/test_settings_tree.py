import pytest

from directory.places.models import PracticeSetting
from search import settings_tree

pytestmark = pytest.mark.django_db


def test_parents_come_before_their_children() -> None:
    slugs = list(settings_tree.load().names)

    at = slugs.index("justice")
    assert slugs[at : at + 5] == ["justice", "probation", "prison", "youth-offending", "courts"]


def test_down_and_up() -> None:
    tree = settings_tree.load()

    assert tree.with_descendants(["justice", "schools"]) == {
        "justice",
        "probation",
        "prison",
        "youth-offending",
        "courts",
        "schools",
    }
    assert tree.with_ancestors(["probation", "unheard-of"]) == {"justice", "probation"}


def test_the_tree_is_kept_until_an_editor_changes_it() -> None:
    before = settings_tree.load()
    assert settings_tree.load() is before

    PracticeSetting.objects.filter(slug="probation").update(name="Community justice")

    assert settings_tree.load().names["probation"] == "Community justice"


def test_what_a_document_counts_for() -> None:
    counted = settings_tree.load().counted(7, "group|f:online|l:en|s:probation|dated|")

    assert counted.values == ({"group"}, {"justice", "probation"}, {"online"}, {"en"})
    assert counted.dated is True


def test_what_a_document_counts_for_is_read_once() -> None:
    tree = settings_tree.load()

    assert tree.counted(8, "group|") is tree.counted(8, "group|")


def test_a_child_narrows_its_parent_and_others_stay() -> None:
    narrowed = settings_tree.load().narrowed(("justice", "education", "prison"))

    assert narrowed == ("education", "prison")
