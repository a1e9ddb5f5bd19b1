from search.highlight import PASSAGE, passage
from search.words import Term, terms_of


def test_summary_with_the_words_marked() -> None:
    shown = passage(terms_of("coaching probation"), "Coached in Probation.", "")

    assert shown == "<mark>Coached</mark> in <mark>Probation</mark>."


def test_accents_do_not_hide_a_word() -> None:
    assert passage(terms_of("lodz"), "Grupa Łódź", "") == "Grupa <mark>Łódź</mark>"


def test_a_beginning_marks_the_whole_word() -> None:
    assert passage(terms_of("proba"), "On probation", "") == "On <mark>probation</mark>"


def test_passage_of_the_body_is_cut_between_words() -> None:
    body = "alpha " * 100 + "needle " + "omega " * 100

    shown = passage(terms_of("needle"), "nothing here", body)

    assert shown.startswith("…alpha ")
    assert shown.endswith(" omega…")
    assert "<mark>needle</mark>" in shown
    assert len(shown) <= PASSAGE + len("<mark></mark>……")


def test_a_passage_stays_within_its_line() -> None:
    rest = ", prison and courts, and a good deal more that follows on this very line, right up to the end."
    body = f"First line of the story.\nProbation{rest}"

    assert passage(terms_of("probation"), "Summary", body) == f"<mark>Probation</mark>{rest}"


def test_a_short_line_follows_the_summary() -> None:
    assert passage(terms_of("probation"), "Try & see.", "Story.\nProbation, prison") == (
        "Try &amp; see. · <mark>Probation</mark>, prison"
    )


def test_markup_is_shown_as_text() -> None:
    shown = passage(terms_of("script"), "<script>alert('x')</script>", "")

    assert shown == "&lt;<mark>script</mark>&gt;alert(&#x27;x&#x27;)&lt;/<mark>script</mark>&gt;"


def test_nothing_found_nothing_shown() -> None:
    assert passage(terms_of("zebra"), "Summary", "Body") == ""
    assert passage((), "Summary", "Body") == ""


def test_passage_marks_the_words_of_a_phrase_only_where_they_stand_together() -> None:
    terms = (Term(("probation", "community supervision")),)

    marked = passage(terms, "Community treatment, community supervision and supervision", "")

    assert marked == "Community treatment, <mark>community</mark> <mark>supervision</mark> and supervision"
