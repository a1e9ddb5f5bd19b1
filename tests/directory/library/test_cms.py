"""Editors keep activities and resources in the back office."""

from html import unescape
from typing import Any

import pytest
from django import forms
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts import roles
from core import clock
from directory.library.actions import Step
from directory.library.cms import StepsField
from directory.library.models import Activity, Resource
from media.models import CommonsDocument
from tests.factories.groups import PersonFactory
from tests.factories.library import ActivityFactory, ResourceFactory
from tests.factories.places import PracticeSettingFactory

pytestmark = pytest.mark.django_db
STEPS = "2 Stand up\nIn a circle.\n\n3 Speak\nOne by one.\nThen again."


@pytest.fixture
def editor(client: Client) -> Client:
    user = PersonFactory.create()
    (group,) = roles.ensure_roles(roles.EDITOR)
    user.groups.add(group)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def activity_data(**changes: Any) -> dict[str, Any]:
    data = {"title": "Relay", "skill": "reflections", "minutes": "5", "group_from": "2", "steps": STEPS}
    return {
        **data,
        "topics": "Warm-up, Reflections",
        "materials": "A kettle\nTwo cups",
        "licence": "cc-by",
        **changes,
    }


def test_editor_makes_an_activity(editor: Client) -> None:
    setting = PracticeSettingFactory.create()

    answer = editor.post(reverse("cms_activities:add"), activity_data(settings=[setting.pk]))

    activity = Activity.objects.get()
    assert answer.headers["Location"] == reverse("cms_activities:edit", args=[activity.pk])
    assert (activity.slug, activity.state, activity.materials) == ("relay", "Draft", ["A kettle", "Two cups"])
    rows = activity.steps.values_list("minutes", "title", "text")
    assert list(rows) == [(2, "Stand up", "In a circle."), (3, "Speak", "One by one.\n\nThen again.")]
    assert {topic.name for topic in activity.topics.all()} == {"Warm-up", "Reflections"}
    assert list(activity.settings.all()) == [setting]


def test_what_does_not_fit_is_said_beside_the_form_and_kept(editor: Client) -> None:
    answer = editor.post(reverse("cms_activities:add"), activity_data(minutes="9"))

    page = unescape(answer.content.decode())
    assert "The steps take 5 minutes together, the activity says 9." in page
    assert "One by one." in page
    assert not Activity.objects.exists()


def test_form_shows_what_is_there_and_saving_it_changes_nothing_else(editor: Client) -> None:
    editor.post(reverse("cms_activities:add"), activity_data(settings=[PracticeSettingFactory.create().pk]))
    activity = Activity.objects.get()
    address = reverse("cms_activities:edit", args=[activity.pk])
    before = told(activity)

    form = editor.get(address).context["form"]
    shown = {field.html_name: field.value() for field in form if field.value() is not None}
    editor.post(address, {**shown, "title": "Our relay"})

    assert shown["steps"] == STEPS
    assert told(Activity.objects.get()) == {**before, "title": "Our relay"}


def told(activity: Activity) -> dict[str, Any]:
    """All that an editor says of an activity."""
    return {
        **Activity.objects.filter(pk=activity.pk).values().get(),
        "steps": list(activity.steps.values_list("position", "minutes", "title", "text")),
        "topics": sorted(activity.topics.names()),
        "settings": list(activity.settings.values_list("slug", flat=True)),
    }


def test_editor_makes_a_resource_of_a_link_or_a_file(editor: Client) -> None:
    data = {"title": "Manual", "kind": "guide", "language": "en", "link": "https://a.example/m.pdf"}

    nowhere = editor.post(reverse("cms_resources:add"), {**data, "link": ""})
    assert "Say where it is to be had" in unescape(nowhere.content.decode())
    editor.post(reverse("cms_resources:add"), data)

    sheet = CommonsDocument.objects.create(title="A sheet", file=ContentFile(b"%PDF-1.7", name="sheet.pdf"))
    editor.post(reverse("cms_resources:add"), {**data, "title": "Sheet", "link": "", "file": sheet.pk})

    made = Resource.objects.order_by("pk").values_list("title", "link", "file")
    assert list(made) == [("Manual", "https://a.example/m.pdf", None), ("Sheet", "", sheet.pk)]


@pytest.mark.parametrize(
    ("act", "before", "state"),
    [
        ("publish", {"published_at": None}, "Published"),
        ("withdraw", {}, "Draft"),
        ("archive", {}, "Archived"),
        ("restore", {"archived_at": clock.now()}, "Published"),
    ],
    ids=["publish", "withdraw", "archive", "restore"],
)
def test_editor_publishes_and_archives(editor: Client, act: str, before: dict[str, Any], state: str) -> None:
    for section, row in (
        ("cms_activities", ActivityFactory.create(**before)),
        ("cms_resources", ResourceFactory.create(**before)),
    ):
        address = reverse(f"{section}:{act}", args=[row.pk])
        assert editor.get(address).status_code == 200
        assert editor.post(address).status_code == 302
        row.refresh_from_db()
        assert row.state == state


def test_dead_links_are_listed(editor: Client) -> None:
    ResourceFactory.create(title="Gone with the wind", link_state="dead")
    ResourceFactory.create(title="Still here", link_state="answers")

    page = editor.get(reverse("cms_resources:index") + "?link_state=dead").content.decode()

    assert "Gone with the wind" in page
    assert "Still here" not in page


class TestStepsField:
    def test_reads_minutes_title_and_paragraphs(self) -> None:
        steps = StepsField().clean("\r\n 10 Talk \r\nOne.\r\n Two. \r\n \r\n5 Look back")

        assert steps == [Step(10, "Talk", "One.\n\nTwo."), Step(5, "Look back", "")]

    @pytest.mark.parametrize("text", ["Talk for a while", "5", "x5 Talk", "10 Talk\n\nLook back"])
    def test_asks_for_minutes_at_the_beginning(self, text: str) -> None:
        with pytest.raises(forms.ValidationError):
            StepsField().clean(text)
