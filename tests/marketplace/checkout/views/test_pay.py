"""On to the payment page and back."""

import pytest
from django.test import Client

from core import clock
from marketplace.orders.models import Order, Payment
from marketplace.payments.twin import faults
from tests.factories.groups import PersonFactory
from tests.factories.orders import held_order, pay, placed_order, settle
from tests.marketplace.checkout.counting import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(client: Client) -> object:
    user = PersonFactory.create()
    client.force_login(user)
    return user


def test_pay_says_sandbox_first_and_the_whole_price(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)

    page = client.get(f"/orders/{order.uid}/pay/").content.decode()

    assert page.index("SANDBOX: no money moves") < page.index("Pay £380 in the sandbox")


def test_the_button_leads_to_the_payment_page(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)

    response = client.post(f"/orders/{order.uid}/pay/")

    payment = Payment.objects.get(order=order)
    assert response.status_code == 303
    assert response.url == payment.checkout_url
    assert response.url.startswith("http://testserver/sandbox/checkout/")


def test_pressing_twice_leaves_one_open_payment(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)

    client.post(f"/orders/{order.uid}/pay/")
    client.post(f"/orders/{order.uid}/pay/")

    assert Payment.objects.open().filter(order=order).count() == 1


def test_who_left_reads_that_nothing_was_charged(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    client.post(f"/orders/{order.uid}/pay/")

    page = client.get(f"/orders/{order.uid}/pay/?left=1").content.decode()

    assert "You came back without having paid" in page
    assert "Your time is still kept until" in page


def test_too_late_to_pay_leads_to_a_new_time(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    clock.advance(16 * 60)

    response = client.post(f"/orders/{order.uid}/pay/")

    page = response.content.decode()
    assert response.status_code == 409
    assert "This time could not be kept longer" in page
    assert f"/book/{order.package_version.package.uid}/" in page


def test_an_unreachable_payment_service_is_said_and_trying_again_works(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    faults.switch_on("timeout", "POST /v1/checkout/sessions", times=3)

    response = client.post(f"/orders/{order.uid}/pay/")
    again = client.post(f"/orders/{order.uid}/pay/")

    assert response.status_code == 503
    assert "Nothing was charged; you could try again in a minute." in response.content.decode()
    assert again.status_code == 303
    assert Payment.objects.filter(order=order).count() == 1


def test_an_order_that_is_paid_already_leads_to_itself(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)
    pay(order)
    settle()

    assert client.get(f"/orders/{order.uid}/pay/").url == f"/orders/{order.uid}/"
    assert client.post(f"/orders/{order.uid}/pay/").url == f"/orders/{order.uid}/"


def test_a_draft_leads_to_its_details(client: Client, buyer: object) -> None:
    order = held_order(user=buyer)
    Order.objects.filter(pk=order.pk).update(buyer=buyer)

    assert client.get(f"/orders/{order.uid}/pay/").url == f"/orders/{order.uid}/details/"


def test_strangers_find_nothing(client: Client) -> None:
    order = placed_order()

    assert client.get(f"/orders/{order.uid}/pay/").status_code == 404
    assert client.post(f"/orders/{order.uid}/pay/").status_code == 404


def test_pay_stays_within_its_queries(client: Client, buyer: object) -> None:
    order = placed_order(user=buyer)

    assert len(queries_of(client, f"/orders/{order.uid}/pay/")) <= 12
