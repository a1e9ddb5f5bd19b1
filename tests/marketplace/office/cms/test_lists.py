"""Every list of the back office: who sees it, and what it costs."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse

from marketplace.orders.actions import object_to
from outbox.actions import enqueue
from outbox.models import OutboxMessage, State
from tests.factories import orders as make
from tests.factories.groups import GroupMembershipFactory, PracticeGroupFactory
from tests.factories.scheduling import AvailabilityExceptionFactory, AvailabilityRuleFactory
from tests.factories.trainers import CredentialFactory, TrainerFactory, TrainerPlaceFactory
from tests.marketplace.office.staff import sign_in_as

pytestmark = pytest.mark.django_db
FOR_MODERATORS = ("trainers", "credentials", "groups", "members", "packages", "rules", "exceptions", "codes")
FOR_FINANCE = (
    *("orders", "payments", "refunds", "objections", "transfers", "connected", "events"),
    *("ledger", "accounts", "outbox"),
)


def index(name: str) -> str:
    return reverse(f"cms_{name}:index")


def may_see(client: Client, names: tuple[str, ...]) -> set[str]:
    return {name for name in names if client.get(index(name)).status_code == 200}


def test_editor_sees_none_of_it(client: Client) -> None:
    sign_in_as(client, "editor")

    assert may_see(client, FOR_MODERATORS + FOR_FINANCE) == set()
    menu = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Directory" not in menu
    assert "Ledger" not in menu


def test_moderator_keeps_the_directory_and_no_money(client: Client) -> None:
    sign_in_as(client, "moderator")

    assert may_see(client, FOR_MODERATORS + FOR_FINANCE) == set(FOR_MODERATORS)


def test_finance_reads_money_and_keeps_no_directory(client: Client) -> None:
    sign_in_as(client, "finance")
    trainer = TrainerFactory.create()

    assert may_see(client, FOR_MODERATORS + FOR_FINANCE) == set(FOR_FINANCE)
    assert client.get(reverse("cms_trainers:edit", args=[trainer.pk])).status_code == 302


def test_admin_sees_all_of_it(client: Client) -> None:
    sign_in_as(client, "admin")

    assert may_see(client, FOR_MODERATORS + FOR_FINANCE) == set(FOR_MODERATORS + FOR_FINANCE)


def test_visitor_is_sent_to_log_in(client: Client) -> None:
    for name in FOR_MODERATORS + FOR_FINANCE:
        assert client.get(index(name))["Location"].startswith(reverse("cms-login"))


@pytest.mark.parametrize("name", FOR_FINANCE)
@pytest.mark.parametrize("view", ["add", "edit", "delete"])
def test_money_is_changed_by_nobody_by_hand(name: str, view: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(f"cms_{name}:{view}", args=[] if view == "add" else [1])


def fill_directory() -> None:
    trainer = TrainerFactory.create()
    TrainerPlaceFactory.create(trainer=trainer)
    CredentialFactory.create(trainer=trainer, verified=True)
    version = make.sellable_version(trainer=trainer, price_minor=0)
    version.package.current = version
    AvailabilityRuleFactory.create(trainer=trainer)
    AvailabilityExceptionFactory.create(trainer=trainer, date="2027-01-05")
    group = PracticeGroupFactory.create()
    GroupMembershipFactory.create(group=group)
    make.code_of(group)


def fill_money() -> None:
    order = make.confirmed_order(
        version=make.sellable_version(sessions=1), group=PracticeGroupFactory.create()
    )
    make.earned(order)
    other = make.confirmed_order(version=make.sellable_version(sessions=1))
    object_to(session=make.delivered(other), words="Nobody was there.")


def costs(client: Client, names: tuple[str, ...]) -> dict[str, int]:
    found = {}
    for name in names:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(index(name)).status_code == 200
        found[name] = len(captured)
    return found


@pytest.mark.parametrize(
    ("role", "names", "fill"),
    [("moderator", FOR_MODERATORS, fill_directory), ("finance", FOR_FINANCE, fill_money)],
)
def test_lists_cost_the_same_for_one_and_three_rows(
    client: Client, role: str, names: tuple[str, ...], fill: Callable[[], Any]
) -> None:
    sign_in_as(client, role)
    fill()
    costs(client, names)
    one = costs(client, names)
    fill()
    fill()

    assert costs(client, names) == one


def test_pages_of_single_rows_open(client: Client) -> None:
    sign_in_as(client, "finance")
    fill_money()

    for name in FOR_FINANCE:
        listed = client.get(index(name)).context["object_list"]
        for row in list(listed)[:1]:
            assert client.get(reverse(f"cms_{name}:inspect", args=[row.pk])).status_code == 200


def test_objection_is_listed_with_its_words(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order(version=make.sellable_version(price_minor=0))
    object_to(session=make.delivered(order), words="Nobody was there.")

    text = client.get(index("objections")).content.decode()

    assert "Nobody was there." in text
    assert "Waits for a decision; Held" in text


def test_message_given_up_is_taken_up_again(client: Client) -> None:
    sign_in_as(client, "finance")
    message = enqueue(kind="nobody.knows", subject="x", dedupe_key="nobody.knows:x")
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.GIVEN_UP, attempts=12, last_error="Oh\nno")
    assert "no" in client.get(index("outbox")).content.decode()
    address = reverse("cms_outbox:retry", args=[message.pk])

    assert client.get(address).status_code == 200
    answer = client.post(address)

    message.refresh_from_db()
    assert answer["Location"] == reverse("cms_outbox:inspect", args=[message.pk])
    assert (message.state, message.attempts) == (State.WAITING, 0)


def test_moderator_takes_up_nothing(client: Client) -> None:
    sign_in_as(client, "moderator")
    message = enqueue(kind="nobody.knows", subject="x", dedupe_key="nobody.knows:x")
    OutboxMessage.objects.filter(pk=message.pk).update(state=State.GIVEN_UP)

    client.post(reverse("cms_outbox:retry", args=[message.pk]))

    message.refresh_from_db()
    assert message.state == State.GIVEN_UP


def test_ledger_accounts_show_their_balance(client: Client) -> None:
    sign_in_as(client, "finance")
    make.confirmed_order()

    text = client.get(index("accounts")).content.decode()

    assert "Client deposits" in text
    assert "−£380" in text
