"""What readers do with a perspective: say that it helped, report it; and editors pick it."""

import datetime as dt
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from wagtail.models import PageViewRestriction

from content.models import Helpful, Perspective, Report
from core import clock
from tests.factories.accounts import account
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory, question

pytestmark = pytest.mark.django_db
State = Perspective.State


@pytest.fixture
def there() -> Perspective:
    return PerspectiveFactory()


@pytest.fixture(autouse=True)
def counted_from_nothing() -> None:
    cache.clear()


def moderator() -> Any:
    return account("moderator@example.org", roles=("moderator",))


def at(name: str, perspective: Perspective) -> str:
    return reverse(f"perspectives:{name}", args=[perspective.uid])


def text_of(response: Any) -> str:
    return str(response.content.decode())


def test_helpful_counts_once_and_is_taken_back(client: Client, there: Perspective) -> None:
    client.force_login(PersonFactory())

    for _ in range(2):
        client.post(at("helpful", there), {"on": "1"})
    assert Helpful.objects.filter(perspective=there).count() == 1
    assert "Helpful, to you" in text_of(client.get(there.question.url))
    client.post(at("helpful", there))

    assert not Helpful.objects.exists()


@pytest.fixture
def on_second_page() -> Perspective:
    """The oldest of 21."""
    page = question("First")
    PerspectiveFactory.create_batch(20, question=page)
    return PerspectiveFactory(question=page, sent_at=clock.now() - dt.timedelta(days=1))


def test_reader_comes_back_to_where_it_stands_in_the_order_that_was_chosen(
    client: Client, on_second_page: Perspective
) -> None:
    client.force_login(PersonFactory())
    url, anchor = on_second_page.question.url, on_second_page.anchor
    read = text_of(client.get(f"{url}?sort=newest&page=2"))
    chosen = "?sort=newest&page=2".replace("&", "&amp;")
    assert f'action="{at("helpful", on_second_page)}{chosen}"' in read
    assert f'href="{at("report", on_second_page)}{chosen}"' in read

    helped = client.post(at("helpful", on_second_page) + "?sort=newest&page=2", {"on": "1"})
    reported = client.post(at("report", on_second_page) + "?sort=newest&page=2", {"why": "other"})
    usual = client.post(at("helpful", on_second_page), {"on": "1"})

    assert helped.url == reported.url == f"{url}?sort=newest&page=2#{anchor}"
    assert usual.url == f"{url}#{anchor}"
    assert f'id="{anchor}"' in text_of(client.get(helped.url))
    assert f'id="{anchor}"' in text_of(client.get(usual.url))


def test_strangers_sign_in_first(client: Client, there: Perspective) -> None:
    response = client.post(at("helpful", there), {"on": "1"})

    assert response.url.startswith("/account/login/")
    assert not Helpful.objects.exists()


def test_ones_own_is_not_found_helpful(client: Client, there: Perspective) -> None:
    client.force_login(there.author)

    client.post(at("helpful", there), {"on": "1"})

    assert not Helpful.objects.exists()


@pytest.mark.parametrize("name", ["helpful", "report", "pick"])
@pytest.mark.parametrize("state", [State.HELD, State.WITHDRAWN])
def test_what_is_not_published_is_not_there(client: Client, name: str, state: str) -> None:
    client.force_login(moderator())

    assert client.post(at(name, PerspectiveFactory(state=state))).status_code == 404


def test_what_stands_under_a_private_question_is_not_there(client: Client, there: Perspective) -> None:
    PageViewRestriction.objects.create(page=there.question, restriction_type=PageViewRestriction.LOGIN)

    assert client.get(at("report", there)).status_code == 404


def test_a_stranger_reports(client: Client, there: Perspective) -> None:
    assert there.said in text_of(client.get(at("report", there)))
    nothing = client.post(at("report", there), {"words": "Canal Street"})
    assert nothing.status_code == 400
    assert "Please choose what is nearest" in text_of(nothing)
    assert "Canal Street" in text_of(nothing)

    response = client.post(at("report", there), {"why": Report.Why.values[0], "words": "Canal Street"})

    kept = Report.objects.get()
    assert (kept.perspective, kept.reporter, kept.words) == (there, None, "Canal Street")
    assert response.url == there.get_absolute_url()


def test_a_member_reports_once(client: Client, there: Perspective) -> None:
    member = PersonFactory()
    client.force_login(member)

    for _ in range(2):
        client.post(at("report", there), {"why": Report.Why.values[0]})

    assert Report.objects.get().reporter == member


def test_reports_of_one_member_are_counted_and_the_words_stay(client: Client, settings: Any) -> None:
    settings.REPORT_RATE = "2/hour"
    page = question("First")
    rows, given = PerspectiveFactory.create_batch(3, question=page), {"why": "other", "words": "Canal Street"}
    client.force_login(PersonFactory())

    answers = [client.post(at("report", row), given) for row in rows]

    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "Canal Street" in text_of(answers[2])
    assert "we paused" in text_of(answers[2])
    assert 0 < int(answers[2].headers["Retry-After"]) <= 3600
    other = Client()
    other.force_login(PersonFactory())
    assert other.post(at("report", rows[2]), given).status_code == 302
    assert Client().post(at("report", rows[2]), given).status_code == 302


def test_strangers_of_one_network_are_counted_together(settings: Any, there: Perspective) -> None:
    settings.REPORT_RATE = "1/hour"

    answers = [Client().post(at("report", there), {"why": "other"}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 429]


def test_an_author_does_not_report_their_own(client: Client, there: Perspective) -> None:
    client.force_login(there.author)

    response = client.post(at("report", there), {"why": Report.Why.values[0]})

    assert response.status_code == 400
    assert not Report.objects.exists()


def test_a_moderator_picks_and_unpicks(client: Client, there: Perspective) -> None:
    client.force_login(moderator())

    assert "Make it an editor’s pick" in text_of(client.get(there.question.url))
    client.post(at("pick", there), {"on": "1"})
    assert "Editor’s pick" in text_of(Client().get(there.question.url))
    client.post(at("pick", there))

    there.refresh_from_db()
    assert there.picked_at is None


def test_a_member_does_not_pick(client: Client, there: Perspective) -> None:
    client.force_login(PersonFactory())

    assert client.post(at("pick", there), {"on": "1"}).status_code == 403
    assert "Make it an editor’s pick" not in text_of(client.get(there.question.url))


def test_who_signs_in_to_pick_comes_back_to_the_perspective(there: Perspective) -> None:
    answer = Client().post(at("pick", there), {"on": "1"})

    there.refresh_from_db()
    assert there.picked_at is None
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["next"] == [there.get_absolute_url()]
