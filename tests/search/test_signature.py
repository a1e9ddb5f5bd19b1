from search import signature
from search.signature import Signature


def test_what_is_written_is_read_again() -> None:
    text = signature.write(
        "trainer",
        ("online", "in_person"),
        ("en", "cy", "en"),
        ("probation",),
        translated_into=("de",),
        dated=True,
    )

    assert text == "trainer|f:in_person|f:online|l:cy|l:en|s:probation|t:de|dated|"
    assert signature.read(text) == Signature(
        "trainer", ("in_person", "online"), ("cy", "en"), ("probation",), ("de",), True
    )


def test_a_kind_alone_is_read_again() -> None:
    assert signature.read(signature.write("article", (), (), ())) == Signature(
        "article", (), (), (), (), False
    )


def test_equal_things_have_one_signature() -> None:
    assert signature.write("a", (), (), ("x", "y")) == signature.write("a", (), (), ("y", "x"))


def test_a_value_is_found_in_its_own_place_alone() -> None:
    text = signature.write("group", ("online",), (), ("online-group",))

    assert signature.value(signature.FORMAT, "online") in text
    assert signature.value(signature.SETTING, "online") not in text
    assert signature.value(signature.SETTING, "online-group") in text
