"""Articles past the day by which they should be read again."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from content.models import ArticleAuthor, ArticlePage, Author, QuestionPage
from core import clock
from directory.places.models import PracticeSetting
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site
from tests.factories.perspectives import question_index

pytestmark = pytest.mark.django_db
TODAY = clock.now().date()


@pytest.fixture
def editor(client: Client) -> Client:
    empty_site()
    client.force_login(account("ed@mail.example", roles=("editor",)))
    return client


def dated(title: str, days: int, *, author: str = "", **fields: object) -> ArticlePage:
    """An article to be read again so many days from now."""
    page = article(title, review_by=TODAY + dt.timedelta(days=days), **fields)
    if author:
        ArticleAuthor.objects.create(page=page, author=Author.objects.create(name=author))
    return page


def titles(client: Client, **asked: str) -> list[str]:
    answer = client.get(reverse("cms_reviews:index"), asked)
    assert answer.status_code == 200
    return [row.title for row in answer.context["object_list"]]


def test_report_lists_published_articles_past_their_day_longest_overdue_first(editor: Client) -> None:
    dated("Late", -2)
    dated("Later", -30)
    dated("Today", 0)
    dated("Tomorrow", 1)
    dated("Draft", -5, publish=False)
    article("Without a day")

    assert titles(editor) == ["Later", "Late", "Today"]


def test_report_lists_questions_beside_articles_and_narrows_both_by_setting(editor: Client) -> None:
    index = question_index()
    asked = QuestionPage(title="Asked", intro="What then?", review_by=TODAY - dt.timedelta(days=3))
    asked.settings.set(PracticeSetting.objects.filter(slug="midwifery"))
    index.add_child(instance=asked)
    dated("Late", -2, settings=["probation"])
    dated("Older", -4, settings=["midwifery"])

    assert titles(editor) == ["Older", "Asked", "Late"]
    midwifery = PracticeSetting.objects.get(slug="midwifery")
    assert titles(editor, setting=str(midwifery.pk)) == ["Older", "Asked"]


def test_report_looks_ahead_when_asked(editor: Client) -> None:
    for days in (-1, 30, 90, 91):
        dated(f"In {days}", days)

    assert titles(editor, due="30") == ["In -1", "In 30"]
    assert titles(editor, due="90") == ["In -1", "In 30", "In 90"]
    assert titles(editor, due="all") == ["In -1", "In 30", "In 90", "In 91"]


def test_report_can_be_taken_away_and_holds_no_formula(editor: Client) -> None:
    page = dated("=1+1", -2, author="Nan Early")

    answer = editor.get(reverse("cms_reviews:index"), {"export": "csv"})

    text = b"".join(answer.streaming_content).decode()
    heading, row = list(csv.reader(io.StringIO(text)))
    assert heading == ["Title", "Kind", "Read again by", "Days late", "Authors", "Address", "Last published"]
    assert row[:6] == ["'=1+1", "Article", page.review_by.isoformat(), "2", "Nan Early", page.full_url]


def test_report_asks_equally_often_for_one_and_three_articles(editor: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert len(titles(editor)) == ArticlePage.objects.count()
        return len(captured)

    dated("One", -1, author="Nan")
    queries()
    first = queries()
    dated("Two", -1, author="Mo")
    dated("Three", -1, author="Flo")

    assert queries() == first


def test_others_learn_nothing(client: Client) -> None:
    empty_site()
    dated("Late", -2)
    client.force_login(account("money@mail.example", roles=("finance",)))

    assert client.get(reverse("cms_reviews:index")).status_code == 302
    assert "past its day" not in client.get(reverse("wagtailadmin_home")).content.decode()
