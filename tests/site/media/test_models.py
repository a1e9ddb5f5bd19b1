import pytest

from tests.factories.pictures import picture


@pytest.mark.django_db
def test_alternative_text_is_the_one_given_and_never_the_title() -> None:
    assert picture(title="IMG_2041.jpg", alt_text="").default_alt_text == ""
    assert picture(alt_text="Two cups").default_alt_text == "Two cups"
