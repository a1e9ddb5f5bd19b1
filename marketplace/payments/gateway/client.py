"""The one Stripe client of this process, and what its errors mean to us."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import stripe
from django.conf import settings

from marketplace.payments.gateway.errors import KeyReused, OutcomeUnknown, RateLimited, Refused
from marketplace.payments.twin.http_client import TwinHTTPClient

TIMEOUT_SECONDS = 10
NETWORK_RETRIES = 2  # after the first try, with the same key; a bare client makes none
TWIN_KEY = "sk_test_twin"

_override: list[stripe.StripeClient] = []


def client() -> stripe.StripeClient:
    """The client for `PAYMENTS_MODE`: the twin below the real library in the sandbox, else Stripe."""
    if _override:
        return _override[-1]
    if settings.PAYMENTS_MODE == "sandbox":
        return _sandbox_client()
    return _stripe_client(settings.STRIPE_SECRET_KEY)


@contextmanager
def using(replacement: stripe.StripeClient) -> Iterator[stripe.StripeClient]:
    """For tests: every call of the gateway, in any thread, goes through `replacement` meanwhile."""
    _override.append(replacement)
    try:
        yield replacement
    finally:
        _override.remove(replacement)


def build_client(
    *, api_key: str, http_client: stripe.HTTPClient, base: str | None = None
) -> stripe.StripeClient:
    """A client with our retries; `base` replaces all four addresses, none falls back to Stripe's."""
    return stripe.StripeClient(
        api_key,
        http_client=http_client,
        max_network_retries=NETWORK_RETRIES,
        base_addresses={
            "api": base or stripe.DEFAULT_API_BASE,
            "connect": base or stripe.DEFAULT_CONNECT_API_BASE,
            "files": base or stripe.DEFAULT_UPLOAD_API_BASE,
            "meter_events": base or stripe.DEFAULT_METER_EVENTS_API_BASE,
        },
    )


@contextmanager
def answers() -> Iterator[None]:
    """Turn the library's errors into ours. Raises OutcomeUnknown, Refused, KeyReused, RateLimited."""
    try:
        yield
    except stripe.IdempotencyError as error:
        if error.http_status == 409:  # the first request with this key is still under way
            raise _meaning(error) from error
        raise KeyReused("This step was tried before with other details; nothing was done.") from error
    except stripe.RateLimitError as error:
        raise RateLimited("The payment service is busy. Trying again in a minute should do.") from error
    except stripe.StripeError as error:
        raise _meaning(error) from error


def _meaning(error: stripe.StripeError) -> OutcomeUnknown | Refused | RateLimited:
    status = error.http_status
    if status in {
        401,
        403,
    }:  # our key, not the step: nothing was done, and it may go through once that is mended
        return RateLimited("The payment service does not accept our key just now; nothing was done.")
    if status is None or status >= 500 or status == 409 or status < 400:
        return OutcomeUnknown(
            "The payment service did not answer. We keep asking; nothing is done twice.",
            answered=status is not None and status >= 500,
        )
    sentence = error.user_message or "The payment service refused."
    return Refused(error.code or "refused", sentence, status=status)


@lru_cache(maxsize=1)
def _sandbox_client() -> stripe.StripeClient:
    return build_client(api_key=TWIN_KEY, http_client=TwinHTTPClient(), base="https://stripe-twin.invalid")


@lru_cache(maxsize=2)
def _stripe_client(api_key: str) -> stripe.StripeClient:
    return build_client(api_key=api_key, http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS))
