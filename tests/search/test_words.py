from search.words import MAX_WORDS, Term, only_stop_words, terms_of, too_many_words


def test_words_are_folded_and_the_last_may_be_a_beginning() -> None:
    assert terms_of("Motivational  INTERVIÉW") == (Term(("motivational",)), Term(("interview",), prefix=True))


def test_stop_words_and_repetitions_go() -> None:
    assert terms_of("the coaching of the coaching") == (Term(("coaching",), prefix=True),)


def test_a_short_last_word_is_meant_as_it_stands() -> None:
    assert terms_of("mi") == (Term(("mi",)),)


def test_only_the_first_words_are_asked() -> None:
    text = " ".join(f"word{n}" for n in range(MAX_WORDS + 1))

    assert [term.forms[0] for term in terms_of(text)] == [f"word{n}" for n in range(MAX_WORDS)]
    assert too_many_words(text)
    assert not too_many_words("two words")


def test_only_stop_words() -> None:
    assert only_stop_words("The and of")
    assert not only_stop_words("the zebra")
    assert not only_stop_words("💬")
