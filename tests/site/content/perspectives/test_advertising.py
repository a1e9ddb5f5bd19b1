import pytest

from content.perspectives import advertising


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("More on https://example.org/coach now", ["https://example.org/coach"]),
        ("See mi-coach.com for it.", ["mi-coach.com"]),
        ("Use my promo code.", ["promo code"]),
        ("Today 20% off.", ["20% off"]),
        ("A free offer: buy at a guaranteed price.", ["free, offer, buy, guaranteed, price"]),
    ],
)
def test_advertisements_are_found(text: str, found: list[str]) -> None:
    assert list(advertising.passages(text)) == found


@pytest.mark.parametrize(
    "text",
    [
        "What would you be free to try this week?",
        "I offer a choice: the first half or the second.",
        "She paid the price for that, and we could not guarantee anything.",
        "He said no.Then he sat down.",
    ],
)
def test_accounts_of_conversations_are_none(text: str) -> None:
    assert list(advertising.passages(text)) == []
