"""Amounts in Stripe's units. ISO 4217 and Stripe disagree on a few currencies; here is where that ends.

Source: Stripe, "Supported currencies": minor units, zero-decimal, three-decimal, special cases, minimums.
Hungarian forint and New Taiwan dollar have two decimals in charges, refunds and transfers; only payouts,
which this project leaves to Stripe, want whole units of them.
"""

from core.money import Money, exponent, rounding_step
from core.refusal import Refusal

# Stripe counts these in whole units, MGA too, which has decimals in ISO. ISK and UGX have no minor unit, yet
# are sent in hundredths that are always 00.
_WHOLE = frozenset(
    ("BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF")
)
_THREE_DECIMALS = frozenset(("BHD", "JOD", "KWD", "OMR", "TND"))
_UNSUPPORTED = frozenset(("IQD", "LYD", "UYI"))
# The least that can be charged, in Stripe's units, per settlement currency.
_MINIMUM = {
    **{"AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250},
    **{
        "EUR": 50,
        "GBP": 30,
        "HKD": 400,
        "HUF": 17500,
        "INR": 50,
        "JPY": 50,
        "MXN": 1000,
        "MYR": 200,
        "NOK": 300,
    },
    **{"NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50},
}
LARGEST = 99_999_999  # eight digits, in Stripe's units


class AmountNotPossible(Refusal):
    """Stripe cannot take this amount in this currency."""


def stripe_exponent(currency: str) -> int:
    """Decimal places of the units Stripe counts in: GBP 2, JPY 0, ISK 2, MGA 0, KWD 3."""
    if currency in _WHOLE:
        return 0
    return 3 if currency in _THREE_DECIMALS else 2


def to_stripe(money: Money) -> int:
    """`money` in Stripe's units. Raises AmountNotPossible, with what could be sent instead."""
    currency = money.currency
    if currency in _UNSUPPORTED:
        raise AmountNotPossible(f"Stripe does not take {currency}. Another currency might do.")
    if money.amount <= 0:
        raise AmountNotPossible(f"{money} cannot be sent: an amount has to be more than zero.")
    step = _step(currency)
    if money.amount % step:
        lower = Money(money.amount // step * step, currency)
        raise AmountNotPossible(f"{money} cannot be sent. {lower} or {lower + Money(step, currency)} could.")
    amount = _rescale(money.amount, exponent(currency), stripe_exponent(currency))
    if amount > LARGEST:
        raise AmountNotPossible(f"{money} is more than Stripe takes in one payment.")
    return amount


def from_stripe(amount: int, currency: str) -> Money:
    """Stripe's `amount` and `currency` (any case) as Money; negative amounts too.

    Raises AmountNotPossible where it has parts that ISO 4217 has no unit for (50 hundredths of a króna).
    """
    code = currency.upper()
    places = stripe_exponent(code)
    if places > exponent(code) and amount % 10 ** (places - exponent(code)):
        raise AmountNotPossible(f"{amount} in Stripe's units is not a whole amount of {code}.")
    return Money(_rescale(amount, places, exponent(code)), code)


def minimum(currency: str) -> Money | None:
    """The least that can be charged in `currency`, where Stripe publishes one."""
    least = _MINIMUM.get(currency)
    return None if least is None else from_stripe(least, currency)


def _step(currency: str) -> int:
    """Smallest sendable step in ISO minor units: 10 for KWD, 100 for MGA, else 1."""
    fewer = exponent(currency) - stripe_exponent(currency)
    return max(rounding_step(currency), 10**fewer if fewer > 0 else 1)


def _rescale(amount: int, places: int, wanted: int) -> int:
    factor = int(10 ** abs(wanted - places))
    return amount * factor if wanted >= places else amount // factor
