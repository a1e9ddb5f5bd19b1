"""Orders bought without an account come to whoever proves to own the address."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.signals import user_logged_in

from accounts.models import User
from marketplace.orders.actions import claim_orders
from tests.factories.orders import held_order
from tests.marketplace.payments.scenes import awaiting

pytestmark = pytest.mark.django_db


def user(email: str, *, verified: bool) -> User:
    found = User.objects.create_user(email=email, name="Ilka Sund")
    EmailAddress.objects.update_or_create(
        user=found, email=email, defaults={"verified": verified, "primary": True}
    )
    return found


def test_a_verified_address_claims_its_orders_whatever_the_case() -> None:
    order = awaiting(buyer_email="Ilka@Mail.Example")
    ilka = user("ilka@mail.example", verified=True)

    assert [claim_orders(user=ilka), claim_orders(user=ilka)] == [1, 0]

    order.refresh_from_db()
    assert order.buyer == ilka


def test_an_address_that_is_not_verified_claims_nothing() -> None:
    awaiting(buyer_email="ilka@mail.example")

    assert claim_orders(user=user("ilka@mail.example", verified=False)) == 0


def test_nobodys_draft_and_nobody_elses_order_is_claimed() -> None:
    held_order()
    awaiting(buyer_email="other@mail.example")
    taken = awaiting(buyer_email="ilka@mail.example", user=user("first@mail.example", verified=True))

    assert claim_orders(user=user("ilka@mail.example", verified=True)) == 0

    taken.refresh_from_db()
    assert taken.buyer is not None
    assert taken.buyer.email == "first@mail.example"


def test_logging_in_claims() -> None:
    order = awaiting(buyer_email="ilka@mail.example")
    ilka = user("ilka@mail.example", verified=True)

    user_logged_in.send(sender=User, user=ilka, request=None)

    order.refresh_from_db()
    assert order.buyer == ilka
