import pytest
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import RequestFactory, override_settings
from django.urls import reverse

from accounts.models import User
from core import context, me
from core.me import Link


class Person:
    is_authenticated = True


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> list[me.Provider]:
    """Two providers, and none of the rooms': those ask the database."""
    monkeypatch.setattr(me, "_providers", [])
    providers: list[me.Provider] = [
        lambda user: [Link("Later", "/later/")],
        lambda user: [Link("First", "/first/")],
    ]
    me.register(providers[0], rank=95)
    me.register(providers[1], rank=1)
    return providers


def test_links_stand_in_order_of_rank(registered: list[me.Provider]) -> None:
    found = me.links(Person())  # type: ignore[arg-type]  # as much of a person as it takes

    assert found[0] == Link("First", "/first/")
    assert found[-1] == Link("Later", "/later/")


def test_a_provider_is_asked_once_however_often_it_registers(registered: list[me.Provider]) -> None:
    me.register(registered[0])

    assert me.links(Person()).count(Link("Later", "/later/")) == 1  # type: ignore[arg-type]  # as much of a person as it takes


def test_visitors_have_no_links_and_cost_no_query(registered: list[me.Provider]) -> None:
    """Without the `db` fixture a query would raise."""
    request = RequestFactory().get("/search/")
    request.user = AnonymousUser()

    assert list(context.site(request)["me_links"]) == []


def test_navigation_knows_where_the_visitor_is() -> None:
    assert [place.label for place in context.navigation("/groups/quantock/") if place.current] == ["Groups"]
    for path in ("/articles/one/", "/questions/", "/news/", "/glossary/echo/", "/resources/"):
        assert [place.label for place in context.navigation(path) if place.current] == ["Read"]


@pytest.mark.parametrize(("mode", "shown"), [("sandbox", True), ("stripe_live", False)])
def test_ribbon_is_shown_in_the_sandbox_alone(mode: str, shown: bool) -> None:
    with override_settings(PAYMENTS_MODE=mode):
        assert context.site(RequestFactory().get("/"))["demo_ribbon"] is shown


def test_masthead_shows_a_person_their_pages_and_a_way_out(registered: list[me.Provider]) -> None:
    request = RequestFactory().get("/search/")
    request.user = User(email="ilka@mail.example", name="Ilka Sorrendahl")

    html = render_to_string("components/_masthead.html", context.site(request), request)

    assert "Ilka Sorrendahl" in html
    assert '<li><a href="/first/">First</a></li>' in html
    assert f'<form method="post" action="{reverse("account_logout")}"' in html
    assert "csrfmiddlewaretoken" in html
    assert '<a href="/search/" aria-current="page">Find</a>' in html
