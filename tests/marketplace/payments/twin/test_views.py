import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils.module_loading import import_string

from core import clock
from marketplace.payments import gateway
from marketplace.payments.twin import actions as twin
from marketplace.payments.twin import events
from marketplace.payments.twin.models import TwinEvent, TwinObject
from tests.marketplace.payments.factories import Inbox, checkout

pytestmark = pytest.mark.django_db
DONE = "http://testserver/orders/1/?session="


@pytest.fixture(autouse=True)
def inbox(monkeypatch: pytest.MonkeyPatch) -> Inbox:
    """The page delivers to the site's webhook; here to an inbox, to see what it sends."""
    received = Inbox()
    monkeypatch.setattr(events, "import_string", lambda _: received)
    return received


def address(session: gateway.CheckoutState) -> str:
    return f"/sandbox/checkout/{session.external_id}/"


def test_receiver_exists() -> None:
    assert callable(import_string(events.RECEIVER))


def test_page_is_labelled_and_says_what_is_paid(client: Client) -> None:
    page = client.get(address(checkout()))

    text = page.content.decode()
    for words in ("SANDBOX: no money moves", "Pay £380 in the sandbox", "Four sessions over six months"):
        assert words in text
    assert "http://testserver/orders/1/pay/" in text
    assert "style=" not in text
    assert page["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_pay_goes_back_paid_with_the_event_delivered(client: Client, inbox: Inbox) -> None:
    made = checkout()

    answer = client.post(address(made), {"bank": "pay"})

    assert (answer.status_code, answer["Location"]) == (302, DONE + made.external_id)
    assert gateway.retrieve_checkout(made.external_id).payment_status == "paid"
    assert inbox.types == ["payment_intent.succeeded", "checkout.session.completed"]


@pytest.mark.parametrize("second", ["pay", "later"])
def test_second_click_does_no_harm(client: Client, inbox: Inbox, second: str) -> None:
    made = checkout()

    answers = [client.post(address(made), {"bank": choice}) for choice in ("pay", second)]

    assert [answer["Location"] for answer in answers] == [DONE + made.external_id] * 2
    assert TwinObject.objects.filter(kind="charge").count() == 1
    assert len(inbox.events) == 2


def test_pay_later_waits_and_may_be_answered_now(client: Client) -> None:
    made = checkout()
    assert client.post(address(made), {"bank": "later"}).status_code == 302
    assert "The bank says yes now" in client.get(address(made)).content.decode()

    answer = client.post(address(made), {"bank": "yes"})

    assert answer["Location"] == DONE + made.external_id
    assert gateway.retrieve_checkout(made.external_id).payment_status == "paid"
    assert "This is paid" in client.get(address(made)).content.decode()


def test_bank_may_say_no_later(client: Client) -> None:
    made = checkout()
    client.post(address(made), {"bank": "later"})

    client.post(address(made), {"bank": "no"})

    assert gateway.retrieve_checkout(made.external_id).payment_status == "unpaid"
    assert "This payment did not go through" in client.get(address(made)).content.decode()


def test_decline_stays_here_and_may_pay_after_all(client: Client) -> None:
    made = checkout()

    page = client.post(address(made), {"bank": "decline"})

    assert page.status_code == 200
    assert "The bank said no" in page.content.decode()
    assert gateway.retrieve_checkout(made.external_id).status == "open"
    assert client.post(address(made), {"bank": "pay"}).status_code == 302


@pytest.mark.parametrize("data", [{}, {"bank": "rob"}])
def test_bad_choice_is_explained(client: Client, data: dict[str, str]) -> None:
    page = client.post(address(checkout()), data)

    assert page.status_code == 400
    assert 'role="alert"' in page.content.decode()


def test_expired_page_says_so_and_takes_no_money(client: Client) -> None:
    made = checkout()
    clock.advance(31 * 60 + 1)

    pages = [client.get(address(made)), client.post(address(made), {"bank": "pay"})]

    assert [page.status_code for page in pages] == [200, 200]
    assert all("This payment page has expired" in page.content.decode() for page in pages)
    assert TwinObject.objects.filter(kind="charge").count() == 0


def test_unknown_session_is_404(client: Client) -> None:
    assert client.get("/sandbox/checkout/cs_test_nothing/").status_code == 404


@pytest.mark.parametrize("mode", ["stripe_test", "stripe_live"])
def test_page_is_in_the_sandbox_only(client: Client, settings: LazySettings, mode: str) -> None:
    made = checkout()
    settings.PAYMENTS_MODE = mode

    assert client.get(address(made)).status_code == 404
    assert client.post(address(made), {"bank": "pay"}).status_code == 404
    assert TwinEvent.objects.count() == 0


def test_needs_the_token() -> None:
    made = checkout()

    assert Client(enforce_csrf_checks=True).post(address(made), {"bank": "pay"}).status_code == 403
    assert twin.find_session(made.external_id).data["status"] == "open"
