"""The order's own page in each of its states, and who may open it."""

import pytest
from django.test import Client

from core import clock
from marketplace.orders.models import Order, Payment, Refund
from marketplace.orders.permissions import access_token
from marketplace.payments.actions import start_checkout
from marketplace.payments.refunds import refund_in_full
from marketplace.payments.twin import actions as twin
from marketplace.referrals.models import OrderAttribution
from tests.factories.groups import PersonFactory, PracticeGroupFactory
from tests.factories.orders import (
    BASE_URL,
    confirmed_order,
    fresh,
    held_order,
    pay,
    placed_order,
    sellable_version,
    settle,
)
from tests.factories.scheduling import CalendarBlockFactory
from tests.marketplace.checkout.counting import queries_of

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def buyer(client: Client) -> object:
    user = PersonFactory.create()
    client.force_login(user)
    return user


def read(client: Client, order: Order, query: str = "") -> str:
    response = client.get(f"/orders/{order.uid}/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_confirmed_order_says_when_what_next_and_who_brought_it(client: Client, buyer: object) -> None:
    group = PracticeGroupFactory.create(name="Quantock Listening Group")
    order = confirmed_order(user=buyer, group=group)

    page = read(client, order)

    for said in (
        "What happens next",
        "Add to my calendar",
        f"/orders/{order.uid}/sessions/1/calendar.ics",
        f"/orders/{order.uid}/sessions/2/book/",
        "Choose a time for session 2",
        "Quantock Listening Group",
        "£380",
        order.reference,
    ):
        assert said in page
    assert f"/orders/{order.uid}/sessions/3/book/" not in page


def test_the_buyer_may_share_their_name_and_take_it_back(client: Client, buyer: object) -> None:
    order = confirmed_order(user=buyer, group=PracticeGroupFactory.create())

    client.post(f"/orders/{order.uid}/", {"act": "share_name"})
    shared = OrderAttribution.objects.get(order=order).name_shared_at
    client.post(f"/orders/{order.uid}/", {"act": "hide_name"})

    assert shared is not None
    assert OrderAttribution.objects.get(order=order).name_shared_at is None


def test_nobody_else_shares_the_buyers_name(client: Client) -> None:
    order = confirmed_order(group=PracticeGroupFactory.create())

    assert client.post(f"/orders/{order.uid}/", {"act": "share_name"}).status_code == 404
    assert OrderAttribution.objects.get(order=order).name_shared_at is None


@pytest.mark.parametrize("act", ["", "delete", "share_name"])
def test_an_act_that_means_nothing_here_changes_nothing(client: Client, buyer: object, act: str) -> None:
    order = confirmed_order(user=buyer)

    assert client.post(f"/orders/{order.uid}/", {"act": act}).url == f"/orders/{order.uid}/"


def test_a_free_order_is_confirmed_without_any_word_of_paying(client: Client, buyer: object) -> None:
    order = confirmed_order(user=buyer, version=sellable_version(price_minor=0, sessions=1))

    page = read(client, order)

    assert "Confirmed" in page
    assert "<dd>Free</dd>" in page


def test_back_from_paying_the_page_asks_and_confirms(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    pay(order)

    page = read(client, order, "?paid=1")

    assert "What happens next" in page
    assert fresh(order).status == "confirmed"


def test_a_forged_success_address_changes_nothing(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    start_checkout(order=order, base_url=BASE_URL)

    read(client, order, "?paid=1&session_id=cs_forged")

    assert fresh(order).status == "awaiting_payment"


def test_a_bank_that_takes_its_time_is_waited_for(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    payment = start_checkout(order=order, base_url=BASE_URL)
    twin.pay_later(payment.external_id)

    page = read(client, order, "?paid=1")

    assert "We are listening for your bank" in page
    assert "You will not be charged twice." in page
    assert f'hx-get="/orders/{order.uid}/state/?paid=1"' in page
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page


def test_the_waiting_page_heals_by_itself(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    payment = start_checkout(order=order, base_url=BASE_URL)
    twin.pay_later(payment.external_id)
    waiting = client.get(f"/orders/{order.uid}/state/?paid=1", headers=HTMX)
    twin.answer_now(payment.external_id)
    settle()

    healed = client.get(f"/orders/{order.uid}/state/?paid=1", headers=HTMX)

    assert "HX-Redirect" not in waiting.headers
    assert "We are listening for your bank" in waiting.content.decode()
    assert healed.headers["HX-Redirect"] == f"/orders/{order.uid}/"


def test_the_state_without_htmx_leads_to_the_page(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)

    assert client.get(f"/orders/{order.uid}/state/").url == f"/orders/{order.uid}/"


def test_an_unpaid_order_leads_on_to_pay(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)

    page = read(client, order)

    assert "Not paid yet" in page
    assert f'href="/orders/{order.uid}/pay/"' in page


def test_an_order_that_ran_out_offers_a_new_time_with_what_was_typed(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer, buyer_name="Ilka Sund")
    Order.objects.filter(pk=order.pk).update(status="expired", ended_at=clock.now())
    order.hold.active = False
    order.hold.save()

    page = read(client, order)
    details = client.get(f"/orders/{order.uid}/details/").content.decode()

    assert "The time ran out before it was paid" in page
    assert f'href="/orders/{order.uid}/details/"' in page
    assert 'value="Ilka Sund"' in details
    assert 'name="slot"' in details


def test_a_late_payment_that_could_not_be_kept_says_that_it_goes_back(client: Client, buyer: object) -> None:
    version = sellable_version()
    order = placed_order(user=buyer, version=version)
    payment = start_checkout(order=order, base_url=BASE_URL)
    twin.pay_later(payment.external_id)
    settle()
    clock.advance(60 * 60)
    Order.objects.filter(pk=order.pk).update(status="expired", ended_at=clock.now())
    order.hold.refresh_from_db()
    order.hold.active = False
    order.hold.save()
    CalendarBlockFactory.create(
        trainer=version.package.trainer, busy_start=order.slot_start, busy_end=order.slot_end
    )
    twin.answer_now(payment.external_id)
    settle()

    page = read(client, order)

    assert "Your payment came after the time was gone" in page
    assert "<b>£380</b>" in page


def test_a_refunded_order_says_how_much_comes_back(client: Client, buyer: object) -> None:
    order = confirmed_order(user=buyer)
    refund_in_full(order=order, reason="The trainer fell ill.", actor=None)
    settle()

    page = read(client, order)

    assert "This booking was cancelled" in page
    assert "<b>£380</b>" in page
    assert "went back on" in page
    assert "The trainer fell ill." not in page


def test_a_refund_that_failed_is_said(client: Client, buyer: object) -> None:
    order = confirmed_order(user=buyer)
    refund_in_full(order=order, reason="Illness.", actor=None)
    settle()
    Refund.objects.update(status="failed")

    assert "could not be sent back by the bank" in read(client, order)


def test_the_link_of_a_mail_opens_the_order_and_leaves_the_address(client: Client) -> None:
    order = confirmed_order()

    response = client.get(f"/orders/{order.uid}/open/{access_token(order)}/")

    assert response.url == f"/orders/{order.uid}/"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert client.get(response.url).status_code == 200


@pytest.mark.parametrize("token", ["wrong", "x" * 200, "%E2%82%AC"])
def test_a_wrong_token_opens_nothing_and_tells_nothing(client: Client, token: str) -> None:
    order = confirmed_order()

    response = client.get(f"/orders/{order.uid}/open/{token}/")

    assert response.status_code == 404
    assert "This link opens nothing any more" in response.content.decode()
    assert order.reference not in response.content.decode()
    assert response.headers["Referrer-Policy"] == "no-referrer"


def test_an_old_token_opens_nothing_and_shuts_open_browsers(client: Client) -> None:
    order = confirmed_order()
    token = access_token(order)
    client.get(f"/orders/{order.uid}/open/{token}/")
    order.access_version += 1
    order.save()

    assert client.get(f"/orders/{order.uid}/open/{token}/").status_code == 404
    assert client.get(f"/orders/{order.uid}/").status_code == 404


@pytest.mark.parametrize(
    "part", ["", "details/", "pay/", "state/", "sessions/1/calendar.ics", "sessions/2/book/"]
)
def test_strangers_find_nothing_under_an_order(client: Client, part: str) -> None:
    order = confirmed_order(user=PersonFactory.create())
    client.force_login(PersonFactory.create())

    assert client.get(f"/orders/{order.uid}/{part}", headers=HTMX).status_code == 404


def test_a_draft_leads_to_its_details(client: Client, buyer: object) -> None:
    order = held_order(user=buyer)
    Order.objects.filter(pk=order.pk).update(buyer=buyer)

    assert client.get(f"/orders/{order.uid}/").url == f"/orders/{order.uid}/details/"


def test_the_payment_service_is_not_asked_again_at_once(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    start_checkout(order=order, base_url=BASE_URL)
    read(client, order, "?paid=1")
    Payment.objects.filter(order=order).update(external_id="cs_nowhere")

    assert "We are listening for your bank" in read(client, order, "?paid=1")


def test_an_order_costs_the_same_with_one_session_and_three(client: Client, buyer: object) -> None:
    group = PracticeGroupFactory.create()
    one = confirmed_order(user=buyer, group=group, version=sellable_version(sessions=1))
    three = confirmed_order(user=buyer, group=group, version=sellable_version(sessions=3))

    few, many = (len(queries_of(client, f"/orders/{order.uid}/")) for order in (one, three))

    assert few == many
    assert many <= 12
