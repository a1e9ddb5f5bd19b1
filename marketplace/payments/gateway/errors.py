"""What can go wrong between us and Stripe, by what may be done next."""

from core.refusal import Refusal


class GatewayError(Refusal):
    """Something did not work between us and the payment service."""


class OutcomeUnknown(GatewayError):
    """No answer, a 5xx or a 409: it may have happened. The same key may be sent again within 23 hours.

    `answered`: Stripe answered with a 5xx, and would replay that answer to the same key for a day.
    """

    def __init__(self, sentence: str, *, answered: bool = False) -> None:
        super().__init__(sentence)
        self.answered = answered


class Refused(GatewayError):
    """A 4xx: final for these parameters. `code` is Stripe's, `status` the HTTP status."""

    def __init__(self, code: str, sentence: str, *, status: int = 400) -> None:
        super().__init__(sentence)
        self.code = code
        self.status = status


class KeyReused(GatewayError):
    """The idempotency key was used before with other parameters: a mistake of ours, nothing was done."""


class RateLimited(GatewayError):
    """A 429: nothing was done, try again later with the same key."""


class BadSignature(GatewayError):
    """An event that Stripe did not sign, or signed at another time: missing, wrong, stale or future."""


class BadBody(GatewayError):
    """An event whose body is not UTF-8, not JSON, or not an event."""
