"""Cards of the library in a text."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.blocks import BodyBlock
from content.checks import links
from content.library_blocks import ActivityCardBlock, ResourceCardBlock
from core import clock
from directory.library.models import Activity, Resource
from tests.factories.articles import article, empty_site
from tests.factories.blocks import block, unsaved
from tests.factories.library import ActivityFactory, ResourceFactory

pytestmark = pytest.mark.django_db


def card(entry: Any, why: str = "") -> dict[str, Any]:
    """A card of an activity or a resource, as it is stored."""
    name = "activity" if isinstance(entry, Activity) else "resource"
    return block(f"{name}_card", {name: entry.pk, "why": why})


def shown(*cards: dict[str, Any]) -> str:
    """A body of these cards, as readers see it."""
    return str(BodyBlock().to_python(list(cards)))


def archived(entry: Any) -> None:
    type(entry).objects.filter(pk=entry.pk).update(archived_at=clock.now())


def a_draft(entry: Any) -> None:
    type(entry).objects.filter(pk=entry.pk).update(published_at=None)


def test_cards_lead_to_what_they_show() -> None:
    activity = ActivityFactory.create(title="Echo <b>Ladder</b>", summary="Depth of reflection.")
    resource = ResourceFactory.create(title="A Guide", by="Somebody", year=2023, content_note="Violence.")

    html = shown(card(activity), card(resource, why="It is <i>short</i>."))

    assert f'<a href="{activity.get_absolute_url()}">Echo &lt;b&gt;Ladder&lt;/b&gt;</a>' in html
    assert "15 minutes · Reflections" in html
    assert "Depth of reflection." in html
    assert f'<a href="{resource.get_absolute_url()}">A Guide</a>' in html
    assert "Somebody, 2023" in html
    assert "It is &lt;i&gt;short&lt;/i&gt;." in html
    assert "Violence." in html


@pytest.mark.parametrize("hide", [archived, a_draft])
@pytest.mark.parametrize("make", [ActivityFactory, ResourceFactory])
def test_hidden_entry_vanishes_for_readers_and_holds_the_page_back(make: Any, hide: Any) -> None:
    entry = make.create(title="Hidden Entry")
    assert list(links.check(unsaved(card(entry)))) == []
    assert "Hidden Entry" in shown(card(entry))

    hide(entry)

    assert "Hidden Entry" not in shown(card(entry, why="Because."))
    assert 'class="named"' not in shown(card(entry))
    (found,) = links.check(unsaved(card(entry)))
    assert found.blocks
    assert "shows something that is not in the library, or not published" in found.words


def test_entry_that_is_gone_holds_the_page_back() -> None:
    gone = block("activity_card", {"activity": 999_999, "why": ""})

    assert 'class="named"' not in shown(gone)
    (found,) = links.check(unsaved(gone))
    assert found.block_id == gone["id"]


def test_film_at_another_site_holds_the_page_back() -> None:
    words = {"title": "Film", "description": "Two people."}
    kept = block("embed", {"address": "https://vimeo.com/76979871", **words})
    stray = block("embed", {"address": "http://169.254.169.254/", **words})

    (found,) = links.check(unsaved(kept, stray))

    assert (found.blocks, found.block_id) == (True, stray["id"])


def test_page_shows_what_was_archived_no_longer(client: Client) -> None:
    empty_site()
    activity = ActivityFactory.create(title="Echo Ladder")
    page = article("With a card", blocks=[card(activity)])
    assert "Echo Ladder" in client.get(page.url).content.decode()

    activity.archived_at = clock.now()
    activity.save()

    assert "Echo Ladder" not in str(type(page).objects.get(pk=page.pk).body)


def test_cards_of_a_kind_are_loaded_together() -> None:
    def cost(number: int) -> int:
        cards = [card(make.create()) for make in (ActivityFactory, ResourceFactory) for _ in range(number)]
        with CaptureQueriesContext(connection) as captured:
            assert shown(*cards).count('class="named"') == 2 * number
        return len(captured)

    assert (cost(1), cost(3)) == (2, 2)


def test_editor_chooses_from_a_list_that_says_what_is_hidden() -> None:
    ActivityFactory.create(title="Echo Ladder")
    archived(ActivityFactory.create(title="Older Ladder"))
    a_draft(ResourceFactory.create(title="A Guide"))

    def offered(field: Any) -> list[str]:
        return [label for _, label in field.choices][1:]

    assert offered(ActivityCardBlock().child_blocks["activity"].field) == [
        "Echo Ladder",
        "Older Ladder (archived)",
    ]
    assert offered(ResourceCardBlock().child_blocks["resource"].field) == ["A Guide (draft)"]


def test_chosen_entry_comes_back_from_the_form_and_is_referred_to() -> None:
    resource = ResourceFactory.create()
    chosen = ResourceCardBlock()
    value = chosen.value_from_datadict({"c-resource": str(resource.pk), "c-why": ""}, {}, "c")

    assert chosen.clean(value)["resource"] == resource
    assert chosen.get_form_state(value)["resource"] == [str(resource.pk)]
    assert chosen.get_prep_value(value) == {"resource": resource.pk, "why": ""}
    assert [(model, number) for model, number, *_ in chosen.extract_references(value)] == [
        (Resource, str(resource.pk))
    ]
