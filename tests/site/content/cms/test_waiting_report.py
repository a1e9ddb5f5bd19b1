"""The report of pages that wait for a reader."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import account
from tests.factories.articles import empty_site
from tests.site.content.test_waiting import handed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    empty_site()
    client.force_login(account("ed@mail.example", roles=("editor",), name="Ed Itor"))
    return client


def shown(client: Client) -> str:
    answer = client.get(reverse("cms_waiting:index"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_report_says_how_long_a_page_has_waited_and_who_may_read_it(editor: Client) -> None:
    page = handed_in("At the Desk", days=12)

    text = shown(editor)

    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in text
    assert ("At the Desk" in text, "author@mail.example" in text) == (True, True)
    assert editor.get(reverse("cms_waiting:index")).context["view"].who(
        editor.get(reverse("cms_waiting:index")).context["object_list"][0]
    ) == ("Ed Itor")


def test_report_says_what_to_do_where_nobody_is_left(editor: Client) -> None:
    page = handed_in("At the Desk", days=12)
    page.current_workflow_state.current_task_state.task.specific.groups.clear()

    assert "Nobody is left. Any editor may publish it" in shown(editor)


def test_report_asks_equally_often_for_one_and_three_pages(editor: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            shown(editor)
        return len(captured)

    handed_in("One", days=1)
    queries()
    first = queries()
    handed_in("Two", days=1)
    handed_in("Three", days=1)

    assert queries() == first


def test_authors_do_not_see_it(client: Client) -> None:
    client.force_login(account("author@mail.example", roles=("author",)))

    assert client.get(reverse("cms_waiting:index")).status_code == 302
