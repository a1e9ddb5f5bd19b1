from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from core import clock
from directory.library.models import Activity, ActivityStep, Resource
from tests.factories.library import ActivityFactory, ResourceFactory
from tests.factories.places import PracticeSettingFactory

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, *, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return unescape(response.content.decode())


def relay() -> Activity:
    """An activity of which everything is told."""
    activity = ActivityFactory.create(
        title="Sentence Relay",
        slug="relay",
        summary="Around it goes.",
        minutes=10,
        group_from=3,
        group_to=14,
        purpose="It warms the room.",
        materials=["A kettle"],
        slips_title="Prompts",
        slips=["I might."],
        debrief=["Which one?"],
        leading="Keep it <b>moving</b>.",
        online="By the alphabet.",
    )
    activity.steps.all().delete()
    for position, minutes in ((1, 4), (2, 6)):
        ActivityStep.objects.create(
            activity=activity, position=position, minutes=minutes, title=f"Step {position}", text="Do it."
        )
    activity.topics.set(["Warm-up"])
    activity.settings.add(PracticeSettingFactory.create(slug="wards", name="Wards"))
    return activity


def test_activity_page_tells_everything(client: Client) -> None:
    relay()

    html = page(client, "/activities/relay/")

    for words in (
        "<h1>Sentence Relay</h1>",
        "Around it goes.",
        "10 minutes",
        "3 to 14 people",
        "It warms the room.",
        "A kettle",
        'class="m4"',
        'class="m6"',
        "4 min<",
        "Step 2",
        "Prompts",
        "I might.",
        "Which one?",
        "By the alphabet.",
        "CC BY 4.0",
        "Warm-up",
        "/activities/?setting=wards",
    ):
        assert words in html
    assert "&lt;b&gt;" in client.get("/activities/relay/").content.decode()


def test_activity_names_others_of_its_skill(client: Client) -> None:
    ActivityFactory.create(slug="one")
    ActivityFactory.create(title="The neighbour")
    ActivityFactory.create(title="The stranger", skill="focusing")
    ActivityFactory.create(title="The draft", published_at=None)

    html = page(client, "/activities/one/")

    assert "The neighbour, 15 minutes" in html
    assert "The stranger" not in html
    assert "The draft" not in html


@pytest.mark.parametrize(
    "hidden", [{"published_at": None}, {"archived_at": clock.now()}], ids=["draft", "archived"]
)
def test_drafts_and_archived_ones_are_not_there(client: Client, hidden: dict[str, object]) -> None:
    ActivityFactory.create(slug="one", title="Hidden thing", **hidden)
    ResourceFactory.create(slug="two", title="Hidden thing", **hidden)

    for address in ("/activities/one/", "/resources/two/", "/activities/no/", "/resources/no/"):
        assert client.get(address).status_code == 404
    for address in ("/activities/", "/resources/"):
        html = page(client, address)
        assert "Hidden thing" not in html
        assert "yet</h2>" in html


def test_resource_page_says_where_it_is_and_what_to_be_ready_for(client: Client) -> None:
    ResourceFactory.create(
        slug="manual",
        title="The Manual",
        by="Moyers",
        year=2014,
        about="How to count.",
        content_note="Speaks of violence.",
        link="https://www.library.example/manual.pdf",
        language="de",
        licence="cc-by-sa",
    )

    html = page(client, "/resources/manual/")

    for words in (
        "<h1>The Manual</h1>",
        "Moyers",
        "2014",
        "German",
        "CC BY-SA 4.0",
        "Speaks of violence.",
        "Open it at library.example",
        'href="https://www.library.example/manual.pdf"',
    ):
        assert words in html
    assert "Nothing was there" not in html


def test_dead_link_is_told(client: Client) -> None:
    ResourceFactory.create(slug="gone", link_state=Resource.LinkState.DEAD)

    assert "Nothing was there when we last asked" in page(client, "/resources/gone/")


def test_book_without_link_is_found_by_its_isbn(client: Client) -> None:
    ResourceFactory.create(slug="book", kind="book", link="", isbn="9781462552795")

    assert "by its ISBN, 9781462552795" in page(client, "/resources/book/")


def test_lists_are_narrowed_by_sort_and_setting_and_count_the_rest(client: Client) -> None:
    above = PracticeSettingFactory.create(slug="care", name="Care")
    under = PracticeSettingFactory.create(slug="ward", name="Ward", parent=above)
    ResourceFactory.create(title="Ward film", kind="film").settings.add(under)
    ResourceFactory.create(title="Care guide").settings.add(above)
    ResourceFactory.create(title="Any guide")

    everything = page(client, "/resources/")
    of_care = page(client, "/resources/?setting=care")
    guides = page(client, "/resources/?kind=guide")

    assert "3 resources" in everything
    assert "Guide <span>2</span>" in everything
    assert 'value="care">Care (2)<' in everything
    assert 'value="ward">Ward (1)<' in everything
    assert "2 resources" in of_care
    assert "Any guide" not in of_care
    assert "Guide <span>1</span>" in of_care
    assert "Ward film" not in guides
    assert "Care (1)" in guides
    assert 'href="?kind=film&setting=care"' in of_care


@pytest.mark.parametrize(
    "address", ["/activities/?skill=juggling", "/resources/?setting=nowhere", "/resources/?kind=x&page=a"]
)
def test_what_there_is_not_answers_400_with_the_list(client: Client, address: str) -> None:
    ActivityFactory.create(title="Sentence Relay")
    ResourceFactory.create(title="The Manual")
    there = "Sentence Relay" if address.startswith("/activities/") else "The Manual"

    assert there in page(client, address, status=400)


def test_a_page_past_the_last_is_not_there(client: Client) -> None:
    assert client.get("/resources/?page=2").status_code == 404


def test_many_are_shown_in_pages(client: Client) -> None:
    ResourceFactory.create_batch(25)

    first, second = page(client, "/resources/?kind=guide"), page(client, "/resources/?kind=guide&page=2")

    assert "1 to 24 of 25" in first
    assert 'href="?kind=guide&page=2"' in first
    assert "25 to 25 of 25" in second


@pytest.mark.parametrize("kind", ["activities", "resources"])
def test_queries_do_not_grow(client: Client, kind: str) -> None:
    make = {"activities": ActivityFactory, "resources": ResourceFactory}[kind]

    def add(number: int) -> str:
        for made in make.create_batch(number):
            made.settings.add(PracticeSettingFactory.create())
            made.topics.set([f"Topic {made.pk}"])
        return str(made.slug)

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(client, address)
        return len(queries)

    slug = add(1)
    addresses = [f"/{kind}/", f"/{kind}/{slug}/"]
    for address in addresses:
        page(client, address)  # warm
    with_one = [asked(address) for address in addresses]
    add(3)

    assert [asked(address) for address in addresses] == with_one
    assert max(with_one) <= 12
