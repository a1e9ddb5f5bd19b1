"""The twin as the `stripe` library's HTTP client: everything above it is the production code."""

import secrets
from collections.abc import Mapping
from typing import Any

import stripe

from marketplace.payments.twin.server import NoAnswer, handle, read_call


class TwinHTTPClient(stripe.HTTPClient):
    """Hands each request to the twin, not to the network. Retries are the library's, without the waiting."""

    name = "twin"

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        *,
        _usage: list[str] | None = None,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Raises stripe.APIConnectionError where the twin drops the connection."""
        key = (headers or {}).get("Idempotency-Key", "")
        try:
            answer = handle(read_call(method=method, url=url, body=post_data, key=key))
        except NoAnswer as error:
            # The library leaves its errors untyped.
            raise stripe.APIConnectionError(str(error), should_retry=True) from error  # type: ignore[no-untyped-call]  # stripe's
        return answer.body, answer.status, {"Request-Id": f"req_{secrets.token_hex(7)}", **answer.headers}

    def close(self) -> None:
        """Nothing is open."""

    def _sleep_time_seconds(self, num_retries: int) -> float:
        return 0.0
