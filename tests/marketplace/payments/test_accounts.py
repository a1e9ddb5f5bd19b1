"""Connected accounts as rows, and what stands in the way of a paid offer."""

from typing import Any

import pytest

from marketplace.payments.accounts import connect_trainer, payable, refresh_account
from marketplace.payments.models import ConnectedAccount
from marketplace.payments.twin import actions as twin
from tests.factories.offerings import published_version
from tests.factories.orders import settle
from tests.factories.trainers import TrainerFactory
from tests.marketplace.money_rules import at_stripe

pytestmark = pytest.mark.django_db


def connected(**given: Any) -> ConnectedAccount:
    return connect_trainer(trainer=TrainerFactory.create(**given), email="nerys@mail.example")


def test_one_account_however_often_it_is_asked_for() -> None:
    first = connected()

    again = connect_trainer(trainer=first.trainer, email="nerys@mail.example")

    assert again == first
    assert at_stripe("v2.core.account") == 1
    assert (first.mode, first.is_ready) == ("sandbox", False)


def test_an_answer_that_was_lost_opens_no_second_account() -> None:
    twin.switch_on("drop_after_commit", "POST /v2/core/accounts", times=1)

    account = connected()

    assert account.external_id
    assert at_stripe("v2.core.account") == 1


@pytest.mark.parametrize(("status", "ready"), [("active", True), ("restricted", False), ("pending", False)])
def test_an_event_makes_us_ask_whether_it_is_ready(status: str, *, ready: bool) -> None:
    account = connected()
    twin.set_transfers(account.external_id, "active")
    settle()

    twin.set_transfers(account.external_id, status)
    settle()

    account.refresh_from_db()
    assert (account.transfers_status, account.is_ready) == (status, ready)


def test_a_strangers_account_concerns_nobody() -> None:
    assert refresh_account(external_id="acct_unknown") == ""


def test_an_account_of_one_mode_does_not_stand_for_another(settings: Any) -> None:
    account = connected()
    settings.PAYMENTS_MODE = "stripe_test"

    assert refresh_account(external_id=account.external_id) == ""


def test_obstacles_to_a_paid_offer_are_named_one_after_another() -> None:
    version = published_version(price_minor=38_000)
    trainer = version.package.trainer
    assert payable(version) == [
        "The trainer needs an account with our payment service before a paid package is published."
    ]
    account = connect_trainer(trainer=trainer, email="nerys@mail.example")
    assert payable(version) == ["The trainer's account with our payment service is not ready to be paid yet."]
    twin.make_ready(account.external_id)
    settle()
    assert payable(version) == []


def test_a_country_that_cannot_be_paid_is_told_and_free_offers_are_not_touched() -> None:
    trainer = TrainerFactory.create(country_code="JP")

    (obstacle,) = payable(published_version(price_minor=38_000, trainer=trainer))

    assert "cannot be transferred to trainers in this country yet" in obstacle
    assert payable(published_version(trainer=TrainerFactory.create(country_code="JP"))) == []
