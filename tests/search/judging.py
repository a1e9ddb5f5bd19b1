"""The judged searches of judged.yaml and judged_unseen.yaml: read, checked, asked as people would, and scored.

The score is nDCG@10, discounted cumulated gain over that of the best possible order (Järvelin and Kekäläinen 2002,
ACM TOIS 20(4), 422-446), with gain 2^grade - 1 and discount log2(1 + rank) (Burges et al. 2005, ICML).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote_plus
from uuid import UUID

import yaml
from django.http import QueryDict

from content.models import ArticlePage, GlossaryTerm, NewsPage, QuestionPage
from directory.groups.models import PracticeGroup
from directory.library.models import Activity, Resource
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package
from search import settings_tree
from search.engine import Engine
from search.forms import SearchForm
from search.query import SearchQuery

FILE = Path(__file__).with_name("judged.yaml")
UNSEEN = Path(__file__).with_name("judged_unseen.yaml")
SHOWN = 10
GRADES = (3, 2, 1)
Key = tuple[str, UUID]


class BadJudgement(ValueError):
    """A file of judgements says something that cannot be."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is asked, and how good which document would be: 3, 2 or 1, all others nothing."""

    ask: str
    grades: dict[str, int]
    weak: str = ""
    """Why it is known to be answered badly."""
    reader: str = "en"
    """The language of the site where it is asked."""

    def grade(self, name: str) -> int:
        """The grade of a document by its name: its own, else that of all its trainer's packages."""
        return self.grades.get(name, self.grades.get(_all_packages(name), 0))


@dataclass(frozen=True, slots=True)
class Scored:
    """How good an answer was, 0 to 1, and the names of what it showed."""

    judged: Judged
    score: float
    shown: tuple[str, ...]


def load(text: str | None = None, *, file: Path = FILE) -> list[Judged]:
    """The judgements of a file, in their order. Raises BadJudgement when a search or a name stands twice."""
    rows = yaml.safe_load(file.read_text("utf-8") if text is None else text)
    judged = [_judged(row) for row in rows]
    asked = [one.ask for one in judged]
    if twice := {ask for ask in asked if asked.count(ask) > 1}:
        raise BadJudgement(f"Judged twice: {', '.join(sorted(twice))}")
    return judged


def names() -> dict[Key, str]:
    """What documents are called in judgements, by kind and uid. Nine statements."""
    package = Package.objects.values_list("uid", "trainer__slug", "slug")
    return {
        **{("trainer", uid): f"trainer/{slug}" for uid, slug in Trainer.objects.values_list("uid", "slug")},
        **{("package", uid): f"package/{trainer}/{slug}" for uid, trainer, slug in package},
        **{("group", uid): f"group/{slug}" for uid, slug in PracticeGroup.objects.values_list("uid", "slug")},
        **{("article", uid): f"article/{s}" for uid, s in ArticlePage.objects.values_list("uid", "slug")},
        **{("question", uid): f"question/{s}" for uid, s in QuestionPage.objects.values_list("uid", "slug")},
        **{("news", uid): f"news/{slug}" for uid, slug in NewsPage.objects.values_list("uid", "slug")},
        **{("term", uid): f"term/{slug}" for uid, slug in GlossaryTerm.objects.values_list("uid", "slug")},
        **{
            ("activity", uid): f"activity/{slug}" for uid, slug in Activity.objects.values_list("uid", "slug")
        },
        **{
            ("resource", uid): f"resource/{slug}" for uid, slug in Resource.objects.values_list("uid", "slug")
        },
    }


def unknown(judged: Iterable[Judged], known: Iterable[str]) -> list[str]:
    """Names in the judgements that nothing bears."""
    there = set(known)
    there |= {_all_packages(name) for name in there}
    return sorted({name for one in judged for name in one.grades} - there)


def query_of(ask: str, *, reader: str = "en") -> SearchQuery:
    """What the search page in this language would ask an engine, with this in its address."""
    pairs = parse_qsl(ask.replace("+", "%2B"), keep_blank_values=True, strict_parsing=True)
    address = QueryDict("&".join(f"{name}={quote_plus(value)}" for name, value in pairs))
    return SearchForm(address, tree=settings_tree.load(), reader=reader).query()


def score(engine: Engine, judged: Judged, known: dict[Key, str]) -> Scored:
    """Ask the engine, and compare its first page with the best possible order."""
    hits = engine.search(query_of(judged.ask, reader=judged.reader)).hits
    shown = tuple(known[hit.kind, hit.uid] for hit in hits)
    return Scored(judged, ndcg(judged, shown, known.values()), shown)


def ndcg(judged: Judged, shown: Sequence[str], known: Iterable[str]) -> float:
    """nDCG@10 of these names in this order. Where nobody is served by anything: 1 if nothing is shown, else 0."""
    best = gained(sorted(_folded(judged, known), reverse=True))
    if not best:
        return float(not shown)
    return gained([judged.grade(name) for name in shown]) / best


def gained(grades: Sequence[int]) -> float:
    """DCG@10."""
    return sum((2**grade - 1) / log2(1 + rank) for rank, grade in enumerate(grades[:SHOWN], start=1))


def _folded(judged: Judged, known: Iterable[str]) -> Iterator[int]:
    """The grades that can stand on one page: of each trainer's packages only the best."""
    best: dict[str, int] = {}
    for name in known:
        fold = _all_packages(name) or name
        best[fold] = max(best.get(fold, 0), judged.grade(name))
    yield from best.values()


def _all_packages(name: str) -> str:
    """ "packages/<trainer>" for the name of a package, else nothing."""
    kind, trainer, *package = name.split("/")
    return f"packages/{trainer}" if kind == "package" and package else ""


def _judged(row: dict[Any, Any]) -> Judged:
    ask = row["ask"]
    if strange := set(row) - {"ask", "why", "weak", "reader", *GRADES}:
        raise BadJudgement(f"{ask}: what is {strange}?")
    graded = [(name, grade) for grade in GRADES for name in row.get(grade, ())]
    grades = dict(graded)
    if len(grades) < len(graded):
        named = [name for name, _ in graded]
        twice = sorted({name for name in named if named.count(name) > 1})
        raise BadJudgement(f"{ask}: graded twice: {', '.join(twice)}")
    return Judged(ask, grades, row.get("weak", ""), row.get("reader", "en"))
