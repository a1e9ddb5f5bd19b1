"""The smallest amounts that can be charged, in minor units.

Source: Stripe's documentation of supported currencies, "Minimum and maximum charge amounts".
"""

from core.money import Money, rounding_step

_MINIMUM = {
    "AED": 200,
    "AUD": 50,
    "BRL": 50,
    "CAD": 50,
    "CHF": 50,
    "CZK": 1500,
    "DKK": 250,
    "EUR": 50,
    "GBP": 30,
    "HKD": 400,
    "HUF": 17500,
    "INR": 50,
    "JPY": 50,
    "MXN": 1000,
    "MYR": 200,
    "NOK": 300,
    "NZD": 50,
    "PLN": 200,
    "RON": 200,
    "SEK": 300,
    "SGD": 50,
    "THB": 1000,
    "USD": 50,
}


def minimum_charge(currency: str) -> Money:
    """The smallest charge in `currency`; where none is published, the smallest step that can be paid."""
    return Money(_MINIMUM.get(currency, rounding_step(currency)), currency)
