"""Wagtail's own API for pages: what strangers find, and what nobody finds by it."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import APIToken, Page, PageViewRestriction

from content.models import ArticleIndexPage, ArticlePage, Author, HomePage, StandardPage
from content.planting import stream
from content.seeding import create_front_page, publish
from search.api import pages
from tests.factories.accounts import account
from tests.factories.articles import article, paragraph

URL = "/api/v3/pages/"
PROBLEM = "application/problem+json"
SECRET = "Quillwort"
EVERY_FIELD = [
    "*",
    "owner",
    "latest_revision",
    "live_revision",
    "draft_title",
    "live",
    "expire_at",
    "go_live_at",
    "_",
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site() -> ArticleIndexPage:
    cache.clear()
    index: ArticleIndexPage = publish(
        create_front_page(), ArticleIndexPage(title="Articles", slug="articles")
    )
    return index


def titles(**asked: Any) -> list[str]:
    answer = Client().get(URL, {"limit": 20, **asked})
    assert answer.status_code == 200, answer.content
    return [item["title"] for item in answer.json()["items"]]


def text_page(title: str, above: Page) -> Page:
    """A page of text."""
    made: Page = publish(above, StandardPage(title=title, body=stream([paragraph()])))
    return made


def draft() -> Page:
    return article(SECRET, publish=False)


def private() -> Page:
    page = article(SECRET)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    return page


def private_by_password() -> Page:
    page = article(SECRET)
    PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
    )
    return page


def under_a_private_page() -> Page:
    page = article(SECRET)
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    return page


def expired() -> Page:
    page = article(SECRET)
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    call_command("publish_scheduled")
    return page


def over_since_a_minute() -> Page:
    """Its time is over, and the work that takes it away has not run."""
    page = article(SECRET)
    ArticlePage.objects.filter(pk=page.pk).update(expire_at=timezone.now() - dt.timedelta(minutes=1))
    return page


def unpublished() -> Page:
    page = article(SECRET)
    page.unpublish()
    return page


def scheduled() -> Page:
    page = article(SECRET, publish=False, go_live_at=timezone.now() + dt.timedelta(days=1))
    page.save_revision(approved_go_live_at=page.go_live_at).publish()
    assert not Page.objects.get(pk=page.pk).live
    return page


def of_another_site() -> Page:
    top = HomePage(title="Elsewhere", slug="elsewhere")
    Page.get_first_root_node().add_child(instance=top)
    page = ArticlePage(title=SECRET, slug="quillwort", intro=SECRET)
    top.add_child(instance=page)
    return page


HIDDEN = [
    *(draft, private, private_by_password, under_a_private_page),
    *(expired, over_since_a_minute, unpublished, scheduled, of_another_site),
]


def asked_about(page: Page) -> list[str]:
    """Every way to ask for a page."""
    listed = f"{URL}?limit=20"
    kind = f"{listed}&type=content.ArticlePage"
    return [
        listed,
        kind,
        *(f"{kind}&fields={name}" for name in EVERY_FIELD),
        f"{listed}&search={SECRET}",
        f"{kind}&search={SECRET}&search_operator=or",
        f"{listed}&slug=quillwort",
        f"{listed}&pk={page.pk}",
        f"{kind}&intro=About%20{SECRET}.",
        f"{listed}&live=false&owner=1&version=draft",
        f"{listed}&child_of={page.get_parent().pk}",
        f"{listed}&descendant_of=root&order=-title",
        f"{listed}&child_of={page.pk}",
        f"{listed}&ancestor_of={page.pk}",
        f"{listed}&translation_of={page.pk}",
        f"{URL}{page.pk}/",
        f"{URL}{page.pk}/?version=draft&fields=*",
        f"{URL}find/?id={page.pk}",
        f"{URL}find/?html_path=/articles/quillwort/",
        f"{URL}{page.pk}/revisions/",
        f"{URL}{page.pk}/revisions/{page.latest_revision_id or 1}/",
    ]


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
@pytest.mark.parametrize("signed_in", [False, True])
def test_page_that_is_not_for_everybody_is_found_by_no_way_of_asking(hide: Any, signed_in: bool) -> None:
    page = hide()
    text_page("In the open", HomePage.objects.get(slug="home"))
    assert "In the open" in titles()
    client = Client()
    if signed_in:
        client.force_login(account("ed@mail.example", roles=("editor",)))

    for address in asked_about(page):
        answer = client.get(address)
        assert answer.status_code in {200, 404, 422}, (address, answer.content)
        assert SECRET.lower() not in answer.content.decode().lower().replace(address.lower(), ""), address
        cache.clear()
    assert client.get(f"{URL}{page.pk}/").status_code == 404


def test_page_in_the_open_is_found_by_each_of_them() -> None:
    page = article(SECRET)

    found = [
        address
        for address in asked_about(page)
        if SECRET in Client().get(address, follow=True).content.decode()
    ]

    assert set(asked_about(page)) - set(found) == {
        *(f"{URL}?limit=20&{asked}={page.pk}" for asked in ("child_of", "ancestor_of", "translation_of")),
        f"{URL}?limit=20&pk={page.pk}",  # Wagtail's own mistake, answered 422
        f"{URL}{page.pk}/revisions/",
        f"{URL}{page.pk}/revisions/{page.latest_revision_id}/",
    }


def test_page_is_told_like_this(site: ArticleIndexPage) -> None:
    page = article("In the open", blocks=[paragraph("You could ask.")], search_description="For engines.")
    page.article_authors.create(author=Author.objects.create(name="Ada Brook"))
    page.save_revision().publish()

    answer = Client().get(f"{URL}{page.pk}/", {"fields": "*"})

    told = answer.json()
    meta = told.pop("meta")
    block = told["body"][0]
    assert (block["type"], block["value"]) == ("paragraph", "<p>You could ask.</p>")
    assert {name: told[name] for name in told if name != "body"} == {
        "id": page.pk,
        "title": "In the open",
        "intro": "About In the open.",
        "reading_minutes": 1,
        "byline": ["Ada Brook"],
        "setting_slugs": [],
    }
    assert sorted(meta) == [
        *(
            "alias_of",
            "detail_url",
            "first_published_at",
            "html_url",
            "locale",
            "parent",
            "search_description",
        ),
        *("seo_title", "show_in_menus", "slug", "type"),
    ]
    assert (meta["parent"]["title"], meta["alias_of"]) == (site.title, None)
    assert meta["html_url"].endswith("/articles/in-the-open/")


def test_unpublished_changes_of_a_page_are_not_told(site: ArticleIndexPage) -> None:
    page = article("In the open", owner=account("owner@mail.example", roles=("editor",)))
    page.title, page.intro = SECRET, SECRET
    page.save_revision(user=page.owner)
    token = _token(page.owner)

    for address in asked_about(page):
        for sent in ({}, {"HTTP_AUTHORIZATION": f"Bearer {token}"}):
            said = Client().get(address, follow=True, **sent).content.decode().replace(address, "")
            assert SECRET not in said.replace(f"search={SECRET}", ""), address
            assert "owner@mail.example" not in said
        cache.clear()


def _token(owner: Any) -> str:
    made = APIToken.create_token(user=owner, name="A program's")
    return made[1] if isinstance(made, tuple) else made


def test_page_does_not_name_a_draft_above_it_nor_a_private_one_that_it_repeats(
    site: ArticleIndexPage,
) -> None:
    home = site.get_parent()
    above, source = text_page("Above", home), text_page(SECRET, home)
    alias = source.create_alias(parent=above)
    Page.objects.filter(pk=alias.pk).update(title="In the open", draft_title="In the open")
    before = Client().get(f"{URL}{alias.pk}/").json()["meta"]
    PageViewRestriction.objects.create(page=source, restriction_type=PageViewRestriction.LOGIN)
    above.unpublish()

    after = Client().get(f"{URL}{alias.pk}/").json()["meta"]

    assert (before["alias_of"]["title"], before["parent"]["title"]) == (SECRET, "Above")
    assert (after["alias_of"], after["parent"]) == (None, None)


def test_top_page_does_not_name_the_root_of_the_tree(site: ArticleIndexPage) -> None:
    answer = Client().get(f"{URL}{site.get_parent().pk}/")

    assert (answer.status_code, answer.json()["meta"]["parent"]) == (200, None)


def test_visitor_who_knows_the_password_gets_what_everybody_gets(client: Client) -> None:
    page = private_by_password()
    restriction = PageViewRestriction.objects.get()
    session = client.session
    session["passed_page_view_restrictions"] = [restriction.pk]
    session.save()
    client.cookies["sessionid"] = session.session_key

    answer = client.get(f"{URL}{page.pk}/")

    assert answer.status_code == 404
    assert not answer.cookies
    assert client.session["passed_page_view_restrictions"] == [restriction.pk]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize("with_token", [False, True])
def test_nobody_writes_by_it(method: str, with_token: bool, client: Client) -> None:
    page = article("In the open")
    admin = account("admin@mail.example", roles=("admin",))
    client.force_login(admin)
    sent = {"HTTP_AUTHORIZATION": f"Bearer {_token(admin)}"} if with_token else {}
    body = json.dumps({"title": SECRET, "meta": {"type": "content.ArticlePage", "parent_id": 1}})

    for address in (URL, f"{URL}{page.pk}/", f"{URL}{page.pk}/actions/unpublish/"):
        answer = getattr(client, method)(address, body, content_type="application/json", **sent)
        assert (answer.status_code, answer["Content-Type"]) == (405, PROBLEM)
        assert answer["Allow"] == "GET, HEAD, OPTIONS"
    page.refresh_from_db()
    assert (page.title, page.live) == ("In the open", True)


@pytest.mark.parametrize(
    "address",
    [
        "whoami/",
        "sites/",
        "schema/",
        "snippets/content.Author/",
        "redirects/",
        "docs/",
        "",
    ],
)
def test_rest_of_wagtails_api_is_not_there(address: str, client: Client) -> None:
    admin = account("admin@mail.example", roles=("admin",))

    answer = client.get(f"/api/v3/{address}", HTTP_AUTHORIZATION=f"Bearer {_token(admin)}")

    assert (answer.status_code, answer["Content-Type"]) == (404, PROBLEM)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"limit": "1000"}, 400),
        ({"limit": "many"}, 422),
        ({"offset": "-1"}, 422),
        ({"offset": "many"}, 422),
        ({"offset": "9" * 23}, 422),
        ({"search": "open", "offset": "9" * 23}, 422),
        ({"offset": "9" * 5000}, 422),
        ({"offset": "1000000"}, 200),
        ({"type": "accounts.User"}, 422),
        ({"order": "owner"}, 422),
        ({"order": "latest_revision__content"}, 422),
        ({"site": "elsewhere.example"}, 404),
        ({"locale": "xx"}, 404),
        ({"child_of": "999999"}, 422),
        ({"search": "a" * 300}, 200),
        ({"search": '"'}, 200),
        ({"search": "'; -- * ( NEAR"}, 200),
        ({"search": ""}, 200),
        ({"slug": "\x00"}, 200),
        ({"first_published_at": "tomorrow"}, 422),
        ({"pk": "1 OR 1=1"}, 422),
    ],
)
def test_nonsense_is_answered_in_the_form_of_errors(asked: dict[str, str], status: int) -> None:
    answer = Client().get(URL, asked)

    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == (PROBLEM if status >= 400 else "application/json; charset=utf-8")
    if status >= 400:
        assert sorted(answer.json()) == ["detail", "errors", "status", "title", "type"]


def test_wrong_values_are_named_as_in_version_1() -> None:
    answer = Client().get(URL, {"offset": "-1", "child_of": "here", "type": "accounts.User"})

    told = answer.json()
    assert told["detail"] == "Some values cannot be used."
    assert {one["parameter"] for one in told["errors"]} == {"offset", "child_of", "type"}
    assert all(sorted(one) == ["detail", "parameter"] and one["detail"] for one in told["errors"])


def test_answer_may_be_kept_by_anybody_for_a_minute(client: Client) -> None:
    first = client.get(URL)

    assert first["Cache-Control"] == "public, max-age=60"
    assert first["Access-Control-Allow-Origin"] == "*"
    assert not first.cookies
    assert client.get(URL, HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 304
    assert client.head(URL).status_code == 200


def test_asking_too_often_is_told(settings: Any, client: Client) -> None:
    settings.API_RATE = "2/min"

    statuses = [client.get(URL).status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


@pytest.mark.parametrize("asked", ["", "?type=content.ArticlePage&search=open"])
def test_list_costs_the_same_for_one_and_for_three(asked: str) -> None:
    article("First open")
    one = _queries(URL + asked)
    for number in range(3):
        article(f"More open {number}")

    assert _queries(URL + asked) == one <= 7


def _queries(address: str) -> int:
    Client().get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert Client().get(address).status_code == 200
    return len(captured)


def test_openapi_document_tells_of_reading_pages_and_files_and_of_nothing_else() -> None:
    told = Client().get("/api/v3/openapi.json").json()

    assert {path: list(verbs) for path, verbs in told["paths"].items()} == {
        "/api/v3/pages/": ["get"],
        "/api/v3/pages/find/": ["get"],
        "/api/v3/pages/{page_id}/": ["get"],
        "/api/v3/images/": ["get"],
        "/api/v3/images/{image_id}/": ["get"],
        "/api/v3/documents/": ["get"],
        "/api/v3/documents/{document_id}/": ["get"],
    }
    text = json.dumps(told)
    for shape in told["components"]["schemas"]:
        assert f"#/components/schemas/{shape}" in text
    assert not [word for word in ("email", "owner", "revision", "Create", "Update", "Bearer") if word in text]
    assert told == json.loads(json.dumps(pages.schema()))
