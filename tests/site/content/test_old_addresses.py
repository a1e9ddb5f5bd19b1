"""Pages that move, twice and back again, and the addresses they leave behind."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from content.models import ArticleIndexPage, HomePage, StandardPage
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site

pytestmark = pytest.mark.django_db


def rename(page: Any, slug: str, capture: Any) -> None:
    page.slug = slug
    with capture(execute=True):
        page.save_revision().publish()


def leads_to(address: str) -> tuple[int, str]:
    answer = Client().get(address)
    return answer.status_code, answer.headers.get("Location", "")


def test_every_old_address_leads_straight_to_the_newest(django_capture_on_commit_callbacks: Any) -> None:
    empty_site()
    page = article("Wards")
    rename(page, "on-wards", django_capture_on_commit_callbacks)
    elsewhere = HomePage.objects.get().add_child(instance=StandardPage(title="Old", slug="old"))

    Page.objects.get(pk=page.pk).specific.move(elsewhere, pos="last-child")

    assert leads_to("/articles/wards/") == (301, "/old/on-wards/")
    assert leads_to("/articles/on-wards/") == (301, "/old/on-wards/")


def test_pages_below_a_renamed_one_leave_their_addresses_behind(
    django_capture_on_commit_callbacks: Any,
) -> None:
    empty_site()
    article("Wards")

    rename(ArticleIndexPage.objects.get(), "reading", django_capture_on_commit_callbacks)

    assert leads_to("/articles/wards/") == (301, "/reading/wards/")
    assert leads_to("/articles/") == (301, "/reading/")


def test_page_that_came_back_and_is_unpublished_is_not_found_rather_than_sent_round(
    django_capture_on_commit_callbacks: Any,
) -> None:
    empty_site()
    page = article("Wards")
    rename(page, "on-wards", django_capture_on_commit_callbacks)
    rename(page, "wards", django_capture_on_commit_callbacks)

    page.unpublish()

    assert leads_to("/articles/wards/") == (404, "")
    assert list(Redirect.objects.values_list("old_path", flat=True)) == ["/articles/on-wards"]


@pytest.mark.parametrize(("role", "code"), [("editor", 200), ("author", 302), ("moderator", 302)])
def test_editors_keep_redirects(client: Client, role: str, code: int) -> None:
    client.force_login(account("staff@mail.example", roles=(role,)))

    assert client.get(reverse("wagtailredirects:index")).status_code == code
