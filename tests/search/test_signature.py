from search import signature
from search.signature import Signature


def test_what_is_written_is_read_again() -> None:
    text = signature.write("trainer", ("online", "in_person"), ("en", "cy", "en"), (), dated=True)

    assert text == "trainer|in_person,online|cy,en||dated"
    assert signature.read(text) == Signature("trainer", ("in_person", "online"), ("cy", "en"), (), True)


def test_equal_things_have_one_signature() -> None:
    assert signature.write("a", (), (), ("x", "y")) == signature.write("a", (), (), ("y", "x"))
