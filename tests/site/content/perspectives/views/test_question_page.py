"""A question as strangers and members read it, and the list of questions."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from content.models import Perspective
from content.perspectives import actions
from core import clock
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import (
    FlagFactory,
    PerspectiveFactory,
    SuspensionFactory,
    question,
    question_index,
    undo,
    words,
)

pytestmark = pytest.mark.django_db
State = Perspective.State


def text_of(client: Client, url: str, status: int = 200) -> str:
    response = client.get(url)
    assert response.status_code == status
    return str(response.content.decode())


def signed_in(client: Client, **fields: Any) -> Any:
    member = PersonFactory(**fields)
    client.force_login(member)
    return member


def test_a_stranger_reads_perspectives_and_the_way_in(client: Client) -> None:
    page = question("First")
    PerspectiveFactory(question=page, said="The kettle was on.", shown_name="Lowri")

    text = text_of(client, page.url)

    assert "The kettle was on." in text
    assert "Lowri" in text
    assert "1 perspective" in text
    assert f"/account/login/?next={page.url}%23add" in text
    assert "<textarea" not in text
    assert "set-cookie" not in {name.lower() for name in client.get(page.url).headers}


def test_what_is_held_is_seen_by_its_author_alone(client: Client) -> None:
    page = question("First")
    member = PersonFactory()
    held = PerspectiveFactory(question=page, author=member, state=State.HELD, said="Mine, for now.")
    FlagFactory(perspective=held, words="the man from Canal Street")
    FlagFactory(perspective=held, kind="spam", words="our new course")

    assert "Mine, for now." not in text_of(client, page.url)
    signed_in(client)
    assert "Mine, for now." not in text_of(client, page.url)
    client.force_login(member)
    text = text_of(client, page.url)

    assert "Mine, for now." in text
    assert "<q>the man from Canal Street</q>" in text
    assert "<q>our new course</q>" not in text
    assert "Yours is being read first" in text


def test_what_was_left_out_or_taken_back_is_nowhere(client: Client) -> None:
    page = question("First")
    PerspectiveFactory(question=page, said="Left words", state=State.LEFT_OUT, reason="It gives advice.")
    PerspectiveFactory(question=page, said="Back words", state=State.WITHDRAWN)

    text = text_of(client, page.url)

    assert "Left words" not in text
    assert "Back words" not in text
    assert "It gives advice." not in text
    assert "Nobody has answered yet." in text


def test_everybody_sees_that_a_moderator_left_words_out_and_nobody_the_reason(client: Client) -> None:
    left_out, page = "A moderator left out some of these words.", question("First")
    row = PerspectiveFactory(question=page)
    assert left_out not in text_of(client, page.url)
    actions.redact(perspective=row, by=PersonFactory(), version=1, words=words(), reason="It named a street.")

    text = text_of(client, page.url)

    assert (left_out in text, "It named a street." in text, row.said in text) == (True, False, False)
    undo(row, by=PersonFactory())
    assert left_out not in text_of(client, page.url)


def test_its_author_reads_why_it_was_left_out(client: Client) -> None:
    page, member = question("First"), signed_in(client)
    PerspectiveFactory(question=page, author=member, state=State.LEFT_OUT, reason="It gives advice.")

    assert "It gives advice." in text_of(client, page.url)


def test_script_in_every_field_is_text(client: Client) -> None:
    page = question("First")
    script = "<script>alert(1)</script>"
    PerspectiveFactory(question=page, said=script, happened=script, changed=script, shown_name=script)

    text = text_of(client, page.url)

    assert "<script>alert" not in text
    assert text.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 4


def test_most_helpful_first_or_newest(client: Client) -> None:
    page = question("First")
    now = clock.now()
    old = PerspectiveFactory(question=page, said="Old", sent_at=now - dt.timedelta(days=9))
    PerspectiveFactory(question=page, said="New", sent_at=now - dt.timedelta(days=1))
    picked = PerspectiveFactory(question=page, said="Picked", sent_at=now - dt.timedelta(days=5))
    Perspective.objects.filter(pk=picked.pk).update(picked_at=now)
    old.helpfuls.create(user=PersonFactory())

    def order(query: str) -> list[str]:
        return [row["perspective"].said for row in client.get(page.url + query).context["perspectives"]]

    assert order("") == ["Old", "New", "Picked"]
    assert order("?sort=newest") == ["New", "Picked", "Old"]
    assert order("?sort=nonsense") == ["Old", "New", "Picked"]


@pytest.mark.parametrize("sort", ["helpful", "newest"])
def test_every_one_stands_on_one_page_although_all_are_alike(client: Client, sort: str) -> None:
    page, moment = question("First"), clock.now()
    rows = PerspectiveFactory.create_batch(45, question=page, sent_at=moment)

    seen = [
        row["perspective"].pk
        for number in (1, 2, 3)
        for row in client.get(f"{page.url}?sort={sort}&page={number}").context["perspectives"]
    ]

    assert seen == sorted((row.pk for row in rows), reverse=True)


def test_many_are_paged_and_no_page_is_made_up(client: Client) -> None:
    page = question("First")
    PerspectiveFactory.create_batch(21, question=page)

    first, second = client.get(page.url), client.get(page.url + "?page=2")

    assert (len(first.context["perspectives"]), len(second.context["perspectives"])) == (20, 1)
    assert "1 to 20 of 21" in first.content.decode()
    assert f'href="{page.url}?page=2#h-pers"' in first.content.decode()
    assert client.get(page.url + "?page=3").status_code == 404


def test_a_closed_question_takes_none_and_says_so(client: Client) -> None:
    signed_in(client)
    page = question("First", closes_on=clock.today() - dt.timedelta(days=1))

    text = text_of(client, page.url)

    assert "This question is closed" in text
    assert "<textarea" not in text


def test_the_last_day_is_still_open(client: Client) -> None:
    signed_in(client)
    page = question("First", closes_on=clock.today())

    assert "<textarea" in text_of(client, page.url)


def test_who_is_suspended_reads_why_and_finds_no_form(client: Client) -> None:
    member = signed_in(client)
    SuspensionFactory(user=member, reason="Several advertisements in a row.")

    text = text_of(client, question("First").url)

    assert "Several advertisements in a row." in text
    assert "<textarea" not in text


def test_a_question_costs_the_same_with_one_and_with_three(client: Client) -> None:
    signed_in(client)
    counts = []
    for number in (1, 3):
        page = question(f"With {number}")
        PerspectiveFactory.create_batch(number, question=page)
        client.get(page.url)
        with CaptureQueriesContext(connection) as captured:
            client.get(page.url)
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_what_stands_beside_a_question_is_kept_until_it_changes(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    page = question("First", settings=("midwifery",))
    groups_asked, counts = [], []
    for sorting in ("", "?sort=newest"):
        with CaptureQueriesContext(connection) as captured:
            text_of(client, f"{page.url}{sorting}")
        groups_asked.append(any("groups_practicegroup" in query["sql"] for query in captured))
        counts.append(len(captured))
    assert groups_asked == [True, False]
    assert counts[1] <= 12

    with django_capture_on_commit_callbacks(execute=True):
        question("Second")
    assert "Second" in text_of(client, f"{page.url}?sort=newest")


def test_the_list_shows_what_everybody_may_read(client: Client) -> None:
    page = question("First", settings=("midwifery",))
    PerspectiveFactory.create_batch(2, question=page)
    PerspectiveFactory(question=page, state=State.HELD)
    question("Draft", publish=False)
    hidden = question("Private")
    PageViewRestriction.objects.create(page=hidden, restriction_type=PageViewRestriction.LOGIN)

    text = text_of(client, question_index().url)

    assert "First" in text
    assert "2 perspectives" in text
    assert "Midwifery" in text
    assert "Draft" not in text
    assert "Private" not in text


def test_the_list_without_questions_has_a_way_of_saying_so(client: Client) -> None:
    assert "No questions yet" in text_of(client, question_index().url)


def test_the_list_costs_the_same_with_one_and_with_three(client: Client) -> None:
    counts = []
    for number in (1, 3):
        while question_index().get_children().count() < number:
            question(f"Question {question_index().get_children().count()}", settings=("midwifery",))
        client.get("/questions/?page=1")
        with CaptureQueriesContext(connection) as captured:
            client.get("/questions/?page=1")
        counts.append(len(captured))

    assert counts[0] == counts[1]
