"""What an author does on the site: send, reword, take back, ask again, see what became of it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import Appeal, Perspective, QuestionPage
from core import clock
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, SuspensionFactory, question, trusted

pytestmark = pytest.mark.django_db
State = Perspective.State
GIVEN = {
    "said": "What would make this half-hour worth it?",
    "happened": "She took her coat off.",
    "changed": "I ask it of everybody now.",
    "shown_name": "Joss",
    "setting": "",
}


@pytest.fixture
def page() -> QuestionPage:
    return question("First")


def send(client: Client, page: QuestionPage, **changes: Any) -> Any:
    return client.post(reverse("perspectives:send", args=[page.uid]), GIVEN | changes)


def at(name: str, perspective: Perspective) -> str:
    return reverse(f"perspectives:{name}", args=[perspective.uid])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_a_first_one_is_kept_and_held(client: Client, page: QuestionPage) -> None:
    member = PersonFactory()
    client.force_login(member)

    response = send(client, page)

    sent = Perspective.objects.get()
    assert (sent.author, sent.question, sent.state) == (member, page, State.HELD)
    assert (sent.said, sent.happened, sent.changed) == (GIVEN["said"], GIVEN["happened"], GIVEN["changed"])
    assert response.url == f"{page.url}#{sent.anchor}"
    assert "A person reads it first" in text_of(client.get(page.url))


def test_one_of_a_trusted_member_is_there_at_once(client: Client, page: QuestionPage) -> None:
    client.force_login(trusted())

    send(client, page)

    assert "Thank you. Your perspective is there." in text_of(client.get(page.url))
    assert GIVEN["said"] in text_of(Client().get(page.url))


def test_what_was_typed_waits_while_somebody_signs_in(client: Client, page: QuestionPage) -> None:
    response = send(client, page, said="Typed before signing in.")

    assert response.url.startswith("/account/login/")
    assert not Perspective.objects.exists()
    member = PersonFactory()
    session = client.session
    draft = session["content.perspective"]
    client.force_login(member)
    session = client.session
    session["content.perspective"] = draft
    session.save()
    assert "Typed before signing in." in text_of(client.get(page.url))
    send(client, page, said="Typed before signing in.")

    assert "content.perspective" not in client.session
    assert Perspective.objects.get().author == member


def test_what_is_missing_is_said_beside_what_was_typed(client: Client, page: QuestionPage) -> None:
    client.force_login(PersonFactory())

    response = send(client, page, said="", shown_name="")

    assert response.status_code == 400
    text = text_of(response)
    assert "Please write down what you said." in text
    assert "Please give a first name" in text
    assert GIVEN["happened"] in text
    assert not Perspective.objects.exists()


def test_too_long_is_said_and_kept(client: Client, page: QuestionPage) -> None:
    client.force_login(PersonFactory())

    response = send(client, page, said="a" * 601)

    assert response.status_code == 400
    assert "a" * 601 in text_of(response)


def test_the_same_again_is_refused_with_a_sentence(client: Client, page: QuestionPage) -> None:
    client.force_login(PersonFactory())
    send(client, page)

    response = send(client, page)

    assert response.status_code == 400
    assert Perspective.objects.count() == 1
    assert "You have sent exactly this already" in text_of(response)


def test_a_question_that_closed_meanwhile_refuses_and_says_so(client: Client) -> None:
    client.force_login(PersonFactory())
    closed = question("Closed", closes_on=clock.today() - dt.timedelta(days=1))

    response = send(client, closed)

    assert response.status_code == 400
    assert GIVEN["said"] in text_of(response)
    assert "This question takes no new perspectives any more." in text_of(response)
    assert not Perspective.objects.exists()


def test_a_suspended_member_is_told_why(client: Client, page: QuestionPage) -> None:
    member = PersonFactory()
    SuspensionFactory(user=member, reason="Several advertisements in a row.")
    client.force_login(member)

    response = send(client, page)

    assert response.status_code == 400
    assert "Several advertisements in a row." in text_of(response)
    assert GIVEN["said"] in text_of(response)
    assert not Perspective.objects.exists()


def test_what_a_suspended_member_typed_before_signing_in_is_kept(client: Client, page: QuestionPage) -> None:
    member = PersonFactory()
    SuspensionFactory(user=member, reason="Several advertisements in a row.")
    send(client, page, said="Typed before signing in.")
    draft = client.session["content.perspective"]
    client.force_login(member)
    session = client.session
    session["content.perspective"] = draft
    session.save()

    text = text_of(client.get(page.url))

    assert "Several advertisements in a row." in text
    assert "Typed before signing in." in text


def test_a_suspended_member_rewords_nothing_and_keeps_what_was_typed(
    client: Client, page: QuestionPage
) -> None:
    mine = PerspectiveFactory(question=page)
    SuspensionFactory(user=mine.author, reason="Several advertisements in a row.")
    client.force_login(mine.author)

    assert "Several advertisements in a row." in text_of(client.get(at("edit", mine)))
    response = client.post(at("edit", mine), GIVEN | {"said": "Better words."})

    assert response.status_code == 400
    assert "Better words." in text_of(response)
    mine.refresh_from_db()
    assert mine.said != "Better words."


@pytest.mark.parametrize("field", ["said", "happened", "changed", "shown_name"])
def test_markup_is_kept_as_plain_text(client: Client, page: QuestionPage, field: str) -> None:
    client.force_login(PersonFactory())

    send(client, page, **{field: "Words <script>alert(1)</script><b>here</b>"})

    assert "<" not in getattr(Perspective.objects.get(), field)


def test_a_draft_question_is_not_there(client: Client) -> None:
    client.force_login(PersonFactory())

    assert send(client, question("Draft", publish=False)).status_code == 404


def test_an_author_rewords_within_a_day(client: Client, page: QuestionPage) -> None:
    member = trusted()
    client.force_login(member)
    mine = PerspectiveFactory(question=page, author=member)

    assert mine.said in text_of(client.get(at("edit", mine)))
    response = client.post(at("edit", mine), GIVEN | {"said": "Better words."})

    mine.refresh_from_db()
    assert mine.said == "Better words."
    assert response.url == mine.get_absolute_url()


def test_an_author_reads_before_and_after_that_new_words_are_read_first(
    client: Client, page: QuestionPage
) -> None:
    mine = PerspectiveFactory(question=page, author=trusted())
    client.force_login(mine.author)
    assert "then it leaves the page until they have" in text_of(client.get(at("edit", mine)))

    answer = client.post(at("edit", mine), GIVEN | {"said": "Call me on 01632 960123."}, follow=True)

    mine.refresh_from_db()
    assert mine.state == State.HELD
    assert "it is not on the page until then" in text_of(answer)


def test_an_author_comes_back_in_the_order_that_was_chosen(client: Client, page: QuestionPage) -> None:
    member = trusted()
    client.force_login(member)
    PerspectiveFactory.create_batch(20, question=page)
    send_url = reverse("perspectives:send", args=[page.uid])
    assert f'action="{send_url}?sort=newest"' in text_of(client.get(f"{page.url}?sort=newest"))

    sent = client.post(f"{send_url}?sort=newest", GIVEN)
    mine = Perspective.objects.get(author=member, question=page)
    edited = client.post(at("edit", mine) + "?sort=newest", GIVEN | {"said": "Better words."})
    refused = client.post(f"{send_url}?sort=newest", GIVEN | {"said": ""})

    assert sent.url == edited.url == f"{page.url}?sort=newest#{mine.anchor}"
    assert (refused.status_code, refused.context["sort"]) == (400, "newest")


def test_after_a_day_the_form_is_gone_and_sending_is_refused(client: Client, page: QuestionPage) -> None:
    member = trusted()
    client.force_login(member)
    mine = PerspectiveFactory(question=page, author=member, sent_at=clock.now() - dt.timedelta(hours=25))
    before = mine.said

    text = text_of(client.get(at("edit", mine)))
    response = client.post(at("edit", mine), GIVEN | {"said": "Too late."})

    mine.refresh_from_db()
    assert "<textarea" not in text
    assert "that day is over" in text
    assert (response.status_code, mine.said) == (400, before)
    assert "Too late." in text_of(response)


def test_taking_back_asks_first_and_hides_it(client: Client, page: QuestionPage) -> None:
    member = trusted()
    client.force_login(member)
    mine = PerspectiveFactory(question=page, author=member, said="Gone soon.")

    assert "Gone soon." in text_of(client.get(at("take-back", mine)))
    mine.refresh_from_db()
    assert mine.state == State.PUBLISHED
    client.post(at("take-back", mine))

    mine.refresh_from_db()
    assert mine.state == State.WITHDRAWN
    assert "Gone soon." not in text_of(Client().get(page.url))
    assert client.get(at("take-back", mine)).status_code == 404


@pytest.mark.parametrize("name", ["edit", "take-back", "appeal"])
def test_somebody_elses_is_not_there(client: Client, page: QuestionPage, name: str) -> None:
    client.force_login(PersonFactory())

    assert client.get(at(name, PerspectiveFactory(question=page))).status_code == 404


def test_an_author_asks_somebody_else_to_look(client: Client, page: QuestionPage) -> None:
    member = PersonFactory()
    client.force_login(member)
    mine = PerspectiveFactory(
        question=page, author=member, state=State.LEFT_OUT, reason="It gives advice.", decided_at=clock.now()
    )

    assert "It gives advice." in text_of(client.get(at("appeal", mine)))
    empty = client.post(at("appeal", mine), {"words": " "})
    assert empty.status_code == 400
    client.post(at("appeal", mine), {"words": "It is what I said, not what others should say."})
    again = client.post(at("appeal", mine), {"words": "Please."})

    assert Appeal.objects.get().perspective == mine
    assert again.status_code == 400
    assert "They have not answered yet." in text_of(client.get(reverse("perspectives:my-perspectives")))


def test_ones_own_are_listed_with_what_became_of_them(client: Client, page: QuestionPage) -> None:
    member = PersonFactory()
    client.force_login(member)
    for said, state, reason in (
        ("Held words", State.HELD, ""),
        ("There words", State.PUBLISHED, ""),
        ("Out words", State.LEFT_OUT, "It gives advice."),
        ("Back words", State.WITHDRAWN, ""),
    ):
        PerspectiveFactory(question=page, author=member, said=said, state=state, reason=reason)
    PerspectiveFactory(question=page, said="Of somebody else")

    text = text_of(client.get(reverse("perspectives:my-perspectives")))

    for words in ("Held words", "There words", "Out words", "Back words", "It gives advice.", "Taken back"):
        assert words in text
    assert "Of somebody else" not in text


def test_the_list_of_ones_own_costs_the_same_with_one_and_with_three(client: Client) -> None:
    member = PersonFactory()
    client.force_login(member)
    counts = []
    for number in (1, 3):
        while member.perspectives.count() < number:
            PerspectiveFactory(author=member, question=question(f"Q{member.perspectives.count()}"))
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("perspectives:my-perspectives"))
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_without_any_the_list_leads_to_the_questions(client: Client, page: QuestionPage) -> None:
    client.force_login(PersonFactory())

    text = text_of(client.get(reverse("perspectives:my-perspectives")))

    assert "No perspectives yet" in text
    assert 'href="/questions/"' in text
