import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from core import clock
from search.models import SearchMiss

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    user = get_user_model().objects.create(email="ed@example.org", is_active=True)
    user.user_permissions.add(*Permission.objects.filter(codename__in=("access_admin", "view_searchmiss")))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def miss(text: str, *, times: int = 2, days: int = 0, **more: str) -> SearchMiss:
    day = clock.now().date() - dt.timedelta(days=days)
    return SearchMiss.objects.create(text=text, times=times, first_on=day, last_on=day, **more)


def page_of(editor: Client, question: str = "") -> str:
    answer = editor.get(reverse("cms_misses:index") + question)
    assert answer.status_code == 200
    return answer.content.decode()


def test_report_shows_what_was_looked_for_twice_the_most_wanted_first(editor: Client) -> None:
    miss("zither", near="Taunton, United Kingdom", settings="prison")
    miss("lyre", times=9)
    miss("once", times=1)

    page = page_of(editor)

    assert page.index("lyre") < page.index("zither")
    assert "once" not in page
    assert 'href="/search/?q=zither&amp;near=Taunton%2C+United+Kingdom&amp;setting=prison">Try it</a>' in page
    assert 'href="/cms/synonyms/new/?words=zither">Add a synonym</a>' in page


def test_report_is_filtered_by_days(editor: Client) -> None:
    miss("zither", days=8)
    miss("lyre", days=3)

    page = page_of(editor, "?days=7")

    assert "lyre" in page
    assert "zither" not in page


def test_report_as_csv_has_nothing_a_spreadsheet_would_reckon_with(editor: Client) -> None:
    miss("=1+1")

    answer = editor.get(reverse("cms_misses:index") + "?export=csv")

    lines = b"".join(answer.streaming_content).decode().splitlines()
    today = clock.now().date()
    assert lines == [
        "Words,Near,Settings,Kinds,Times,First,Last",
        f"'=1+1,,,,2,{today},{today}",
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_report_costs_the_same_however_many(
    editor: Client, django_assert_max_num_queries, number: int
) -> None:
    for n in range(number):
        miss(f"zither {n}")
    page_of(editor)

    with django_assert_max_num_queries(14):
        page_of(editor)


def test_nobody_else_reads_it(client: Client) -> None:
    user = get_user_model().objects.create(email="mo@example.org", is_active=True)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(reverse("cms_misses:index")).status_code == 302
