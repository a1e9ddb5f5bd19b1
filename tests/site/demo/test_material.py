"""What the demonstration is made of: complete, consistent, and nobody real."""

import re
from collections import Counter

from django.conf import settings

from core.middleware import REFERENCE
from demo import material
from demo.hours import _window
from demo.people import address_of
from directory.places.practice_settings import TREE
from directory.trainers.models import Format, TrainerPlace

TRAINERS, GROUPS, BOOKINGS = material.trainers(), material.groups(), material.bookings()


def slugs() -> set[str]:
    names = [name for parent, children in TREE for name in (parent, *children)]
    return {re.sub("[^a-z]+", "-", name.lower()) for name in names}


def test_there_are_forty_trainers_in_a_dozen_countries_and_more() -> None:
    assert len(TRAINERS) == 40
    assert len({row["country"] for row in TRAINERS}) >= 12
    assert max(Counter(row["country"] for row in TRAINERS).items(), key=lambda pair: pair[1])[0] == "GB"


def test_there_are_twenty_five_groups_one_archived_one_for_recognition() -> None:
    assert len(GROUPS) == 25
    assert sum("archived_days_ago" in row for row in GROUPS) == 1
    assert [row["name"] for row in GROUPS if row.get("rewards") == "recognition"] == ["Managers Who Ask"]


def test_there_are_some_sixty_orders() -> None:
    assert 55 <= len(BOOKINGS) <= 70


def test_nerys_callow_and_her_group_come_first() -> None:
    assert (TRAINERS[0]["name"], GROUPS[0]["code"]) == ("Nerys Callow", "QUANTOCK")


def test_everybody_has_a_name_of_their_own() -> None:
    assert len({row["name"] for row in TRAINERS}) == len(TRAINERS)
    assert len({row["name"] for row in GROUPS}) == len(GROUPS)
    assert len({address_of(row["name"]) for row in TRAINERS}) == len(TRAINERS)


def test_no_two_stories_or_headlines_are_alike() -> None:
    sentences = [
        sentence
        for row in TRAINERS
        for sentence in re.split(r"(?<=[.?!])\s+", row["story"].strip())
        if len(sentence) > 30
    ]
    assert [sentence for sentence, times in Counter(sentences).items() if times > 1] == []
    assert len({row["headline"] for row in TRAINERS}) == len(TRAINERS)
    assert sum(row["story"].strip().count("\n\n") >= 2 for row in TRAINERS) >= 12


def test_nobody_is_called_certified() -> None:
    """Membership is checked; it is no certificate."""
    words = "\n".join(path.read_text("utf-8") for path in material.DATA.rglob("*.toml")).lower()
    assert "certif" not in words


def test_headlines_and_summaries_fit_their_columns() -> None:
    assert [row["name"] for row in TRAINERS if len(row["headline"]) > 200] == []
    assert [row["name"] for row in GROUPS if len(row["summary"]) > 240] == []


def test_settings_formats_and_radii_exist() -> None:
    known = slugs()
    assert {slug for row in (*TRAINERS, *GROUPS) for slug in row["settings"]} - known == set()
    assert {form for row in TRAINERS for form in row["formats"]} <= set(Format.values)
    assert {int(km) for row in TRAINERS for _, km in row["places"]} <= set(TrainerPlace.Travel.values)


def test_packages_have_forms_and_payable_prices() -> None:
    for row in TRAINERS:
        for text in row["packages"]:
            assert text["like"] in material.forms()
            if text.get("price"):
                assert row["country"] in settings.PAYABLE_COUNTRIES
                assert text.get("currency", settings.SITE_CURRENCY) in settings.SETTLEMENT_CURRENCIES


def test_trainers_offer_one_to_three_packages() -> None:
    assert {len(row["packages"]) for row in TRAINERS} == {1, 2, 3}
    assert 70 <= sum(len(row["packages"]) for row in TRAINERS) <= 90
    assert any("next" in text for row in TRAINERS for text in row["packages"])


def test_hours_can_be_read_and_one_ends_at_midnight() -> None:
    windows = [_window(line) for lines in material.hours().values() for line in lines]
    assert all(ends > starts or ends.isoformat() == "00:00:00" for _, starts, ends in windows)
    assert any(ends.isoformat() == "00:00:00" for _, _, ends in windows)
    assert {name for row in TRAINERS for name in row["hours"]} <= set(material.hours())


def test_codes_are_written_as_codes_are_and_used_by_orders() -> None:
    codes = [row["code"] for row in GROUPS]
    assert len(set(map(str.lower, codes))) == len(GROUPS)
    assert [code for code in codes if not REFERENCE.fullmatch(code)] == []
    assert {row.get("code", "") for row in BOOKINGS} - {""} <= set(codes)


def test_groups_have_room_for_their_people() -> None:
    assert [row["name"] for row in GROUPS if row["members"] > row["capacity"]] == []


def test_orders_are_of_packages_that_exist_and_no_two_are_one() -> None:
    packages = {row["name"]: len(row["packages"]) for row in TRAINERS}
    assert all(row.get("package", 0) < packages[row["trainer"]] for row in BOOKINGS)
    told = [(r["trainer"], r.get("package", 0), r["buyer"], r["placed_days_ago"]) for r in BOOKINGS]
    assert len(set(told)) == len(told)


def test_scale_takes_the_first_of_each_and_their_orders() -> None:
    assert [row["name"] for row in material.trainers(scale=0.01)] == ["Nerys Callow"]
    assert len(material.groups(scale=0.01)) == 1
    assert {row["trainer"] for row in material.bookings(scale=0.01)} == {"Nerys Callow"}


def test_addresses_are_of_nobody() -> None:
    assert address_of("Fergal Ó Maoilchiaráin") == "fergal.o.maoilchiarain@people.example"
    accounts = {row["account"] for row in TRAINERS if "account" in row}
    assert len(accounts) >= 3
    assert all(address.endswith(".example") for address in accounts)
