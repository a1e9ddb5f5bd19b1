"""The front page as editors compose it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction, ReferenceIndex

from content.home_blocks import DEFAULT_COMPOSITION, HomeBody
from content.models import HomePage
from core import clock
from directory.places.models import PracticeSetting
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site
from tests.factories.groups import PracticeGroupFactory
from tests.factories.home import answered, compose, posed, told
from tests.factories.offerings import published_package
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db
SOON = clock.now().date() + dt.timedelta(days=30)
EVERYTHING: list[tuple[str, dict[str, Any]]] = [
    (name, {})
    for name in (
        *("three_shapes", "reading", "question", "meetings"),
        *("trainers", "packages", "news", "roles"),
    )
]


def front(client: Client) -> str:
    """What a visitor reads, made anew."""
    cache.clear()
    answer = client.get("/")
    assert answer.status_code == 200
    return answer.content.decode()


def queries_of(act: Callable[[], object]) -> int:
    """How many statements it takes. Counted at once: the next request empties the log."""
    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def plant(number: int) -> None:
    """So many of everything the front page shows."""
    setting = PracticeSetting.objects.get(slug="midwifery")
    question = posed(f"Question {number}?")
    for each in range(number):
        article(f"Article {number}, {each}", settings=["midwifery", "dentistry"])
        answered(question, f"Answer {each}", setting=setting)
        told(f"News {number}, {each}")
        trainer = TrainerFactory.create(accepting_until=SOON)
        trainer.settings.add(setting)
        published_package(trainer=trainer, settings=[setting])
        PracticeGroupFactory.create().settings.add(setting)


def test_front_page_starts_with_the_usual_composition() -> None:
    empty_site()

    assert tuple(block.block_type for block in HomePage.objects.get().body) == DEFAULT_COMPOSITION


def test_front_page_shows_its_blocks_in_their_order(client: Client) -> None:
    empty_site()
    compose(
        ("words", {"title": "Hello there", "text": "<p>Come in.</p>"}),
        ("roles", {"title": "More ways"}),
        ("call_to_action", {"title": "Look around", "label": "Find a group", "kind": "group"}),
    )

    text = front(client)

    places = [text.index(words) for words in ('name="near"', "Come in.", "More ways", "Look around")]
    assert places == sorted(places)
    assert 'href="/search/?kind=group"' in text


def test_parts_with_nothing_to_show_hide_themselves(client: Client) -> None:
    empty_site()
    posed("A draft?", publish=False)
    compose(*EVERYTHING)

    parts = HomePage.objects.get().parts

    assert [part.template for part in parts] == ["content/home/three_shapes.html", "content/home/roles.html"]
    assert "A draft?" not in front(client)


def test_grounds_take_turns_and_panels_keep_their_own() -> None:
    empty_site()
    posed("Why now?")
    compose(("roles", {}), ("words", {"text": "<p>A</p>"}), ("question", {}), ("words", {"text": "<p>B</p>"}))

    parts = HomePage.objects.get().parts

    assert [part.sunk for part in parts] == [False, True, False, False]
    assert len({part.anchor for part in parts}) == 4


def test_chosen_article_leads_else_the_newest(client: Client) -> None:
    empty_site()
    older = article("The Older One")
    article("The Newer One")

    compose(("reading", {"others": 1}))
    newest = HomePage.objects.get().parts[0].shown
    compose(("reading", {"article": older.pk, "others": 1}))
    chosen = HomePage.objects.get().parts[0].shown

    assert (newest["first"].title, [row.title for row in newest["others"]]) == (
        "The Newer One",
        ["The Older One"],
    )
    assert (chosen["first"].title, [row.title for row in chosen["others"]]) == (
        "The Older One",
        ["The Newer One"],
    )


@pytest.mark.parametrize("hide", ["unpublish", "restrict", "delete"])
def test_chosen_page_that_visitors_may_not_read_gives_way_to_the_newest(client: Client, hide: str) -> None:
    empty_site()
    hidden = article("Hidden From View")
    article("Open To All")
    compose(("reading", {"article": hidden.pk, "others": 3}))
    assert "Hidden From View" in front(client)

    if hide == "unpublish":
        hidden.unpublish()
    elif hide == "restrict":
        PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)
    else:
        hidden.delete()
    text = front(client)

    assert "Hidden From View" not in text
    assert "Open To All" in text


def test_question_shows_the_editors_pick_first_and_counts_what_is_published(client: Client) -> None:
    empty_site()
    question = posed("What do you say first?")
    answered(question, "Said by many")
    answered(question, "The pick of editors", picked_at=clock.now())
    answered(question, "Not yet read", state="held")

    shown = next(part.shown for part in HomePage.objects.get().parts if "perspectives" in part.shown)
    text = front(client)

    assert [one.said for one in shown["perspectives"]] == ["The pick of editors", "Said by many"]
    assert "Read all 2 perspectives" in text
    assert "Not yet read" not in text
    assert "Add yours" in text


def test_closed_question_asks_nobody_to_add(client: Client) -> None:
    empty_site()
    answered(posed("Over?", closes_on=clock.today() - dt.timedelta(days=1)), "It was good")

    text = front(client)

    assert "Read the one perspective" in text
    assert "Add yours" not in text


def test_parts_of_a_setting_show_that_setting_alone(client: Client) -> None:
    empty_site()
    midwifery = PracticeSetting.objects.get(slug="midwifery")
    TrainerFactory.create(name="Of Midwives", accepting_until=SOON).settings.add(midwifery)
    TrainerFactory.create(name="Of Others", accepting_until=SOON)
    TrainerFactory.create(name="Of Midwives, Busy", accepting_until=None).settings.add(midwifery)
    PracticeGroupFactory.create(name="Midwives Meet").settings.add(midwifery)
    PracticeGroupFactory.create(name="Others Meet")
    compose(("trainers", {"setting": "midwifery"}), ("meetings", {"setting": "midwifery"}))

    text = front(client)

    assert "Of Midwives" in text
    assert "Midwives Meet" in text
    assert not [name for name in ("Of Others", "Of Midwives, Busy", "Others Meet") if name in text]


def test_meetings_online_leave_out_groups_that_meet_in_a_place_alone(client: Client) -> None:
    empty_site()
    PracticeGroupFactory.create(name="Round the Screen", online=True)
    PracticeGroupFactory.create(name="Round the Table", online=False)
    compose(("meetings", {"meets": "online"}))

    text = front(client)

    assert "Round the Screen" in text
    assert "Round the Table" not in text


def test_front_page_runs_the_same_few_queries_for_one_row_and_for_many(client: Client) -> None:
    empty_site()
    compose(*EVERYTHING)
    plant(1)
    front(client)
    front(client)  # pictures are cut by now
    one = queries_of(lambda: front(client))
    plant(5)
    front(client)
    many = queries_of(lambda: front(client))

    assert one == many
    assert 0 < many <= 12


def test_front_page_is_kept_until_what_it_shows_changes(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    empty_site()
    question = posed("Kept?")
    front(client)
    kept = queries_of(lambda: client.get("/"))

    with django_capture_on_commit_callbacks(execute=True):
        answered(question, "Only just published")
    text = client.get("/").content.decode()

    assert kept == 1
    assert "Only just published" in text


def test_editor_composes_and_previews_the_front_page(client: Client) -> None:
    empty_site()
    home = HomePage.objects.get()
    chosen = article("Chosen by an Editor")
    client.force_login(account("editor@example.org", roles=("editor",)))

    editing = client.get(reverse("wagtailadmin_pages:edit", args=[home.pk]))
    home.body = HomeBody().to_python([{"type": "reading", "value": {"article": chosen.pk, "others": 0}}])
    home.save_revision()
    preview = client.get(reverse("wagtailadmin_pages:view_draft", args=[home.pk]))

    assert editing.status_code == 200
    assert "Chosen by an Editor" in preview.content.decode()


def test_usage_of_a_chosen_page_is_known() -> None:
    empty_site()
    chosen = article("Used on the Front Page")

    home = compose(("reading", {"article": chosen.pk}))

    users = [reference.object_id for reference in ReferenceIndex.get_references_to(chosen)]
    assert str(home.pk) in users


def test_chosen_page_is_kept_as_its_number() -> None:
    empty_site()
    chosen = article("By Its Number")
    block = HomeBody().child_blocks["reading"].child_blocks["article"]

    assert block.clean(chosen.pk) == chosen.pk
    assert block.value_from_form(str(chosen.pk)) == chosen.pk
    assert block.value_from_form("") is None
    assert block.get_form_state(chosen.pk)["adminTitle"] == "By Its Number"
