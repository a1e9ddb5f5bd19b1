"""Refuses settings that would mix pretend money with real money."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

MODES = ("sandbox", "stripe_test", "stripe_live")
_LIVE = ("sk_live", "rk_live")
_TEST = ("sk_test", "rk_test")


@register(Tags.security)
def payments_mode_fits_key(
    app_configs: Sequence[AppConfig] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """The sandbox never stands beside a live key, and a mode never beside another mode's key."""
    mode, key = settings.PAYMENTS_MODE, settings.STRIPE_SECRET_KEY
    if mode not in MODES:
        hint = f"Use one of {', '.join(MODES)}."
        return [Error(f"PAYMENTS_MODE is {mode!r}.", hint=hint, id="payments.E001")]
    if mode == "sandbox" and key.startswith(_LIVE):
        return [
            Error(
                "The sandbox stands beside a live Stripe key.",
                hint="Set PAYMENTS_MODE=stripe_live, or take STRIPE_SECRET_KEY away.",
                id="payments.E002",
            )
        ]
    if mode == "stripe_live" and not key.startswith(_LIVE):
        return [
            Error(
                "PAYMENTS_MODE=stripe_live needs a live Stripe key.",
                hint="Set STRIPE_SECRET_KEY to a key that begins with sk_live or rk_live.",
                id="payments.E003",
            )
        ]
    if mode == "stripe_test" and not key.startswith(_TEST):
        return [
            Error(
                "PAYMENTS_MODE=stripe_test needs a test key of Stripe.",
                hint="Set STRIPE_SECRET_KEY to a key that begins with sk_test or rk_test.",
                id="payments.E004",
            )
        ]
    return []
