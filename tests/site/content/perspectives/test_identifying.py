import tomllib

import pytest

from content.perspectives import identifying
from content.seeding import HERE
from tests.factories.articles import article_files


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It was the first time the man from Canal Street looked at me.", ["the man from Canal Street"]),
        ("I said it to a young woman who works at Debenhams.", ["a young woman who works at Debenhams"]),
        ("I asked Mr Brown what he made of it.", ["Mr Brown"]),
        ("Then Sarah came in with Peter Whitlock.", ["Peter Whitlock"]),
        ("A lad, a 14-year-old, laughed.", ["14-year-old"]),
        ("He’s fourteen years old.", ["fourteen years old"]),
        ("The son, aged 9, was there.", ["aged 9"]),
        ("She was 43 and tired.", ["She was 43"]),
        ("They live at 12 Mill Lane now.", ["12 Mill Lane"]),
        ("He was sent to TA1 2AB for it.", ["TA1 2AB"]),
        ("I rang 07700 900123 and waited.", ["07700 900123"]),
        ("Write to joss.b@example.org then.", ["joss.b@example.org"]),
        ("It says 3 May 1980 on the card.", ["3 May 1980"]),
        ("It says 03/05/1980 on the card.", ["03/05/1980"]),
        ("His NHS number 943 476 5919 was on it.", ["943 476 5919"]),
        ("The case number is CH/20331 there.", ["case number is CH/20331"]),
    ],
)
def test_what_can_be_traced_is_found(text: str, found: list[str]) -> None:
    passages = list(identifying.passages(text))

    assert passages == found


@pytest.mark.parametrize(
    "text",
    [
        "I asked Joss what she made of it. Orla waited.",
        "Motivational Interviewing was new to the Youth Justice Team.",
        "“You could have stayed in bed and let the letter come.” He laughed.",
        "We had 20 minutes on Monday, and 3 of them were silence.",
        "I have done this for 9 years, and she was 10 minutes late.",
        "On the street people talk more. He was 20 minutes early.",
        "William Miller wrote about that with Stephen Rollnick.",
        "A student in September asks other things than one in May.",
        "From 1 to 10, where would you put yourself? Why a 6 and not a 2?",
        "They said: Nobody ever asked me. It was quiet then.",
    ],
)
def test_ordinary_words_raise_nothing(text: str) -> None:
    passages = list(identifying.passages(text))

    assert passages == []


def test_conversations_of_the_articles_raise_nothing() -> None:
    turns = [
        turn["text"]
        for path in article_files()
        for block in tomllib.loads(path.read_text("utf-8"))["body"]
        if block["type"] == "conversation"
        for turn in block["value"]["turns"]
    ]

    found = [words for text in turns for words in identifying.passages(text)]

    assert len(turns) > 20
    assert found == []


def test_perspectives_of_the_site_raise_nothing() -> None:
    answers = [
        "\n".join([answer["said"], answer["happened"], answer.get("changed", "")])
        for path in sorted((HERE / "questions").glob("*.toml"))
        for answer in tomllib.loads(path.read_text("utf-8"))["perspectives"]
    ]

    found = [words for text in answers for words in identifying.passages(text)]

    assert len(answers) > 10
    assert found == []
