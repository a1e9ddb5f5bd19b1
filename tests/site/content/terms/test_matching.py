import pytest

from content.terms.matching import Explained, Matcher, is_acronym


def explained(words: str, *also: str) -> Explained:
    return Explained(pk=1, term=words, slug=words.lower(), short="", forms=(words, *also))


def found(text: str, *terms: Explained) -> list[str]:
    return [text[match.start : match.end] for match in Matcher(terms).matches(text)]


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Change talk, and change\n talk.", ["Change talk", "change\n talk"]),
        ("exchange talk, change talks, change-talk", []),
        ("change talk’s end", ["change talk"]),
        ("", []),
    ],
)
def test_whole_words_are_found_in_any_case(text: str, forms: list[str]) -> None:
    assert found(text, explained("Change talk")) == forms


@pytest.mark.parametrize(
    ("text", "forms"), [("MI, mi and Mi; MITI; MI-based; pre-MI", ["MI"]), ("(MI)", ["MI"]), ("MI-", ["MI"])]
)
def test_acronyms_are_found_in_capitals_alone(text: str, forms: list[str]) -> None:
    assert found(text, explained("Motivational Interviewing", "MI")) == forms


def test_longest_form_wins_whichever_term_came_first() -> None:
    short, long = explained("Reflection"), explained("Complex reflection")

    assert found("a complex reflection, a reflection", short, long) == ["complex reflection", "reflection"]
    assert found("a complex reflection, a reflection", long, short) == ["complex reflection", "reflection"]


def test_forms_may_begin_and_end_with_signs() -> None:
    assert found("a %CR of 40, R:Q (spirit)", explained("%CR", "R:Q", "(spirit)")) == [
        "%CR",
        "R:Q",
        "(spirit)",
    ]


@pytest.mark.parametrize("form", ["client's own plan", "client’s own plan"])
def test_apostrophes_of_any_make_are_one(form: str) -> None:
    text = "The client’s own plan, the client's own plan."

    assert found(text, explained(form)) == ["client’s own plan", "client's own plan"]


@pytest.mark.parametrize("form", ["Ask-offer-ask", "Ask‑offer‑ask"])
def test_hyphens_of_any_make_are_one(form: str) -> None:
    assert found("ask-offer-ask, ask‑offer‑ask; ask offer ask", explained(form)) == [
        *("ask-offer-ask", "ask‑offer‑ask"),
    ]


def test_acronym_has_letters() -> None:
    assert [is_acronym(words) for words in ("DARN-CAT", "MITI 4.2.1", "4.2.1", "Mint")] == [
        True,
        True,
        False,
        False,
    ]
