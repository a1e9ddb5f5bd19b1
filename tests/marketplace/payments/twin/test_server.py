"""The twin over the wire: errors in Stripe's shape."""

import json
from typing import Any

import pytest

from marketplace.payments.twin.models import TwinRequest
from marketplace.payments.twin.server import Answer, handle, read_call
from tests.marketplace.payments.factories import checkout, paid_checkout

pytestmark = pytest.mark.django_db
HOST = "https://stripe-twin.invalid"


def post(path: str, form: str, key: str = "") -> Answer:
    return handle(read_call(method="post", url=HOST + path, body=form, key=key))


def get(path: str) -> Answer:
    return handle(read_call(method="get", url=HOST + path, body=None, key=""))


def error(answer: Answer) -> dict[str, Any]:
    problem: dict[str, Any] = json.loads(answer.body)["error"]
    return problem


@pytest.mark.parametrize(
    ("path", "form", "code", "param"),
    [
        ("/v1/refunds", "payment_intent=pi_1&colour=red", "parameter_unknown", "colour"),
        (
            "/v1/checkout/sessions",
            "line_items[0][price_data][tax]=1",
            "parameter_unknown",
            "line_items[0][price_data][tax]",
        ),
        ("/v1/refunds", "payment_intent=pi_1&amount=ten", "parameter_invalid_integer", "amount"),
        ("/v1/refunds", "payment_intent=", "parameter_invalid_empty", "payment_intent"),
        ("/v1/refunds", "amount=1", "parameter_missing", "payment_intent"),
        ("/v1/refunds", "metadata=x", "parameter_invalid_hash", "metadata"),
        ("/v1/checkout/sessions", "line_items=x", "parameter_invalid_array", "line_items"),
        ("/v1/checkout/sessions", "adaptive_pricing=x", "parameter_invalid_object", "adaptive_pricing"),
        (
            "/v1/checkout/sessions",
            "adaptive_pricing[enabled]=maybe",
            "parameter_invalid_boolean",
            "adaptive_pricing[enabled]",
        ),
        ("/v1/transfers", "amount=5&currency=gbp", "parameter_missing", "destination"),
    ],
)
def test_bad_parameters_are_named_and_not_stored(path: str, form: str, code: str, param: str) -> None:
    answer = post(path, form, key="k")

    problem = error(answer)
    assert (answer.status, problem["type"]) == (400, "invalid_request_error")
    assert (problem["code"], problem["param"]) == (code, param)
    assert TwinRequest.objects.count() == 0


def test_unknown_addresses_are_404() -> None:
    assert [get("/v1/customers").status, post("/v1/refunds/x/cancel", "").status] == [404, 404]


def test_metadata_has_limits() -> None:
    assert error(post("/v1/refunds", f"payment_intent=pi_1&metadata[a]={'x' * 501}"))["param"] == "metadata"


def test_replay_says_so() -> None:
    paid = paid_checkout()
    form = f"payment_intent={paid.intent_id}&amount=100"

    first, second = post("/v1/refunds", form, key="k"), post("/v1/refunds", form, key="k")

    assert (first.headers, second.headers) == ({}, {"Idempotent-Replayed": "true"})
    assert first.body == second.body


def test_lists_have_pages() -> None:
    made = [checkout().external_id for _ in range(3)]

    first = json.loads(get("/v1/checkout/sessions?limit=2").body)
    rest = json.loads(get(f"/v1/checkout/sessions?limit=2&starting_after={made[1]}").body)

    assert [row["id"] for row in first["data"]] == [made[2], made[1]]
    assert [row["id"] for row in rest["data"]] == [made[0]]
    assert (first["has_more"], rest["has_more"]) == (True, False)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "starting_after=cs_test_no"])
def test_lists_refuse_bad_pages(query: str) -> None:
    assert get(f"/v1/checkout/sessions?{query}").status in (400, 404)


def test_expand_reaches_into_lists_and_refuses_the_unknown() -> None:
    paid = paid_checkout()
    charge = json.loads(get("/v1/checkout/sessions?expand[0]=data.payment_intent.latest_charge").body)

    assert charge["data"][0]["payment_intent"]["latest_charge"]["id"] == paid.charge_id
    assert get(f"/v1/checkout/sessions/{paid.external_id}?expand[0]=colour").status == 400


def test_answers_hide_what_is_private() -> None:
    made = checkout()

    data = json.loads(get(f"/v1/checkout/sessions/{made.external_id}").body)

    assert not [name for name in data if name.startswith("_")]
    assert data["object"] == "checkout.session"
