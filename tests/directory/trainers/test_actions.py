import datetime as dt
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from accounts.models import User
from core import clock
from core.findable import findable_changed
from core.refusal import InvalidDetails
from directory.trainers import actions, effects
from directory.trainers.errors import CredentialUnclear, NotReadyToPublish
from directory.trainers.models import Credential, SellerDetails, Trainer
from outbox.models import OutboxMessage
from tests.factories.groups import PersonFactory
from tests.factories.places import PlaceFactory, PracticeSettingFactory
from tests.factories.trainers import CredentialFactory, TrainerFactory, TrainerPlaceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def announced() -> Iterator[list[UUID]]:
    """Trainers of whom search was told."""
    told: list[UUID] = []

    def listen(*, kind: str, uids: list[UUID], **_: Any) -> None:
        told.extend(uids if kind == "trainer" else [])

    findable_changed.connect(listen)
    yield told
    findable_changed.disconnect(listen)


def today() -> dt.date:
    return clock.now().date()


class TestCreateTrainer:
    def test_is_not_listed_yet(self) -> None:
        setting, person = PracticeSettingFactory.create(), PersonFactory.create()

        trainer = actions.create_trainer(
            name="Łucja Żak",
            country_code="PL",
            time_zone="Europe/Warsaw",
            settings=[setting],
            user=person,
            languages=["pl", "en"],
        )

        trainer.refresh_from_db()
        assert (trainer.slug, trainer.user, trainer.languages) == ("lucja-zak", person, ["pl", "en"])
        assert (trainer.formats, trainer.is_listed) == (["online"], False)
        assert list(trainer.settings.all()) == [setting]

    def test_slugs_are_free(self) -> None:
        slugs = [
            actions.create_trainer(name=name, country_code="GB", time_zone="UTC").slug
            for name in ("Ada Brook", "Ada Brook", "ÁDA BROOK", "愛")
        ]

        assert slugs == ["ada-brook", "ada-brook-2", "ada-brook-3", "trainer"]

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({"time_zone": "Mars/Olympus"}, "“Mars/Olympus” is not a time zone we know."),
            ({"name": ""}, "Name: "),
            ({"slug": "taken"}, "Slug: "),
            ({"formats": ["by_letter"]}, "Formats are in person, online and recorded feedback."),
            ({"languages": ["english!!"]}, "Languages are given by their codes"),
        ],
    )
    def test_impossible_details_are_refused(self, fields: dict[str, Any], told: str) -> None:
        TrainerFactory.create(slug="taken")

        with pytest.raises(InvalidDetails) as refused:
            actions.create_trainer(**{"name": "Ada", "country_code": "GB", "time_zone": "UTC", **fields})

        assert told in refused.value.sentence
        assert Trainer.objects.count() == 1


def test_update_changes_what_is_given(announced: list[UUID]) -> None:
    trainer = TrainerFactory.create(headline="Before", story="Stays")
    setting = PracticeSettingFactory.create()

    actions.update_trainer(trainer=trainer, headline="After", settings=[setting])

    trainer.refresh_from_db()
    assert (trainer.headline, trainer.story, list(trainer.settings.all())) == ("After", "Stays", [setting])
    assert announced == [trainer.uid]
    with pytest.raises(TypeError, match="published_at"):
        actions.update_trainer(trainer=trainer, published_at=None)  # type: ignore[call-arg]  # what types refuse is what is tested


def test_set_places_replaces_them(announced: list[UUID]) -> None:
    trainer = TrainerFactory.create()
    gone, stays, new = PlaceFactory.create_batch(3)
    for place in (gone, stays):
        TrainerPlaceFactory.create(trainer=trainer, place=place)
    TrainerPlaceFactory.create(place=gone)  # somebody else's

    actions.set_places(trainer=trainer, places=[(stays, 50), (new, 0), (stays, 100)])

    assert list(trainer.places.values_list("place", "travel_km")) == [(stays.pk, 100), (new.pk, 0)]
    assert announced == [trainer.uid]
    with pytest.raises(InvalidDetails, match="0, 25, 50 or 100"):
        actions.set_places(trainer=trainer, places=[(new, 30)])
    assert trainer.places.count() == 2


class TestPublish:
    def test_lists_the_trainer_and_keeps_the_first_time(self, announced: list[UUID]) -> None:
        trainer = TrainerFactory.create(published_at=None)

        first = actions.publish_trainer(trainer=trainer).published_at
        second = actions.publish_trainer(trainer=trainer).published_at

        assert (trainer.is_listed, first) == (True, second)
        assert announced == [trainer.uid] * 2

    @pytest.mark.parametrize(
        ("formats", "told"), [(["in_person", "online"], "Choose a town"), ([], "Say whether you work")]
    )
    def test_asks_for_what_visitors_need(self, formats: list[str], told: str) -> None:
        trainer = TrainerFactory.create(published_at=None, formats=formats)

        with pytest.raises(NotReadyToPublish, match=told):
            actions.publish_trainer(trainer=trainer)
        assert trainer.is_listed is False

    def test_archived_is_out_of_sight_until_restored(self, announced: list[UUID]) -> None:
        trainer = TrainerFactory.create()

        actions.archive_trainer(trainer=trainer)
        assert list(Trainer.objects.listed()) == []
        actions.restore_trainer(trainer=trainer)
        assert list(Trainer.objects.listed()) == [trainer]
        assert announced == [trainer.uid] * 2


class TestAccepting:
    def test_is_confirmed_today_and_goes_stale(self, announced: list[UUID]) -> None:
        trainer = TrainerFactory.create()
        until = today() + dt.timedelta(days=30)

        actions.confirm_accepting(trainer=trainer, until=until)

        trainer.refresh_from_db()
        assert (trainer.accepting_until, trainer.accepting_confirmed_on) == (until, today())
        assert trainer.accepts_clients is True
        assert announced == [trainer.uid]
        message = OutboxMessage.objects.get(kind=effects.KIND)
        assert message.due_at == dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), dt.UTC)
        effects.announce(message)
        assert announced == [trainer.uid] * 2

    def test_not_now(self) -> None:
        trainer = TrainerFactory.create(accepting_until=today())

        actions.confirm_accepting(trainer=trainer, until=None)

        assert trainer.accepts_clients is False
        assert OutboxMessage.objects.count() == 0

    def test_a_past_date_is_refused(self) -> None:
        with pytest.raises(InvalidDetails, match="lies in the past"):
            actions.confirm_accepting(trainer=TrainerFactory.create(), until=today() - dt.timedelta(days=1))


class TestCredentials:
    def test_submitted_waits_for_staff(self) -> None:
        credential = actions.submit_credential(trainer=TrainerFactory.create(), evidence="Number 12")

        assert (credential.status, credential.trainer.is_verified) == (Credential.Status.PENDING, False)

    def test_verified_until_a_date(self, announced: list[UUID]) -> None:
        credential, actor = CredentialFactory.create(private_reason="unclear"), PersonFactory.create()
        until = today() + dt.timedelta(days=365)

        actions.verify_credential(credential=credential, until=until, actor=actor)

        credential.refresh_from_db()
        assert (credential.status, credential.verified_until) == ("verified", until)
        assert (credential.verified_by, credential.private_reason) == (actor, "")
        assert credential.trainer.is_verified is True
        assert announced == [credential.trainer.uid]
        assert OutboxMessage.objects.get().subject == str(credential.trainer.uid)

    def test_refused_with_a_reason(self) -> None:
        credential, actor = CredentialFactory.create(verified=True), PersonFactory.create()

        actions.refuse_credential(credential=credential, reason="Not on the list.", actor=actor)

        credential.refresh_from_db()
        assert (credential.status, credential.verified_until) == ("refused", None)
        assert (credential.private_reason, credential.trainer.is_verified) == ("Not on the list.", False)

    def test_unclear_ones_are_asked_back(self) -> None:
        credential = CredentialFactory.create()
        actor: User = PersonFactory.create()

        with pytest.raises(CredentialUnclear, match="coming date"):
            actions.verify_credential(credential=credential, until=today(), actor=actor)
        with pytest.raises(CredentialUnclear, match="Say why"):
            actions.refuse_credential(credential=credential, reason=" ", actor=actor)
        credential.refresh_from_db()
        assert credential.status == "pending"


def test_seller_details_are_kept_once() -> None:
    trainer = TrainerFactory.create()

    for name in ("A. Brook", "Ada Brook Ltd"):
        actions.save_seller_details(
            trainer=trainer, legal_name=name, address="1 High Street", country_code="GB"
        )

    assert SellerDetails.objects.get(trainer=trainer).legal_name == "Ada Brook Ltd"
