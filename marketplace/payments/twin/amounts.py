"""Stripe's rules about amounts."""

from marketplace.payments.stripe_units import LARGEST, minimum, stripe_exponent, to_stripe
from marketplace.payments.twin.problems import StripeProblem, bad_parameter

_FEE_BP = 150
_FEE_FIXED = 20  # minor units, as Stripe's European price list has it
# Currencies that Stripe takes; enough of them to meet every rule.
CURRENCIES = frozenset(
    (
        *("aed", "aud", "bgn", "bhd", "bif", "brl", "cad", "chf", "clp", "czk", "djf", "dkk", "eur", "gbp"),
        *("gnf", "hkd", "huf", "inr", "isk", "jod", "jpy", "kmf", "krw", "kwd", "mga", "mxn", "myr", "nok"),
        *("nzd", "omr", "pln", "pyg", "ron", "rwf", "sek", "sgd", "thb", "tnd", "try", "twd", "ugx", "usd"),
        *("vnd", "vuv", "xaf", "xof", "xpf", "zar"),
    )
)


def check(amount: int, currency: str, *, param: str = "amount") -> None:
    """A currency Stripe knows, an amount above zero, in its steps. Raises Stripe's problem."""
    if currency not in CURRENCIES:
        raise bad_parameter(f"Invalid currency: {currency}.", param="currency", code="parameter_invalid")
    if amount <= 0:
        raise bad_parameter(
            "This value must be greater than or equal to 1.", param=param, code="parameter_invalid_integer"
        )
    if amount > LARGEST:
        raise StripeProblem("Amount must be no more than 99999999.", code="amount_too_large", param=param)
    step = _step(currency)
    if amount % step:
        raise StripeProblem(
            f"Amounts in {currency} must be divisible by {step}.", code="invalid_amount", param=param
        )


def check_charge(amount: int, currency: str) -> None:
    """What can be charged: `check`, and not less than the minimum."""
    check(amount, currency, param="line_items[0][price_data][unit_amount]")
    least = minimum(currency.upper())
    if least and amount < to_stripe(least):
        raise StripeProblem(
            f"The Checkout Session's total amount must convert to at least {least}.", code="amount_too_small"
        )


def fee(amount: int, currency: str) -> int:
    """1.5 % and 20 minor units, in the currency's steps; never more than the amount."""
    step = _step(currency)
    exact = amount * _FEE_BP // 10_000 + _FEE_FIXED
    return min(amount, (exact + step - 1) // step * step)


def convert(amount: int, currency: str, wanted: str) -> int:
    """At the twin's exchange rate: one for one, whatever the currencies; only the decimals differ."""
    places = stripe_exponent(wanted.upper()) - stripe_exponent(currency.upper())
    factor = int(10 ** abs(places))
    return amount * factor if places >= 0 else amount // factor


def _step(currency: str) -> int:
    if currency in ("isk", "ugx"):
        return 100
    return 10 if stripe_exponent(currency.upper()) == 3 else 1
