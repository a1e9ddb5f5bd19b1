"""Money as whole minor units of an ISO 4217 currency, and how it is split."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language

# ISO 4217: currencies whose exponent is not two.
_WHOLE = ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV"]
_THREE = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
_EXPONENTS = {**dict.fromkeys([*_WHOLE, "XAF", "XOF", "XPF"], 0), **dict.fromkeys(_THREE, 3)}
_SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥", "CAD": "CA$", "AUD": "A$", "NZD": "NZ$"}
_GERMAN = str.maketrans(",.", ".,")  # thousands and decimals change places
BASIS_POINTS = 10_000


def exponent(currency: str) -> int:
    """Decimal places of the currency's minor unit (ISO 4217): GBP 2, JPY 0, KWD 3."""
    return _EXPONENTS.get(currency, 2)


def rounding_step(currency: str) -> int:
    """Smallest payable step in minor units: 10 for three-decimal currencies (Stripe's rule), else 1."""
    return 10 if exponent(currency) == 3 else 1


@dataclass(frozen=True, slots=True)
class Money:
    """`amount` minor units of `currency` (ISO 4217, upper case)."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if len(self.currency) != 3 or not self.currency.isupper():
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code.")

    def __add__(self, other: "Money") -> "Money":
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: "Money") -> "Money":
        return Money(self.amount - self._same(other), self.currency)

    def __neg__(self) -> "Money":
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def _same(self, other: "Money") -> int:
        if other.currency != self.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added.")
        return other.amount

    @property
    def decimal(self) -> Decimal:
        """The amount in major units: Money(1234, "GBP").decimal == Decimal("12.34")."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def format(self) -> str:
        """As people read it in the language of now: £380, £7.60, ¥38,000, KWD 12.500; in German 7,60 £ and
        38.000 ¥. Whole amounts lose their zeros."""
        places = exponent(self.currency)
        whole = self.amount % 10**places == 0
        number = f"{abs(self.decimal):,.{0 if whole else places}f}"
        symbol = _SYMBOLS.get(self.currency, f"{self.currency} ")
        sign = "−" if self.amount < 0 else ""
        if get_language() == "de":
            return f"{sign}{number.translate(_GERMAN)}\u00a0{symbol.strip()}"
        return f"{sign}{symbol}{number}"

    __str__ = format


def percent(basis_points: int) -> str:
    """A share as people read it in the language of now: 12%, 12.5%; in German 12 % and 12,5 %."""
    number = f"{Decimal(basis_points) / 100:f}"
    number = number.rstrip("0").rstrip(".") if "." in number else number
    if get_language() == "de":
        return f"{number.translate(_GERMAN)}\u00a0%"
    return f"{number}%"


def split(amount: int, weights: Sequence[int], *, step: int = 1) -> list[int]:
    """Split `amount` (a multiple of `step`) in proportion to `weights` by largest remainder.

    Parts are multiples of `step` and add up to `amount`; a tie goes to the earlier part. All weights zero:
    the first part takes everything. Source: Hamilton's method of apportionment.
    """
    if amount < 0 or any(weight < 0 for weight in weights) or not weights:
        raise ValueError("Amounts and weights must not be negative, and there must be a part.")
    if amount % step:
        raise ValueError(f"{amount} is not a multiple of {step}.")
    total = sum(weights)
    if total == 0:
        return [amount] + [0] * (len(weights) - 1)
    steps = amount // step
    parts = [steps * weight // total for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(steps * weights[i] % total), i))
    for index in by_remainder[: steps - sum(parts)]:
        parts[index] += 1
    return [part * step for part in parts]


def share(amount: int, basis_points: int, *, step: int = 1) -> int:
    """`basis_points` of `amount`, rounded down to a multiple of `step`: a fee never exceeds its rate."""
    return amount * basis_points // BASIS_POINTS // step * step
