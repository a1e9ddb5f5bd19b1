"""Elasticsearch keeps the contract, on a real server, and answers as the database does."""

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from elasticsearch import Elasticsearch

from core import clock
from core.findable import Findable
from search import settings_tree
from search.database.engine import DatabaseEngine
from search.elastic import agreement, client, mapping
from search.elastic.engine import ElasticsearchEngine
from search.elastic.errors import IndexOutdated
from search.elastic.question import Question
from search.engine import Engine
from search.query import SORTS, SearchQuery
from search.result import SearchResult
from tests.search.contract import EngineContract, around, counts, near, titles
from tests.search.elastic.index import Index
from tests.search.shelf import KINDS, TOWNS, Shelf, at, thing

PATIENT_SECONDS = 30.0  # these tests ask what is answered, not how soon


@pytest.fixture
def engine(speaking: Elasticsearch, index: Index) -> Engine:
    return ElasticsearchEngine(asked=speaking, index=index.name, seconds=PATIENT_SECONDS)


@pytest.mark.elasticsearch
@pytest.mark.django_db
class TestElasticsearchEngine(EngineContract):
    @pytest.fixture
    def engine(self, speaking: Elasticsearch, index: Index) -> Engine:
        return ElasticsearchEngine(asked=speaking, index=index.name, seconds=PATIENT_SECONDS)

    def test_it_reads_nothing_from_the_database(
        self, engine: Engine, shelf: Shelf, django_assert_num_queries: Any, index: Index
    ) -> None:
        trainer = UUID(int=7)
        shelf.put(
            *(
                thing(f"Ours {n}", kind="package", trainer_uid=trainer, places=(at("Exeter"),))
                for n in range(3)
            ),
            thing("Ours too", places=(at("Taunton"),)),
        )
        told = ElasticsearchEngine(
            tree=settings_tree.load(), asked=index.client, index=index.name, seconds=PATIENT_SECONDS
        )

        with django_assert_num_queries(0):
            result = told.search(near("Taunton", text="ours", radius_km=80))
            told.count([SearchQuery()])
            told.pins(SearchQuery())

        assert (result.total, result.engine, result.degraded) == (4, "elasticsearch", False)

    def test_the_last_page_within_reach(
        self, engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Elasticsearch sorts no farther than DEEPEST: what lies beyond is counted and has no page."""
        monkeypatch.setattr("search.elastic.engine.DEEPEST", 4)
        monkeypatch.setattr("search.elastic.question.DEEPEST", 4)
        shelf.put(*(thing(f"{n}", quality=1 - n / 10) for n in range(7)))

        result = engine.search(SearchQuery(page=10_000, page_size=2))

        assert (titles(result), result.page, result.pages, result.total) == (["2", "3"], 2, 2, 7)

    def test_a_tombstone_is_never_found(self, engine: Engine, shelf: Shelf) -> None:
        one = thing("Gone", places=(at("Taunton"),), online=True)
        shelf.put(one)
        shelf.take(one)

        for query in (
            SearchQuery(),
            SearchQuery(online=True),
            near("Taunton"),
            SearchQuery(sort="price", currency="GBP"),
        ):
            assert engine.search(query).total == 0


@pytest.mark.elasticsearch
@pytest.mark.django_db
class TestSeveralShards:
    @pytest.fixture(scope="class")
    @classmethod
    def index(cls) -> Iterator[Index]:
        with Index.made(client.patient_client(), shards=3) as made:
            yield made

    def test_counts_are_exact(self, engine: Engine, shelf: Shelf) -> None:
        """More values than the ten that Elasticsearch gives unasked, the rarest of them spread over all shards."""
        codes = [f"{a}{b}" for a in "abcdef" for b in "abcdefgh"]
        shelf.put(
            *(
                thing(f"{n}", languages=(code,), kind="package", trainer_uid=UUID(int=n % 5))
                for n, code in enumerate(
                    code for place, code in enumerate(codes) for _ in range(1 + place % 4)
                )
            )
        )

        result = engine.search(SearchQuery())

        assert counts(result, "language") == {code: 1 + place % 4 for place, code in enumerate(codes)}
        assert (result.total, result.folds, len(result.hits)) == (120, 5, 5)
        assert [hit.more_by for hit in result.hits] == [23] * 5


@pytest.mark.elasticsearch
@pytest.mark.django_db
class TestBothEngines:
    """What was not thought of: made-up things and questions, the same answers."""

    @pytest.mark.parametrize("seed", range(4))
    def test_answer_alike(self, engine: Engine, shelf: Shelf, seed: int) -> None:
        chance = random.Random(seed)
        shelf.put(*(made_up(chance) for _ in range(60)))
        database = DatabaseEngine()

        for _ in range(25):
            query = question(chance)
            assert told(engine.search(query), query) == told(database.search(query), query), query
            assert engine.count([query]) == database.count([query])
            assert engine.pins(query) == database.pins(query), query


WORDS = ("probation", "coaching", "listening", "feedback", "group")
SLUGS = ("probation", "prison", "justice", "schools", "housing")


def made_up(chance: random.Random) -> Findable:
    price = chance.choice((None, 0, 5_000, 9_000))
    start = chance.choice((None, dt.datetime(2030, 1, chance.randint(1, 28), tzinfo=dt.UTC)))
    kind = chance.choice(KINDS)[0]
    return thing(
        " ".join(chance.sample(WORDS, 2)),
        uid=UUID(int=chance.getrandbits(128)),
        kind=kind,
        trainer_uid=UUID(int=chance.randint(1, 4)) if kind == "package" else None,
        summary=chance.choice(WORDS),
        body=" ".join(chance.choices(WORDS, k=6)),
        settings=tuple(chance.sample(SLUGS, chance.randint(0, 2))),
        languages=tuple(chance.sample(("en", "cy", "pl"), chance.randint(0, 2))),
        formats=tuple(chance.sample(("in_person", "online"), chance.randint(0, 2))),
        price_from=price,
        price_to=price,
        currency=chance.choice(("GBP", "EUR")) if price is not None else "",
        online=chance.random() < 0.3,
        country=chance.choice(("", "GB", "IE")),
        accepting_until=chance.choice((None, clock.now().date())),
        visible_until=chance.choice((None, None, clock.now() - dt.timedelta(days=1))),
        starts_at=start,
        ends_at=start and chance.choice((None, start + dt.timedelta(days=3))),
        quality=chance.randint(0, 100) / 100,
        places=tuple(
            at(town, travel_km=chance.choice((0, 25, 50, 100)))
            for town in chance.sample(list(TOWNS), chance.choice((0, 1, 1, 2)))
        ),
    )


def question(chance: random.Random) -> SearchQuery:
    def some(values: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(chance.sample(values, chance.choice((0, 0, 0, 1, 2))))

    more: dict[str, Any] = {
        "text": chance.choice(("", "", "probation", "coaching listen", "feedb")),
        "online": chance.random() < 0.3,
        "settings": some(SLUGS),
        "kinds": some(tuple(name for name, _ in KINDS)),
        "formats": some(("in_person", "online")),
        "languages": some(("en", "cy", "pl")),
        "price_max": chance.choice((None, None, 0, 6_000)),
        "currency": "GBP",
        "from_": chance.choice((None, None, dt.date(2030, 1, 10))),
        "to": chance.choice((None, None, dt.date(2030, 1, 20))),
        "accepting": chance.random() < 0.2,
        "sort": chance.choice(SORTS),
        "page": chance.choice((1, 1, 2, 9)),
        "page_size": chance.choice((3, 12)),
        "exact": True,
    }
    town = chance.choice((None, *TOWNS))
    if town is None:
        return SearchQuery(**more)
    return around(*TOWNS[town], radius_km=chance.choice((1, 30, 70, 500, 20_000)), **more)


def told(result: SearchResult, query: SearchQuery) -> dict[str, Any]:
    """What must be the same. How much a word weighs is each engine's own, so its hits are taken in any order, where
    all are on the page."""
    hits = [
        (hit.title, hit.uid, hit.place, hit.distance_km, hit.more_by, hit.price, hit.starts_at, hit.highlight)
        for hit in result.hits
    ]
    weighed = bool(query.terms) and query.sort not in ("soonest", "price")
    weighed = weighed and not (query.sort == "distance" and query.point)
    return {
        "counts": (result.total, result.folds, result.page, result.pages, result.left_out, result.dated),
        "facets": result.facets,
        "hits": hits if not weighed else len(hits),
    }


@pytest.mark.elasticsearch
def test_an_index_of_another_program_is_refused(speaking: Elasticsearch, index: Index) -> None:
    engine = ElasticsearchEngine(tree=settings_tree.SettingsTree({}, {}), asked=speaking, index=index.name)
    assert engine.search(SearchQuery()).total == 0

    index.client.indices.put_mapping(index=index.name, meta={"digest": "another"})
    agreement.forget()
    with pytest.raises(IndexOutdated, match="search_rebuild"):
        engine.search(SearchQuery())
    index.client.indices.put_mapping(index=index.name, meta={"digest": mapping.digest()})


def test_a_search_is_the_same_question_for_a_minute() -> None:
    """Or Elasticsearch would compute anew what it knows."""

    def asked(second: int, minute: int = 30) -> Any:
        now = dt.datetime(2030, 1, 2, 12, minute, second, 7, tzinfo=dt.UTC)
        question = Question(near("Taunton"), settings_tree.SettingsTree({}, {}), now)
        return question.hits(1), question.counts(), question.total(), question.pins()

    assert asked(0) == asked(59)
    assert asked(0) != asked(0, minute=31)
