"""Who may open an order."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory

from accounts.models import User
from marketplace.orders.models import Order
from marketplace.orders.permissions import access_token, may_open, remember, token_opens, visitor_key
from tests.marketplace.payments.scenes import awaiting

pytestmark = pytest.mark.django_db


def request(user: User | None = None, session: SessionStore | None = None) -> HttpRequest:
    made = RequestFactory().get("/")
    made.user = user or AnonymousUser()
    made.session = session or SessionStore()
    return made


def test_the_token_opens_its_order_alone() -> None:
    mine, other = awaiting(), awaiting()

    assert token_opens(mine, access_token(mine))
    assert not token_opens(other, access_token(mine))


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 43, "0"])
def test_a_wrong_token_opens_nothing(token: str) -> None:
    assert not token_opens(awaiting(), token)


def test_raising_the_version_revokes_tokens_and_what_they_opened() -> None:
    order, session = awaiting(), SessionStore()
    token = access_token(order)
    remember(request(session=session), order)
    assert may_open(request(session=session), order)

    order.access_version += 1
    order.save()

    assert not token_opens(order, token)
    assert not may_open(request(session=session), order)
    assert token_opens(order, access_token(order))


def test_the_token_needs_the_sites_key(settings: object) -> None:
    order = awaiting()
    token = access_token(order)
    settings.ORDER_ACCESS_KEY = "another-key-of-another-site"  # type: ignore[attr-defined]  # a fixture

    assert not token_opens(order, token)


def test_whoever_holds_it_may_open_it_and_nobody_else() -> None:
    session = SessionStore()
    order = awaiting(visitor=visitor_key(request(session=session)))

    assert may_open(request(session=session), order)
    assert not may_open(request(session=SessionStore()), order)
    stranger = SessionStore()
    visitor_key(request(session=stranger))
    assert not may_open(request(session=stranger), order)


def test_an_order_without_a_visitor_is_not_everybodys() -> None:
    order = awaiting()
    Order.objects.update(visitor="")
    order.refresh_from_db()

    assert not may_open(request(), order)


def test_the_buyer_may_open_it_from_anywhere() -> None:
    buyer = User.objects.create_user(email="ilka@mail.example", name="Ilka")
    other = User.objects.create_user(email="jo@mail.example", name="Jo")
    order = awaiting(user=buyer)

    assert may_open(request(buyer), order)
    assert not may_open(request(other), order)


def test_a_browser_remembers_twenty_orders() -> None:
    session = SessionStore()
    orders = [awaiting()]
    for number in range(21):
        orders[0].uid = f"00000000-0000-4000-8000-{number:012}"  # type: ignore[assignment]  # many of them
        remember(request(session=session), orders[0])

    assert len(session["orders_opened"]) == 20
