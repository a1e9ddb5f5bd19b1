"""Whole minor units, and how they are split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import Money, exponent, rounding_step, share, split


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (38_000, "GBP", "£380"),
        (760, "GBP", "£7.60"),
        (38_000, "JPY", "¥38,000"),
        (12_500, "KWD", "KWD 12.500"),
        (12_000, "KWD", "KWD 12"),
        (-1_250, "EUR", "−€12.50"),
        (0, "USD", "$0"),
        (123_456_789, "CHF", "CHF 1,234,567.89"),
    ],
)
def test_as_people_read_it(amount: int, currency: str, text: str) -> None:
    assert str(Money(amount, currency)) == text


@pytest.mark.parametrize(
    ("currency", "places", "step"), [("GBP", 2, 1), ("JPY", 0, 1), ("KWD", 3, 10), ("ISK", 0, 1)]
)
def test_decimals_and_steps(currency: str, places: int, step: int) -> None:
    assert (exponent(currency), rounding_step(currency)) == (places, step)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="cannot be added"):
        Money(1, "GBP") + Money(1, "EUR")
    with pytest.raises(ValueError, match="cannot be added"):
        Money(1, "GBP") - Money(1, "EUR")


@pytest.mark.parametrize("currency", ["", "gbp", "GB", "POUND"])
def test_what_is_no_currency(currency: str) -> None:
    with pytest.raises(ValueError, match="ISO 4217"):
        Money(1, currency)


def test_sums() -> None:
    assert Money(5, "GBP") + Money(7, "GBP") - Money(20, "GBP") == -Money(8, "GBP")
    assert not Money(0, "GBP")


@given(
    steps=st.integers(0, 10**9),
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=30),
    step=st.sampled_from([1, 10, 100]),
)
def test_a_split_adds_up_and_each_part_is_within_a_step_of_its_due(
    steps: int, weights: list[int], step: int
) -> None:
    amount = steps * step

    parts = split(amount, weights, step=step)

    assert sum(parts) == amount
    assert len(parts) == len(weights)
    total = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert part >= 0
        assert part % step == 0
        if total:
            assert abs(part * total - amount * weight) < step * total


@pytest.mark.parametrize(
    ("amount", "weights", "step"), [(-1, [1], 1), (5, [], 1), (5, [1, -1], 1), (15, [1], 10)]
)
def test_what_cannot_be_split(amount: int, weights: list[int], step: int) -> None:
    with pytest.raises(ValueError, match=r"must not be negative|not a multiple"):
        split(amount, weights, step=step)


def test_all_weights_zero() -> None:
    assert split(7, [0, 0]) == [7, 0]


@given(amount=st.integers(0, 10**12), points=st.integers(0, 10_000), step=st.sampled_from([1, 10]))
def test_a_share_never_exceeds_its_rate(amount: int, points: int, step: int) -> None:
    found = share(amount, points, step=step)

    assert found % step == 0
    assert 0 <= amount * points - found * 10_000 < step * 10_000
