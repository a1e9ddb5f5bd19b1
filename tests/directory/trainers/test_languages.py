import pytest

from directory.trainers.languages import language_name, language_names


@pytest.mark.parametrize(
    ("code", "name"), [("en", "English"), ("CY", "Welsh"), ("pt-br", "Brazilian Portuguese"), ("xx", "xx")]
)
def test_language_name(code: str, name: str) -> None:
    assert language_name(code) == name


def test_language_names_keep_their_order() -> None:
    assert language_names(["pl", "en"]) == ["Polish", "English"]
