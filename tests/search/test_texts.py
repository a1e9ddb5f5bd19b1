from search.settings_tree import SettingsTree
from search.texts import folded

TREE = SettingsTree({"justice": "Justice", "probation": "Probation"}, {"justice": "", "probation": "justice"})


def test_labels_have_all_that_a_document_is_sorted_under() -> None:
    texts = folded(
        kind="unknown",
        title="Łódź",
        by="Nerys",
        settings=("probation",),
        topics=("Feedback",),
        places=("Taunton",),
        languages=("cy", "en", "xx"),
        summary="",
        body="",
        tree=TREE,
    )

    assert (texts.title, texts.by) == ("lodz", "nerys")
    assert texts.labels == "justice probation feedback taunton welsh cymraeg english"
    assert texts.body == "justiz bewahrungshilfe"
