"""HTTP clients that record what the gateway sends."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import stripe

from marketplace.payments.twin.http_client import TwinHTTPClient
from marketplace.payments.twin.server import read_call

Json = dict[str, Any]


@dataclass(frozen=True)
class Sent:
    """One request: `path` without the query, `params` as they went over the wire, lists as lists."""

    method: str
    path: str
    params: Any


class RecordingTwin(TwinHTTPClient):
    """The twin, with a list of what it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[Sent] = []

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        call = read_call(method=method, url=url, body=post_data, key="")
        self.sent.append(Sent(call.method, call.path, listed(call.params)))
        return super().request(method, url, headers, post_data)


class SpecifiedByStripe(stripe.RequestsClient):
    """stripe-mock, with the status of each answer.

    It answers with invented objects; what our parser needs and they lack is filled in. Its specification is
    older than the library's by one parameter of ours, which test_params.py covers instead.
    """

    YOUNGER = "allowed_payment_method_types[0]=card&"

    def __init__(self) -> None:
        super().__init__(timeout=10)
        self.answers: list[tuple[str, str, int]] = []

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: Any = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        if isinstance(post_data, str):
            post_data = post_data.replace(self.YOUNGER, "")
        body, status, answer_headers = super().request(method, url, headers, post_data)
        self.answers.append((method.upper(), urlsplit(url).path, status))
        answer = json.loads(body)
        if answer.get("object") == "checkout.session":
            answer |= {"amount_total": 38_000, "currency": "gbp"}
        return json.dumps(answer).encode(), status, answer_headers


def listed(value: Any) -> Any:
    """Form-decoded lists ({"0": ..., "1": ...}) as lists, at any depth."""
    if isinstance(value, list):
        return [listed(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value and all(key.isdigit() for key in value):
        return [listed(value[key]) for key in sorted(value, key=int)]
    return {key: listed(item) for key, item in value.items()}
