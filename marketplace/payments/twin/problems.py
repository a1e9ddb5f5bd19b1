"""Errors in Stripe's own shape."""

from typing import Any


class StripeProblem(Exception):
    """An error answer. `stored`: kept under the idempotency key, since execution had begun."""

    def __init__(
        self,
        message: str,
        *,
        code: str | None = None,
        param: str | None = None,
        status: int = 400,
        kind: str = "invalid_request_error",
        stored: bool = True,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.stored = stored
        fields = {"message": message, "code": code, "param": param, "type": kind}
        given = {name: value for name, value in fields.items() if value is not None}
        self.body: dict[str, Any] = {"error": given}


def bad_parameter(message: str, *, param: str, code: str) -> StripeProblem:
    """A parameter that fails validation: nothing was executed, so nothing is stored under the key."""
    return StripeProblem(message, param=param, code=code, stored=False)


def missing(kind: str, external_id: str, *, param: str = "id") -> StripeProblem:
    """There is no such object."""
    return StripeProblem(f"No such {kind}: '{external_id}'", code="resource_missing", param=param, status=404)


def key_reused(key: str) -> StripeProblem:
    """The idempotency key came with other parameters before."""
    return StripeProblem(
        "Keys for idempotent requests can only be used with the same parameters they were first used with. "
        f"Try using a key other than '{key}' if you meant to execute a different request.",
        kind="idempotency_error",
        stored=False,
    )


def internal_error() -> StripeProblem:
    """A 500, which Stripe replays under the same key."""
    return StripeProblem("An unknown error occurred.", status=500, kind="api_error")


def conflict() -> StripeProblem:
    """A 409: another request holds the object or the key; not stored."""
    return StripeProblem(
        "This object cannot be accessed right now because another API request or Stripe process is currently "
        "accessing it.",
        code="lock_timeout",
        status=409,
        stored=False,
    )


def too_many() -> StripeProblem:
    """A 429; not stored."""
    message = "Too many requests hit the API too quickly."
    return StripeProblem(message, code="rate_limit", status=429, stored=False)
