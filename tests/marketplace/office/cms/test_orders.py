import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from marketplace.ledger.actions import Purse, balance
from marketplace.ledger.models import Code
from marketplace.orders.models import Appointment, CoachingSession, Order, OrderEvent, Refund
from marketplace.payments.models import TransferReversal
from marketplace.referrals.models import Reward
from tests.factories import orders as make
from tests.factories.groups import PracticeGroupFactory
from tests.marketplace.office.staff import sign_in_as

pytestmark = pytest.mark.django_db
LIST = reverse("cms_orders:index")


def refund_page(order: Order) -> str:
    return reverse("cms_orders:refund", args=[order.uid])


def order_page(order: Order) -> str:
    return reverse("cms_orders:inspect", args=[order.pk])


def test_refund_page_lies_at_the_order() -> None:
    order = Order()

    assert refund_page(order) == f"/cms/orders/{order.uid}/refund/"


def test_refund_is_previewed_before_it_is_done(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order(group=PracticeGroupFactory.create())
    make.earned(order)

    answer = client.get(refund_page(order))

    text = answer.content.decode()
    preview = answer.context["preview"]
    assert [line.amount.amount for line in preview.lines] == [9_500] * 4
    assert (preview.total.amount, preview.trainer_returns.amount) == (38_000, 8_550)
    assert (preview.reward_reversed.amount, preview.appointments_cancelled) == (760, 0)
    assert "£380" in text
    assert "The trainer gives back £85.50." in text
    assert order.status == make.fresh(order).status


def test_refund_in_full_puts_everything_right(client: Client) -> None:
    user = sign_in_as(client, "finance")
    group = PracticeGroupFactory.create()
    order = make.confirmed_order(group=group)
    make.earned(order)

    answer = client.post(refund_page(order), {"reason": "The trainer is ill."})
    make.settle()

    assert answer["Location"] == order_page(order)
    assert "is refunded in full: £380 goes back" in client.get(order_page(order)).content.decode()
    assert make.fresh(order).status == Order.Status.CANCELLED
    refund = Refund.objects.get()
    assert (refund.status, refund.reason, refund.requested_by) == (
        Refund.Status.SUCCEEDED,
        "The trainer is ill.",
        user,
    )
    assert TransferReversal.objects.get().status == TransferReversal.Status.DONE
    assert set(Reward.objects.values_list("status", flat=True)) == {Reward.Status.REVERSED}
    credit = balance(purse=Purse(Code.GROUP_CREDIT, group.uid), currency="GBP", mode=order.mode)
    assert credit.amount == 0
    assert OrderEvent.objects.get(what="refunded in full").actor == user


def test_an_objection_that_came_by_mail_is_noted(client: Client) -> None:
    sign_in_as(client, "finance")
    session = make.delivered(make.confirmed_order())
    address = reverse("cms_orders:objection", args=[session.order.uid])
    assert address in client.get(order_page(session.order)).content.decode()

    early = client.post(address, {"session": "2", "words": "Nobody was there."})
    client.post(address, {"session": "1", "words": "Nobody was there."})

    assert early.status_code == 400
    assert "until 72 hours after the end" in early.content.decode()
    assert "Nobody was there." in early.content.decode()
    session.refresh_from_db()
    assert session.objection == "Nobody was there."
    assert session.objected_at is not None


def test_refund_cancels_the_time_that_was_booked(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order()

    client.post(refund_page(order), {"reason": "Asked for within a day."})

    assert Appointment.objects.get().status == Appointment.Status.CANCELLED
    assert set(order.sessions.values_list("status", flat=True)) == {CoachingSession.Status.REFUNDED}


def test_second_refund_says_that_it_is_done(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order()
    client.post(refund_page(order), {"reason": "Once."})

    answer = client.post(refund_page(order), {"reason": "Twice."})

    assert answer.status_code == 400
    assert "Only an order that is confirmed or fulfilled can be refunded." in answer.content.decode()
    assert Refund.objects.get().reason == "Once."


def test_refund_needs_a_reason(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order()

    answer = client.post(refund_page(order), {"reason": " "})

    assert answer.status_code == 400
    assert "Say why: it is kept with the order." in answer.content.decode()
    assert not Refund.objects.exists()


def test_free_order_is_refunded_without_money(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order(version=make.sellable_version(price_minor=0))

    client.post(refund_page(order), {"reason": "It was a test."})

    assert make.fresh(order).status == Order.Status.CANCELLED
    assert not Refund.objects.exists()


@pytest.mark.parametrize("role", ["editor", "moderator"])
def test_other_roles_neither_see_nor_refund(client: Client, role: str) -> None:
    sign_in_as(client, role)
    order = make.confirmed_order(version=make.sellable_version(price_minor=0))

    for address in (LIST, order_page(order), refund_page(order)):
        assert client.get(address).status_code == 302
    client.post(refund_page(order), {"reason": "I may not."})

    assert make.fresh(order).status == Order.Status.CONFIRMED


def test_visitor_is_sent_to_log_in(client: Client) -> None:
    assert client.get(LIST)["Location"].startswith(reverse("cms-login"))


@pytest.mark.parametrize("words", ["reference", "part", "ilka@", "Ilka"])
def test_orders_are_found_by_reference_and_address(client: Client, words: str) -> None:
    sign_in_as(client, "finance")
    version = make.sellable_version(price_minor=0)
    order = make.confirmed_order(version=version)
    other = make.confirmed_order(version=version, buyer_name="Sam Roe", buyer_email="sam@mail.example")
    asked = {"reference": order.reference, "part": order.uid.hex[:6]}.get(words, words)

    text = client.get(LIST, {"q": asked}).content.decode()

    assert order.reference in text
    assert other.reference not in text


def test_orders_are_filtered_by_state(client: Client) -> None:
    sign_in_as(client, "finance")
    version = make.sellable_version(price_minor=0)
    order, draft = make.confirmed_order(version=version), make.held_order(version=version)

    text = client.get(LIST, {"status": "draft"}).content.decode()

    assert draft.reference in text
    assert order.reference not in text


def test_order_page_shows_everything_about_it(client: Client) -> None:
    sign_in_as(client, "finance")
    order = make.confirmed_order(group=PracticeGroupFactory.create(name="Quantock Listening Group"))
    make.earned(order)

    text = client.get(order_page(order)).content.decode()

    for told in (
        *("Ilka Sund", "ilka@mail.example", "Four sessions", "£85.50", "Succeeded", "Sent"),
        *("Quantock Listening Group", "£1.90", "Earned", "Pending", "confirmed", "session 1 delivered"),
        refund_page(order),
    ):
        assert told in text
    for heading in ("Lines", "Units", "Sessions", "Payments", "Refunds", "Transfers", "Ledger", "Documents"):
        assert f"<h2>{heading}</h2>" in text


def test_list_costs_the_same_for_one_and_three_orders(client: Client) -> None:
    sign_in_as(client, "finance")
    version, group = make.sellable_version(price_minor=0), PracticeGroupFactory.create()
    make.confirmed_order(version=version, group=group)
    client.get(LIST)

    with CaptureQueriesContext(connection) as one:
        client.get(LIST)
    make.confirmed_order(version=version, group=group)
    make.confirmed_order(version=version, group=group)
    with CaptureQueriesContext(connection) as three:
        client.get(LIST)

    assert len(three) == len(one)
