import pytest

from core.money import Money
from marketplace.payments.stripe_units import AmountNotPossible, from_stripe, minimum, to_stripe


@pytest.mark.parametrize(
    ("money", "stripe_amount"),
    [
        (Money(1234, "GBP"), 1234),
        (Money(500, "JPY"), 500),
        (Money(5, "ISK"), 500),
        (Money(7, "UGX"), 700),
        (Money(1045, "HUF"), 1045),
        (Money(80_045, "TWD"), 80_045),
        (Money(5_120, "KWD"), 5_120),
        (Money(1_230, "TND"), 1_230),
        (Money(4_500, "MGA"), 45),
        (Money(99_999_999, "USD"), 99_999_999),
    ],
)
def test_units_go_there_and_back(money: Money, stripe_amount: int) -> None:
    assert to_stripe(money) == stripe_amount
    assert from_stripe(stripe_amount, money.currency.lower()) == money


@pytest.mark.parametrize(
    ("money", "sentence"),
    [
        (Money(0, "GBP"), "£0 cannot be sent: an amount has to be more than zero."),
        (Money(-5, "GBP"), "−£0.05 cannot be sent: an amount has to be more than zero."),
        (Money(5_124, "KWD"), "KWD 5.124 cannot be sent. KWD 5.120 or KWD 5.130 could."),
        (Money(150, "MGA"), "MGA 1.50 cannot be sent. MGA 1 or MGA 2 could."),
        (Money(100_000_000, "USD"), "$1,000,000 is more than Stripe takes in one payment."),
        (Money(1_000, "LYD"), "Stripe does not take LYD. Another currency might do."),
    ],
)
def test_to_stripe_says_what_is_not_possible(money: Money, sentence: str) -> None:
    with pytest.raises(AmountNotPossible) as refusal:
        to_stripe(money)

    assert refusal.value.sentence == sentence


def test_from_stripe_refuses_parts_of_a_krona() -> None:
    with pytest.raises(AmountNotPossible):
        from_stripe(550, "isk")


def test_from_stripe_keeps_the_sign() -> None:
    assert from_stripe(-500, "isk") == Money(-5, "ISK")


def test_minimum_is_in_iso_units() -> None:
    assert (minimum("GBP"), minimum("JPY"), minimum("KWD")) == (Money(30, "GBP"), Money(50, "JPY"), None)
