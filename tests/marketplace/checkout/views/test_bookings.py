"""My bookings."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from core import me
from tests.factories.groups import PersonFactory
from tests.factories.orders import confirmed_order
from tests.marketplace.checkout.counting import queries_of

pytestmark = pytest.mark.django_db


def test_my_bookings_asks_to_sign_in(client: Client) -> None:
    assert client.get("/me/bookings/").url == "/account/login/?next=/me/bookings/"


def test_no_bookings_yet_offers_ways_on(client: Client) -> None:
    client.force_login(PersonFactory.create())

    page = client.get("/me/bookings/").content.decode()

    assert "No bookings yet" in page
    assert 'href="/trainers/"' in page


def test_my_bookings_are_mine_alone(client: Client) -> None:
    user = PersonFactory.create()
    mine, other = confirmed_order(user=user), confirmed_order(user=PersonFactory.create())
    client.force_login(user)

    page = client.get("/me/bookings/").content.decode()

    assert mine.reference in page
    assert other.reference not in page
    assert "3 sessions to book yet" in page


def test_a_coming_session_says_whose_clock_it_is_on(client: Client) -> None:
    user = PersonFactory.create(time_zone="Europe/Berlin")
    confirmed_order(user=user)
    client.force_login(user)

    assert re.search(
        r"Next:</b> \w+ \d+ \w+( \d{4})?, \d\d:\d\d, Berlin<", client.get("/me/bookings/").content.decode()
    )


def test_orders_of_my_verified_address_become_mine(client: Client) -> None:
    order = confirmed_order(buyer_email="Ilka@mail.example")
    user = PersonFactory.create(email="ilka@mail.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    client.force_login(user)

    assert order.reference in client.get("/me/bookings/").content.decode()


def test_orders_of_an_unverified_address_do_not(client: Client) -> None:
    order = confirmed_order(buyer_email="ilka@mail.example")
    user = PersonFactory.create(email="ilka@mail.example")
    EmailAddress.objects.create(user=user, email=user.email, verified=False, primary=True)
    client.force_login(user)

    assert order.reference not in client.get("/me/bookings/").content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "999", "first"])
def test_an_odd_page_number_is_left_aside(client: Client, page: str) -> None:
    client.force_login(PersonFactory.create())

    assert client.get(f"/me/bookings/?page={page}").status_code == 200


def test_the_masthead_leads_here() -> None:
    assert me.Link("My bookings", "/me/bookings/") in me.links(PersonFactory.create())


def test_my_bookings_cost_the_same_for_one_and_three(client: Client) -> None:
    user = PersonFactory.create()
    client.force_login(user)
    confirmed_order(user=user)
    one = queries_of(client, "/me/bookings/")
    confirmed_order(user=user)
    confirmed_order(user=user)

    three = queries_of(client, "/me/bookings/")

    assert len(one) == len(three)
    assert len(three) <= 12
