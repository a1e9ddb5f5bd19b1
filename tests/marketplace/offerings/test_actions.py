from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from core import clock
from core.findable import findable_changed
from core.refusal import InvalidDetails
from marketplace.offerings import actions
from marketplace.offerings.errors import CannotPublish, NothingToPublish
from marketplace.offerings.models import Package, PackageVersion
from tests.factories.offerings import PackageFactory, published_package
from tests.factories.places import PlaceFactory, PracticeSettingFactory
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Any:
    """What search was told, as (kind, uid)."""
    told: list[tuple[str, UUID]] = []

    def listen(*, kind: str, uids: list[UUID], **_: Any) -> None:
        told.extend((kind, uid) for uid in uids)

    findable_changed.connect(listen)
    yield told
    findable_changed.disconnect(listen)


class TestCreatePackage:
    def test_has_a_first_draft_and_is_not_on_sale(self) -> None:
        trainer = TrainerFactory.create(languages=["en", "cy"])
        setting, town = PracticeSettingFactory.create(), PlaceFactory.create()

        package = actions.create_package(
            trainer=trainer,
            title="Four conversations",
            settings=[setting],
            places=[town],
            in_person=True,
            price_minor=38_000,
        )

        draft = package.versions.get()
        assert (package.slug, package.current, package.is_listed) == ("four-conversations", None, False)
        assert list(package.settings.all()) == [setting]
        assert (draft.number, draft.state, draft.title) == (1, "draft", "Four conversations")
        assert (draft.price_minor, draft.currency, draft.languages) == (38_000, "GBP", ["en", "cy"])
        assert list(draft.places.all()) == [town]

    def test_slugs_are_free_per_trainer(self) -> None:
        trainer = TrainerFactory.create()

        slugs = [
            actions.create_package(trainer=owner, title=title, price_minor=0).slug
            for owner, title in (
                (trainer, "Zuhören"),
                (trainer, "Zuhoren"),
                (TrainerFactory.create(), "Zuhören"),
                (trainer, "傾聴"),
            )
        ]

        assert slugs == ["zuhoren", "zuhoren-2", "zuhoren", "package"]

    def test_a_taken_slug_is_refused(self) -> None:
        package = PackageFactory.create(slug="listening")

        with pytest.raises(InvalidDetails, match="has this address already"):
            actions.create_package(trainer=package.trainer, title="L", slug="listening", price_minor=0)

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"price_minor": -1}, "__all__"),
            ({}, "price_minor"),
            ({"price_minor": 0, "sessions": 0}, "__all__"),
            ({"price_minor": 0, "online": False}, "__all__"),
            ({"price_minor": 0, "kind": "magic"}, "kind"),
            ({"price_minor": 0, "cancellation_tiers": [[24, 5000], [48, 10000]]}, "cancellation_tiers"),
            ({"price_minor": 0, "intake_questions": [{"key": "a"}]}, "intake_questions"),
        ],
    )
    def test_impossible_terms_are_refused_and_nothing_is_kept(
        self, terms: dict[str, Any], field: str
    ) -> None:
        with pytest.raises(InvalidDetails) as refused:
            actions.create_package(trainer=TrainerFactory.create(), title="Four", **terms)

        assert list(refused.value.by_field) == [field]
        assert "Constraint" not in refused.value.sentence
        assert Package.objects.count() == 0

    def test_what_is_no_term_is_a_mistake_of_the_caller(self) -> None:
        with pytest.raises(TypeError, match="'state'"):
            actions.create_package(trainer=TrainerFactory.create(), title="F", state="published")  # type: ignore[call-arg]  # what types refuse is what is tested


class TestSaveDraft:
    def test_changes_the_draft_in_place(self) -> None:
        package = actions.create_package(trainer=TrainerFactory.create(), title="Four", price_minor=0)

        draft = actions.save_draft(package=package, title="Five", sessions=5)

        assert (draft.number, draft.title, draft.sessions, draft.price_minor) == (1, "Five", 5, 0)
        assert package.versions.count() == 1

    def test_begins_the_next_version_from_the_current_one(self) -> None:
        town = PlaceFactory.create()
        package = published_package(places=[town], in_person=True, sessions=6, price_minor=500)

        draft = actions.save_draft(package=package, price_minor=700)

        assert (draft.number, draft.state, draft.price_minor, draft.sessions) == (2, "draft", 700, 6)
        assert list(draft.places.all()) == [town]
        package.refresh_from_db()
        assert package.current is not None
        assert (package.current.number, package.current.price_minor) == (1, 500)

    def test_settings_show_at_once(self, announced: list[tuple[str, UUID]]) -> None:
        package = published_package()
        setting = PracticeSettingFactory.create()

        actions.save_draft(package=package, settings=[setting])

        assert list(package.settings.all()) == [setting]
        assert ("package", package.uid) in announced

    def test_terms_of_the_draft_are_no_news(self, announced: list[tuple[str, UUID]]) -> None:
        actions.save_draft(package=published_package(), sessions=3)

        assert announced == []


class TestPublishVersion:
    def test_is_on_sale_and_announced(self, announced: list[tuple[str, UUID]]) -> None:
        package = actions.create_package(trainer=TrainerFactory.create(), title="Four", price_minor=0)
        other = PackageFactory.create(trainer=package.trainer)
        before = clock.now()

        version = actions.publish_version(package=package)

        package.refresh_from_db()
        version.refresh_from_db()
        assert (package.current, package.is_listed, version.state) == (version, True, "published")
        assert version.published_at is not None
        assert before <= version.published_at <= before + timedelta(minutes=1)
        trainer = package.trainer
        assert sorted(announced) == sorted(
            [("trainer", trainer.uid), ("package", package.uid), ("package", other.uid)]
        )

    def test_the_next_version_takes_over_and_the_first_stays(self) -> None:
        package = published_package(price_minor=0)
        first = package.current
        actions.save_draft(package=package, sessions=2)

        second = actions.publish_version(package=package)

        assert package.current == second
        assert list(package.versions.values_list("number", "state", "sessions")) == [
            (1, "published", 4),
            (2, "published", 2),
        ]
        assert first == package.versions.get(number=1)

    def test_without_a_draft_there_is_nothing_to_publish(self) -> None:
        with pytest.raises(NothingToPublish, match="nothing to publish"):
            actions.publish_version(package=published_package())

    def test_says_everything_that_is_in_the_way(self) -> None:
        package = actions.create_package(
            trainer=TrainerFactory.create(), title="Four", price_minor=10, in_person=True
        )

        with pytest.raises(CannotPublish) as refused:
            actions.publish_version(package=package)

        # Rooms above may have more to say.
        assert refused.value.obstacles[:2] == [
            "The price would have to be £0.30 or more, or nothing at all.",
            "Say in which town you meet in person, or offer it online only.",
        ]
        assert package.versions.get().state == "draft"

    @pytest.mark.parametrize("change", [{"price_minor": 1}, {"title": "Other"}, {"state": "draft"}])
    def test_the_database_keeps_what_was_published(self, change: dict[str, Any]) -> None:
        package = published_package()

        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            package.versions.update(**change)
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            PackageVersion.objects.filter(package=package)._raw_delete("default")

    def test_the_database_keeps_its_places_too(self) -> None:
        package = published_package(places=[PlaceFactory.create()])
        version = package.current
        assert version is not None

        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            version.places.add(PlaceFactory.create())
        with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
            version.places.clear()


def test_archived_is_off_sale_until_restored(announced: list[tuple[str, UUID]]) -> None:
    package = published_package()

    actions.archive_package(package=package)
    first = package.archived_at
    assert actions.archive_package(package=package).archived_at == first
    assert list(Package.objects.listed()) == []

    actions.restore_package(package=package)
    assert list(Package.objects.listed()) == [package]
    assert announced.count(("package", package.uid)) == 3
