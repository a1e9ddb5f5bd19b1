import pytest
from django.test import override_settings

from marketplace.payments.checks import payments_mode_fits_key


@pytest.mark.parametrize(
    ("mode", "key", "found"),
    [
        ("sandbox", "", []),
        ("sandbox", "sk_test_1", []),
        ("sandbox", "sk_live_1", ["payments.E002"]),
        ("sandbox", "rk_live_1", ["payments.E002"]),
        ("stripe_live", "sk_live_1", []),
        ("stripe_live", "rk_live_1", []),
        ("stripe_live", "sk_test_1", ["payments.E003"]),
        ("stripe_live", "", ["payments.E003"]),
        ("stripe_test", "sk_test_1", []),
        ("stripe_test", "sk_live_1", ["payments.E004"]),
        ("twin", "", ["payments.E001"]),
    ],
)
def test_mode_and_key_fit(mode: str, key: str, found: list[str]) -> None:
    with override_settings(PAYMENTS_MODE=mode, STRIPE_SECRET_KEY=key):
        assert [error.id for error in payments_mode_fits_key()] == found
