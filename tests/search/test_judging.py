"""The yardstick itself."""

import re
from math import isclose, log2

import pytest

from tests.search.judging import BadJudgement, Judged, gained, load, ndcg, query_of, unknown

PACKAGES = ("package/nerys/four", "package/nerys/one", "package/cem/four")
KNOWN = ("trainer/nerys", "trainer/cem", "group/quantock", *PACKAGES)


def judged(**grades: int) -> Judged:
    return Judged("q=probation", {name.replace("_", "/"): grade for name, grade in grades.items()})


def test_gained_by_hand() -> None:
    assert isclose(gained([3, 0, 1]), 7 + 1 / log2(4))
    assert gained([0] * 10 + [3]) == 0


def test_ndcg_of_the_best_order_is_one() -> None:
    one = judged(trainer_nerys=3, group_quantock=2)

    assert ndcg(one, ["trainer/nerys", "group/quantock"], KNOWN) == 1
    assert isclose(
        ndcg(one, ["group/quantock", "trainer/nerys"], KNOWN), (3 + 7 / log2(3)) / (7 + 3 / log2(3))
    )
    assert ndcg(one, ["trainer/cem"], KNOWN) == 0


def test_ndcg_counts_one_package_of_each_trainer() -> None:
    one = Judged("q=x", {"packages/nerys": 2, "package/nerys/one": 3, "packages/cem": 1})

    assert [one.grade(name) for name in PACKAGES] == [2, 3, 1]
    assert ndcg(one, ["package/nerys/one", "package/cem/four"], KNOWN) == 1
    assert ndcg(one, ["package/nerys/four", "package/cem/four"], KNOWN) < 1


def test_ndcg_where_nobody_is_served_by_anything() -> None:
    assert ndcg(judged(), [], KNOWN) == 1
    assert ndcg(judged(), ["trainer/nerys"], KNOWN) == 0


def test_unknown_names_are_told() -> None:
    one = Judged("q=x", {"trainer/nerys": 3, "packages/cem": 2, "packages/nobody": 1, "group/gone": 1})

    assert unknown([one], KNOWN) == ["group/gone", "packages/nobody"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- {ask: q=x}\n- {ask: q=x}", "Judged twice: q=x"),
        ("- {ask: q=x, 3: [a, b], 1: [b]}", "q=x: graded twice: b"),
        ("- {ask: q=x, 4: [a]}", "q=x: what is {4}?"),
    ],
)
def test_load_refuses_what_cannot_be(text: str, said: str) -> None:
    with pytest.raises(BadJudgement, match=f"^{re.escape(said)}$"):
        load(text)


@pytest.mark.django_db
def test_query_is_that_of_the_page() -> None:
    query = query_of(
        "q=one & two + three&kind=trainer&kind=group&near=51.0, -3.1&online=1".replace("& ", "and ")
    )

    assert query.text == "one and two + three"
    assert (query.kinds, query.point, query.online) == (("trainer", "group"), (51.0, -3.1), True)
