"""What every engine must do. A test class of an engine inherits these and says which engine in `engine`."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest

from core import clock
from core.money import Money
from directory.places.resolution import Resolution
from search import asking
from search.engine import Engine
from search.query import SearchQuery
from search.result import FacetValue, Pin, SearchResult
from search.synonyms import Row, made_of
from tests.search.shelf import TOWNS, Shelf, at, point, thing

DAY = dt.timedelta(days=1)


def near(town: str, **more: Any) -> SearchQuery:
    return around(*TOWNS[town], **more)


def around(lat: float, lon: float, **more: Any) -> SearchQuery:
    return SearchQuery(place=Resolution("point", "there", lat, lon), near="there", **more)


def titles(result: SearchResult) -> list[str]:
    return [hit.title for hit in result.hits]


def counts(result: SearchResult, facet: str) -> dict[str, int]:
    return {value.value: value.count for value in result.facets[facet]}


def two_languages(shelf: Shelf) -> None:
    """An article in both languages, and one in each that is there in no other."""
    told: dict[str, Any] = {"kind": "article", "body": "mornings"}
    shelf.put(
        thing("Dawn", languages=("en",), translated_into=("de",), **_there, **told),
        thing("Morgen", languages=("de",), translated_into=("en",), **_there, **told),
        thing("English alone", languages=("en",), **told),
        thing("German alone", languages=("de",), **told),
    )


_there: dict[str, Any] = {"settings": ("schools",), "places": (at("Taunton"),)}


class EngineContract:
    """Each test puts what could be confused with the right answer on the shelf first."""

    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    # Words

    def test_words_all_must_be_there(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Probation coaching"), thing("Probation"), thing("Coaching"))

        assert titles(engine.search(SearchQuery(text="probation coaching"))) == ["Probation coaching"]

    def test_words_some_will_do_when_nothing_has_all(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Probation"), thing("Housing"))

        result = engine.search(SearchQuery(text="probation zebra"))

        assert (titles(result), result.loosened) == (["Probation"], True)

    def test_words_of_a_sentence_need_not_all_be_there_where_few_have_them(
        self, engine: Engine, shelf: Shelf
    ) -> None:
        shelf.put(
            thing("Two", body="apples and pears"),
            thing("One", body="apples"),
            thing("All", body="apples, pears and plums"),
        )

        result = engine.search(SearchQuery(text="apples pears plums"))
        exactly = engine.search(SearchQuery(text="apples pears plums", exact=True))

        assert (titles(result), result.total) == (["All", "Two"], 2)
        assert (result.sparse, result.loosened) == (True, False)
        assert (titles(exactly), exactly.sparse) == (["All"], False)

    def test_words_of_which_a_document_has_more_say_more(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Zebra", kind="article", summary="zebra"),
            thing("Mornings", body="recordings, listened to in the mornings " + "filler " * 20),
            *(thing(f"Recordings {n}") for n in range(5)),
        )

        result = engine.search(SearchQuery(text="zebra recordings mornings quagga"))

        assert (titles(result)[0], result.loosened) == ("Mornings", True)

    def test_words_that_few_have_tell_more_than_those_that_many_have(
        self, engine: Engine, shelf: Shelf
    ) -> None:
        shelf.put(
            thing("Common", summary="common common", body="usual"),
            thing("Telling", body="zebra " + "filler " * 20),
            *(thing(f"Other {n}", body="common usual") for n in range(10)),
        )

        result = engine.search(SearchQuery(text="common zebra"))
        unhelped = engine.search(SearchQuery(text="usual common zebra", any_word=True))

        assert (titles(result)[0], result.loosened) == ("Telling", True)
        assert titles(unhelped)[0] != "Telling"

    @pytest.mark.parametrize(("plenty", "found"), [(3, ["A", "B", "C"]), (4, ["A", "B", "C", "Half"])])
    def test_words_that_are_nowhere_are_left_out_where_plenty_have_the_others(
        self, engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch, plenty: int, found: list[str]
    ) -> None:
        monkeypatch.setattr(asking, "PLENTY", plenty)
        whole = [thing(title, body="usual common") for title in "ABC"]
        shelf.put(*whole, thing("Half", body="usual"), thing("Other"))

        result = engine.search(SearchQuery(text="usual zebra common"))

        assert (sorted(titles(result)), result.total, result.loosened) == (found, len(found), True)

    def test_words_that_many_have_find_nothing_alone_beside_rarer_ones(
        self, engine: Engine, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """They still say what stands first."""
        monkeypatch.setattr(asking, "ENOUGH", 5)
        shelf.put(
            thing("Rare", body="rare"),
            thing("Both", body="rare " + "filler " * 20 + "usual"),
            *(thing(f"Usual {n}") for n in range(6)),
        )

        result = engine.search(SearchQuery(text="usual rare zebra"))

        assert (titles(result), result.total, result.loosened) == (["Both", "Rare"], 2, True)

    def test_words_of_a_known_phrase_say_less_apart(self, engine: Engine, shelf: Shelf) -> None:
        known = made_of([Row("same", "hard talk, blunt speech", "")])
        shelf.put(thing("Apart", body="hard"), thing("Teenager", body="zebra"))

        result = engine.search(SearchQuery(text="hard talk zebra", synonyms=known))

        assert (titles(result), result.loosened) == (["Teenager", "Apart"], True)

    def test_words_that_name_a_kind_put_it_first(self, engine: Engine, shelf: Shelf) -> None:
        known = made_of([Row("also", "coach", "trainer")])
        shelf.put(
            thing("Evening", kind="package", body="trainer coach group evening"),
            thing("Evening", kind="trainer", body="trainer coach group evening"),
            thing("Evening", kind="group", body="trainer coach group evening"),
        )

        def kinds(text: str) -> list[str]:
            return [hit.kind for hit in engine.search(SearchQuery(text=text, synonyms=known)).hits]

        assert kinds("evening group")[0] == "group"
        assert kinds("evening coach")[0] == "trainer"
        assert kinds("evening trainer for a group")[0] == "trainer"

    def test_words_few_of_which_tell_make_a_sentence_too(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Both", body="apples and pears"), thing("One", body="apples"))

        assert titles(engine.search(SearchQuery(text="apples with pears"))) == ["Both", "One"]

    def test_words_of_a_phrase_are_looked_for_apart_where_it_stands_nowhere(
        self, engine: Engine, shelf: Shelf
    ) -> None:
        known = made_of([Row("same", "hard talk, blunt speech", "")])
        shelf.put(thing("Apart", body="hard"))

        result = engine.search(SearchQuery(text="hard talk", synonyms=known))

        assert (titles(result), result.loosened) == (["Apart"], True)

    def test_words_of_a_question_are_answered_by_reading_first(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Group", body="start"), thing("Article", kind="article", body="start"))

        assert titles(engine.search(SearchQuery(text="how to start"))) == ["Article", "Group"]
        assert titles(engine.search(SearchQuery(text="start"))) == ["Group", "Article"]

    def test_words_of_which_only_the_beginning_is_there(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Nur noch heute"), *(thing(f"Nurses {n}") for n in range(3)), thing("Other"))

        found = titles(engine.search(SearchQuery(text="nurs", unfinished=True)))

        assert found[:3] == ["Nurses 0", "Nurses 1", "Nurses 2"]

    def test_words_meet_in_their_stems(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Listening well"), thing("Speaking well"))

        assert titles(engine.search(SearchQuery(text="listen"))) == ["Listening well"]
        assert titles(engine.search(SearchQuery(text="listens"))) == ["Listening well"]

    @pytest.mark.parametrize(
        ("asked", "there"), [("gps", "GP"), ("GP", "GPs"), ("NGO", "NGOs"), ("ngos", "NGO")]
    )
    def test_words_short_ones_meet_in_their_plurals(
        self, engine: Engine, shelf: Shelf, asked: str, there: str
    ) -> None:
        shelf.put(thing(f"For {there} only"), thing("Other"))

        assert titles(engine.search(SearchQuery(text=f"{asked} only"))) == [f"For {there} only"]

    def test_words_short_ones_may_be_a_beginning(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Ppsyche"), thing("Other"))

        assert titles(engine.search(SearchQuery(text="pps"))) == ["Ppsyche"]

    @pytest.mark.parametrize("asked", ["Łódź", "lodz", "LODZ", "ŁÓDZ", "Lo\u0301dz"])
    def test_words_meet_without_accents(self, engine: Engine, shelf: Shelf, asked: str) -> None:
        shelf.put(thing("Grupa Łódź"), thing("Grupa Kraków"))

        assert titles(engine.search(SearchQuery(text=asked))) == ["Grupa Łódź"]

    def test_words_the_last_may_be_a_beginning(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Probation"), thing("Housing"))

        assert titles(engine.search(SearchQuery(text="proba"))) == ["Probation"]

    def test_words_in_the_title_weigh_more(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Other", body="coaching " + "filler " * 30, quality=0.0),
            thing("Coaching", body="something else", quality=0.0),
        )

        assert titles(engine.search(SearchQuery(text="coaching"))) == ["Coaching", "Other"]

    def test_words_of_settings_and_places_are_found(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Ours", settings=("probation",), places=(at("Exeter"),)), thing("Other"))

        assert titles(engine.search(SearchQuery(text="justice exeter"))) == ["Ours"]

    def test_words_found_are_marked_and_the_rest_escaped(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Ours", summary="<b>On probation</b> & after"))

        hit = engine.search(SearchQuery(text="probation")).hits[0]

        assert hit.highlight == "&lt;b&gt;On <mark>probation</mark>&lt;/b&gt; &amp; after"

    @pytest.mark.parametrize(
        "asked",
        [
            '"',
            "'",
            '""" OR',
            "a* NEAR(b",
            "title:x",
            "-x",
            "( ) : & | ! <-> \\",
            "\0",
            "💬🙂",
            "مقابلة تحفيزية",
            "שלום",
            "x" * 10_000,
            "word " * 2_000,
            "the and of",
            "%s %d {} %",
            "; DROP TABLE search_text; --",
            "\ud800",
        ],
    )
    def test_words_of_any_kind_are_no_error(self, engine: Engine, shelf: Shelf, asked: str) -> None:
        shelf.put(thing("Probation"))

        assert engine.search(SearchQuery(text=asked)).total in (0, 1)

    def test_words_in_other_scripts_are_found(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("مقابلة تحفيزية"), thing("Other"))

        assert titles(engine.search(SearchQuery(text="تحفيزية"))) == ["مقابلة تحفيزية"]

    # Places

    def test_place_within_the_radius_nearest_first(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Far", places=(at("London"),)),
            thing("Middle", places=(at("Bridgwater"),)),
            thing("Near", places=(at("Taunton"),)),
            thing("Nowhere"),
        )

        assert titles(engine.search(near("Taunton", radius_km=25))) == ["Near", "Middle"]

    def test_place_says_how_far(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Ours", places=(at("London"), at("Bridgwater"))))

        hit = engine.search(near("Taunton", radius_km=25)).hits[0]

        assert (hit.place, hit.distance_km) == ("Bridgwater", pytest.approx(14.4, abs=0.2))

    def test_place_of_a_trainer_who_travels_that_far(self, engine: Engine, shelf: Shelf) -> None:
        """Bristol is 60 km from Taunton."""
        shelf.put(
            thing("Travels 100", places=(at("Bristol", travel_km=100),)),
            thing("Travels 50", places=(at("Bristol", travel_km=50),)),
            thing("Stays", places=(at("Bristol"),)),
        )

        assert titles(engine.search(near("Taunton", radius_km=10))) == ["Travels 100"]

    def test_place_radius_wider_than_travel(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Stays", places=(at("Bristol", travel_km=25),)))

        assert engine.search(near("Taunton", radius_km=80)).total == 1
        assert engine.search(near("Taunton", radius_km=40)).total == 0

    def test_place_across_the_antimeridian(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("East", places=(point(0, 179.9),)), thing("West", places=(point(0, -179.9),)))

        assert engine.search(around(0, 179.95, radius_km=20)).total == 2
        assert engine.search(around(0, -180.0, radius_km=20)).total == 2

    def test_place_at_the_poles(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("North", places=(point(89.9, 0),)),
            thing("Other side", places=(point(89.9, 180),)),
            thing("South", places=(point(-90, 0),)),
        )

        assert engine.search(around(90, 0, radius_km=50)).total == 2
        assert engine.search(around(-90, 77, radius_km=1)).total == 1

    def test_place_radius_of_the_whole_earth(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Suva", places=(at("Suva"),)), thing("Antipode", places=(point(-51.01494, 176.89707),))
        )

        assert engine.search(near("Taunton", radius_km=20_000)).total == 2

    def test_place_itself_within_the_least_radius(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Ours", places=(at("Taunton"),)))

        assert engine.search(near("Taunton", radius_km=1)).total == 1

    def test_place_with_online_adds_what_is_online(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Near", places=(at("Taunton"),)),
            thing("Online", online=True),
            thing("Far", places=(at("London"),)),
        )

        assert titles(engine.search(near("Taunton", online=True))) == ["Near", "Online"]
        assert titles(engine.search(near("Taunton"))) == ["Near"]

    def test_online_without_a_place_keeps_what_is_online(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Near", places=(at("Taunton"),)), thing("Online", online=True))

        assert titles(engine.search(SearchQuery(online=True))) == ["Online"]

    def test_country(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Irish", country="IE"), thing("British", country="GB"), thing("Online", online=True))
        ireland = Resolution("country", "Ireland", country_code="IE")

        assert titles(engine.search(SearchQuery(place=ireland, near="Ireland"))) == ["Irish"]
        assert engine.search(SearchQuery(place=ireland, near="Ireland", online=True)).total == 2

    def test_words_and_place_together(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Probation here", places=(at("Taunton"),)),
            thing("Probation there", places=(at("London"),)),
            thing("Housing here", places=(at("Taunton"),)),
            thing("Probation online", online=True),
        )

        assert titles(engine.search(near("Taunton", text="probation"))) == ["Probation here"]
        assert set(titles(engine.search(near("Taunton", text="probation", online=True)))) == {
            "Probation here",
            "Probation online",
        }

    # Filters and facets

    def test_setting_a_parent_means_its_children(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Child", settings=("probation",)),
            thing("Parent", settings=("justice",)),
            thing("Other", settings=("schools",)),
        )

        assert engine.search(SearchQuery(settings=("justice",))).total == 2
        assert titles(engine.search(SearchQuery(settings=("probation",)))) == ["Child"]

    def test_a_trainer_stands_above_their_package_on_equal_terms(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Package", kind="package", settings=("probation",)),
            thing("Trainer", kind="trainer", settings=("probation",)),
        )

        assert titles(engine.search(SearchQuery(text="probation"))) == ["Trainer", "Package"]

    def test_settings_any_of_them(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("A", settings=("probation",)),
            thing("B", settings=("schools",)),
            thing("C", settings=("housing",)),
        )

        assert engine.search(SearchQuery(settings=("probation", "schools"))).total == 2

    def test_facets_leave_out_their_own_filter(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("1", kind="trainer", settings=("probation",), languages=("en",)),
            thing("2", kind="group", settings=("probation",), languages=("cy",)),
            thing("3", kind="group", settings=("schools",), languages=("cy",)),
            thing("4", kind="article", settings=("schools",), languages=("en",)),
        )

        result = engine.search(SearchQuery(kinds=("group",), languages=("cy",)))

        assert result.total == 2
        assert counts(result, "kind") == {"group": 2}
        assert counts(result, "language") == {"cy": 2}
        assert counts(result, "setting") == {"justice": 1, "probation": 1, "education": 1, "schools": 1}

        looser = engine.search(SearchQuery(kinds=("group",)))
        assert counts(looser, "kind") == {"trainer": 1, "group": 2, "article": 1}
        assert counts(looser, "language") == {"cy": 2}

    # Translations

    def test_what_is_there_in_the_readers_language_is_not_shown_in_another(
        self, engine: Engine, shelf: Shelf
    ) -> None:
        two_languages(shelf)

        found = {
            reader: sorted(titles(engine.search(SearchQuery(text="mornings", reader=reader))))
            for reader in ("en", "de", "cy", "")
        }

        everything = ["Dawn", "English alone", "German alone", "Morgen"]
        assert found == {
            "en": ["Dawn", "English alone", "German alone"],
            "de": ["English alone", "German alone", "Morgen"],
            "cy": everything,
            "": everything,
        }

    def test_a_chosen_language_shows_all_that_is_in_it(self, engine: Engine, shelf: Shelf) -> None:
        two_languages(shelf)

        german = engine.search(SearchQuery(reader="en", languages=("de",)))
        both = engine.search(SearchQuery(reader="en", languages=("de", "en")))

        assert sorted(titles(german)) == ["German alone", "Morgen"]
        assert (german.total, both.total) == (2, 4)

    def test_counts_are_those_of_what_is_shown(self, engine: Engine, shelf: Shelf) -> None:
        """A language counts what choosing it shows."""
        two_languages(shelf)

        english = engine.search(SearchQuery(reader="en"))
        chosen = engine.search(SearchQuery(reader="en", languages=("de",)))

        assert (english.total, english.folds, len(english.hits)) == (3, 3, 3)
        assert counts(english, "kind") == {"article": 3}
        assert counts(english, "setting") == {"education": 1, "schools": 1}
        assert counts(english, "language") == counts(chosen, "language") == {"en": 2, "de": 2}
        assert counts(chosen, "setting") == {"education": 1, "schools": 1}
        assert engine.count([SearchQuery(reader="en"), SearchQuery(reader="en", languages=("de",))]) == [3, 2]

    def test_pins_leave_out_what_is_there_in_the_readers_language(self, engine: Engine, shelf: Shelf) -> None:
        two_languages(shelf)

        assert [pin.documents for pin in engine.pins(SearchQuery(reader="en"))] == [1]
        assert [pin.documents for pin in engine.pins(SearchQuery(reader="en", languages=("de", "en")))] == [2]

    def test_words_that_stand_in_the_translation_alone_find_it(self, engine: Engine, shelf: Shelf) -> None:
        two_languages(shelf)

        result = engine.search(SearchQuery(text="morgen", reader="en"))

        assert (titles(result), result.total, result.loosened) == (["Morgen"], 1, False)

    def test_facet_counts_a_parent_once(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("1", settings=("probation", "prison")))

        assert counts(engine.search(SearchQuery()), "setting") == {"justice": 1, "probation": 1, "prison": 1}

    def test_facet_keeps_what_is_chosen_though_it_counts_nothing(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("1", languages=("en",)))

        result = engine.search(SearchQuery(languages=("cy",)))

        assert result.facets["language"] == (
            FacetValue("en", "English", 1),
            FacetValue("cy", "Welsh", 0, selected=True),
        )

    def test_formats_and_accepting(self, engine: Engine, shelf: Shelf) -> None:
        today = clock.now().date()
        shelf.put(
            thing("Today", formats=("online",), accepting_until=today),
            thing("Stale", formats=("online", "in_person"), accepting_until=today - DAY),
            thing("Never", formats=("in_person",)),
        )

        assert titles(engine.search(SearchQuery(accepting=True))) == ["Today"]
        result = engine.search(SearchQuery(formats=("online",)))
        assert (result.total, counts(result, "accepting")) == (2, {"1": 1})
        assert counts(result, "format") == {"in_person": 2, "online": 2}

    def test_visible_is_compared_with_now(self, engine: Engine, shelf: Shelf) -> None:
        now = clock.now()
        shelf.put(
            thing("Now", visible_from=now - DAY, visible_until=now + DAY),
            thing("Over", visible_until=now - DAY),
            thing("Not yet", visible_from=now + DAY),
        )

        assert titles(engine.search(SearchQuery())) == ["Now"]
        clock.advance(2 * 86_400)
        assert titles(engine.search(SearchQuery())) == ["Not yet"]

    def test_price_within_one_currency(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Cheap", price_from=5_000, currency="GBP"),
            thing("Dear", price_from=50_000, currency="GBP"),
            thing("Euro", price_from=5_000, currency="EUR"),
            thing("Free", price_from=0, currency="EUR"),
            thing("No price"),
        )

        result = engine.search(SearchQuery(price_max=5_000, currency="GBP"))

        assert (set(titles(result)), result.left_out) == ({"Cheap", "Free"}, 1)

    def test_dates_keep_what_happens_then(self, engine: Engine, shelf: Shelf) -> None:
        start = dt.datetime(2030, 5, 10, 9, tzinfo=dt.UTC)
        shelf.put(
            thing("Tenth", starts_at=start),
            thing("Ninth to eleventh", starts_at=start - DAY, ends_at=start + DAY),
            thing("Twelfth", starts_at=start + 2 * DAY),
            thing("Always"),
        )
        day = dt.date(2030, 5, 10)

        result = engine.search(SearchQuery(from_=day, to=day, sort="soonest"))

        assert titles(result) == ["Ninth to eleventh", "Tenth"]
        assert engine.search(SearchQuery()).dated == 3

    # Order, pages, folds

    def test_sort_by_distance_online_last(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Online", online=True, quality=1),
            thing("Exeter", places=(at("Exeter"),), quality=1),
            thing("Taunton", places=(at("Taunton"),)),
        )

        found = engine.search(near("Taunton", radius_km=80, online=True, sort="distance"))

        assert titles(found) == ["Taunton", "Exeter", "Online"]

    def test_sort_by_price_and_soonest_what_has_none_last(self, engine: Engine, shelf: Shelf) -> None:
        start = dt.datetime(2030, 1, 1, tzinfo=dt.UTC)
        shelf.put(
            thing("None", quality=1),
            thing("Dear", price_from=900, currency="GBP", starts_at=start),
            thing("Cheap", price_from=100, currency="GBP", starts_at=start + DAY),
        )

        assert titles(engine.search(SearchQuery(sort="price", currency="GBP"))) == ["Cheap", "Dear", "None"]
        assert titles(engine.search(SearchQuery(sort="soonest"))) == ["Dear", "Cheap", "None"]

    def test_nothing_asked_gives_all_the_best_first(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Good", quality=0.5), thing("Best", quality=0.9), thing("Least", quality=0.1))

        assert titles(engine.search(SearchQuery())) == ["Best", "Good", "Least"]

    def test_nothing_asked_shows_what_there_is_to_read_last(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("To read", kind="article", settings=("probation",), quality=1),
            thing("To join", kind="group", settings=("probation",), quality=0.1),
        )

        assert titles(engine.search(SearchQuery())) == ["To join", "To read"]
        assert titles(engine.search(SearchQuery(settings=("probation",)))) == ["To join", "To read"]

    def test_packages_of_one_trainer_stand_under_one(self, engine: Engine, shelf: Shelf) -> None:
        trainer, other = uuid4(), uuid4()
        shelf.put(
            *(
                thing(f"P{n}", kind="package", trainer_uid=trainer, quality=1 - n / 10, url=f"/p{n}/")
                for n in range(4)
            ),
            thing("Q", kind="package", trainer_uid=other, quality=0.65),
            thing("Nerys", kind="trainer", uid=trainer, trainer_uid=trainer, url="/nerys/"),
        )

        result = engine.search(SearchQuery())

        assert titles(result) == ["P0", "Q", "Nerys"]
        assert (result.total, result.folds) == (6, 3)
        first = result.hits[0]
        assert (first.more_by, [one.url for one in first.more]) == (3, ["/p1/", "/p2/", "/p3/"])
        assert first.more_url == "/nerys/"

    def test_only_what_was_found_stands_under_a_hit(self, engine: Engine, shelf: Shelf) -> None:
        trainer = uuid4()
        own: dict[str, Any] = {"kind": "package", "trainer_uid": trainer, "currency": "GBP"}
        shelf.put(
            thing("A", price_from=100, settings=("prison",), **own),
            thing("B", price_from=100, settings=("schools",), **own),
            thing("C", price_from=900, settings=("prison",), **own),
            thing("D", price_from=100, settings=("prison",), visible_until=clock.now() - DAY, **own),
            thing("E", price_from=50, settings=("prison",), **own),
        )

        result = engine.search(
            SearchQuery(settings=("prison",), price_max=500, currency="GBP", sort="price", page_size=1)
        )

        assert (titles(result), result.total, result.folds) == (["E"], 2, 1)
        assert [(one.title, one.price) for one in result.hits[0].more] == [("A", Money(100, "GBP"))]
        assert result.hits[0].more_by == 1

    def test_many_under_one_are_counted_and_some_are_named(self, engine: Engine, shelf: Shelf) -> None:
        trainer = uuid4()
        shelf.put(
            *(thing(f"P{n}", kind="package", trainer_uid=trainer, quality=1 - n / 20) for n in range(12))
        )

        (hit,) = engine.search(SearchQuery()).hits

        assert (hit.title, hit.more_by) == ("P0", 11)
        assert [one.title for one in hit.more] == ["P1", "P2", "P3", "P4", "P5", "P6"]

    def test_a_fold_stands_where_its_best_stands_on_any_page(self, engine: Engine, shelf: Shelf) -> None:
        folds = [uuid4() for _ in range(5)]
        shelf.put(
            *(
                thing(f"{fold}{n}", kind="package", trainer_uid=folds[fold], quality=1 - fold / 10 - n / 100)
                for n in range(3)
                for fold in range(5)
            )
        )

        pages = [engine.search(SearchQuery(page=page, page_size=2)) for page in (1, 2, 3, 10_000)]

        assert [titles(page) for page in pages] == [["00", "10"], ["20", "30"], ["40"], ["40"]]
        assert {(page.total, page.folds, page.pages) for page in pages} == {(15, 5, 3)}

    @pytest.mark.parametrize("sort", ["relevance", "distance", "soonest", "price"])
    def test_equal_ones_stand_in_the_order_they_were_made(
        self, engine: Engine, shelf: Shelf, sort: str
    ) -> None:
        shelf.put(*(thing(f"Same {n}", places=(at("Taunton"),)) for n in range(9)))

        found = engine.search(near("Taunton", text="same", sort=sort))

        assert titles(found) == [f"Same {n}" for n in range(9)]

    def test_sort_by_price_counts_what_it_leaves_out(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Pound", price_from=900, currency="GBP"),
            thing("Euro", price_from=100, currency="EUR"),
            thing("Free", price_from=0, currency="EUR"),
            thing("None"),
        )

        result = engine.search(SearchQuery(sort="price", currency="GBP"))

        assert (titles(result), result.total, result.left_out) == (["Free", "Pound", "None"], 3, 1)

    def test_online_counts_as_online_though_it_is_somewhere_far(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Online", online=True),
            thing("Online in London", online=True, places=(at("London"),), quality=0.1),
            thing("Near", places=(at("Taunton"),)),
        )

        by_distance = engine.search(near("Taunton", radius_km=80, online=True, sort="distance"))
        assert titles(by_distance) == ["Near", "Online", "Online in London"]
        best_first = engine.search(near("Taunton", radius_km=80, online=True))
        assert titles(best_first) == ["Near", "Online in London", "Online"]

    def test_other_forms_of_a_word_are_found_as_they_stand(self, engine: Engine, shelf: Shelf) -> None:
        synonyms = made_of([Row("same", "GP, primary care", "")])
        shelf.put(thing("Primary care"), thing("GP"), thing("Care primary"), thing("Care"))

        asked = SearchQuery(text="gps", synonyms=synonyms)

        assert set(titles(engine.search(asked))) == {"GP", "Primary care"}

    def test_a_setting_that_is_none_has_nothing(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("A", settings=("no-such-setting",)), thing("B"))

        assert engine.search(SearchQuery(settings=("no-such-setting",))).total == 0
        assert engine.search(SearchQuery(settings=("no-such-setting", "probation"))).total == 0

    def test_pages(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(*(thing(f"{n:02}", quality=1 - n / 100) for n in range(25)))

        second = engine.search(SearchQuery(page=2, page_size=10))

        assert titles(second) == [f"{n:02}" for n in range(10, 20)]
        assert (second.total, second.page, second.pages) == (25, 2, 3)

    def test_page_beyond_the_end_is_the_last(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(*(thing(f"{n}", quality=1 - n / 10) for n in range(3)))

        result = engine.search(SearchQuery(page=10_000, page_size=2))

        assert (titles(result), result.page) == (["2"], 2)

    def test_nothing_found(self, engine: Engine, shelf: Shelf) -> None:
        result = engine.search(SearchQuery(text="zebra"))

        assert (result.hits, result.total, result.page, result.pages) == ((), 0, 1, 1)

    def test_count_says_what_search_finds(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("A", settings=("probation",)), thing("B"))

        assert engine.count([SearchQuery(), SearchQuery(settings=("probation",))]) == [2, 1]

    # Towns on the map

    def test_pins_count_documents_by_town(self, engine: Engine, shelf: Shelf) -> None:
        trainer = uuid4()
        shelf.put(
            thing("A", kind="package", trainer_uid=trainer, places=(at("Taunton"), at("Exeter"))),
            thing("B", kind="package", trainer_uid=trainer, places=(at("Exeter"),)),
            thing("Online", online=True),
            thing("Hidden", places=(at("Exeter"),), visible_until=clock.now() - DAY),
        )

        assert engine.pins(SearchQuery()) == (
            Pin(4, "Exeter", *TOWNS["Exeter"], 2),
            Pin(1, "Taunton", *TOWNS["Taunton"], 1),
        )

    def test_pins_are_of_what_passes_all_filters(self, engine: Engine, shelf: Shelf) -> None:
        wanted: dict[str, Any] = {
            "kind": "trainer",
            "settings": ("probation",),
            "formats": ("online",),
            "languages": ("cy",),
            "accepting_until": clock.now().date(),
            "price_from": 500,
            "currency": "GBP",
        }
        others = (
            {"kind": "group"},
            {"settings": ("schools",)},
            {"formats": ("in_person",)},
            {"languages": ("en",)},
            {"accepting_until": None},
            {"price_from": 501},
            {"currency": "EUR"},
        )
        shelf.put(
            thing("Recording", places=(at("Taunton"),), **wanted),
            thing("Housing", places=(at("London"),), **wanted),
            *(thing("Recording", places=(at("London"),), **{**wanted, **other}) for other in others),
        )
        query = SearchQuery(
            text="recording",
            kinds=("trainer",),
            settings=("justice",),
            formats=("online",),
            languages=("cy", "pl"),
            accepting=True,
            price_max=500,
            currency="GBP",
        )

        assert [(pin.label, pin.documents) for pin in engine.pins(query)] == [("Taunton", 1)]

    def test_pins_near_a_point_are_where_it_matches(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            thing("Both", places=(at("Taunton"), at("London"), at("Bristol", travel_km=25))),
            thing("Travels", places=(at("Bristol", travel_km=100),)),
            thing("Stays", places=(at("Bristol"),)),
            thing("Online", places=(at("London"),), online=True),
        )

        found = engine.pins(near("Taunton", radius_km=10, online=True))

        assert {(pin.label, pin.documents) for pin in found} == {("Taunton", 1), ("Bristol", 1)}

    def test_pins_across_the_antimeridian(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Suva", places=(at("Suva"),)), thing("Apia", places=(at("Apia"),)))

        assert {pin.label for pin in engine.pins(near("Suva", radius_km=1_200))} == {"Suva", "Apia"}

    def test_pins_no_more_than_asked(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(
            *(thing("A", places=(at(town),)) for town in ("Taunton", "Exeter", "Bristol")),
            thing("B", places=(at("Bristol"),)),
        )

        assert [pin.label for pin in engine.pins(SearchQuery(), most=2)] == ["Bristol", "Taunton"]

    def test_pins_of_nothing(self, engine: Engine, shelf: Shelf) -> None:
        shelf.put(thing("Online", online=True))

        assert engine.pins(SearchQuery(text="zebra")) == ()

    # What changes

    def test_changed_and_gone(self, engine: Engine, shelf: Shelf) -> None:
        before = thing("Before", body="first")
        shelf.put(before, thing("Other"))
        shelf.put(thing("Later", uid=before.uid, body="second"))

        assert engine.search(SearchQuery(text="before first")).total == 0
        assert titles(engine.search(SearchQuery(text="later"))) == ["Later"]

        shelf.take(before)
        assert engine.search(SearchQuery(text="later")).total == 0
        assert titles(engine.search(SearchQuery())) == ["Other"]
