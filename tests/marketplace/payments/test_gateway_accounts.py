from uuid import uuid4

import pytest

from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin.models import TwinObject
from tests.marketplace.payments.factories import Inbox, account

pytestmark = pytest.mark.django_db


def test_account_is_pending_then_ready_and_says_so() -> None:
    made = account(ready=False, country="DE")
    inbox = Inbox()
    assert (made.country, made.transfers_status) == ("DE", "pending")

    twin.make_ready(made.external_id)
    twin.make_ready(made.external_id)
    twin.deliver_due(receiver=inbox)

    assert gateway.retrieve_account(made.external_id).transfers_status == "active"
    (event,) = inbox.events
    assert event.type == "v2.core.account[configuration.recipient].capability_status_updated"
    assert (event.object_id, event.object_type) == (made.external_id, "v2.core.account")
    assert event.account == made.external_id


def test_account_may_be_restricted_later() -> None:
    made = account()

    twin.set_transfers(made.external_id, "restricted")

    assert gateway.retrieve_account(made.external_id).transfers_status == "restricted"


def test_account_is_made_once_for_one_key() -> None:
    trainer = uuid4()
    made = [
        gateway.create_account(key="x:1", trainer_uid=trainer, email="n@mail.example", country="GB", name="N")
        for _ in range(2)
    ]

    assert made[0] == made[1]
    assert TwinObject.objects.filter(kind="v2.core.account").count() == 1


def test_account_in_no_country_is_refused() -> None:
    with pytest.raises(gateway.Refused):
        account(country="Wales")
