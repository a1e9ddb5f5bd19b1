"""What a browser is told: a strict content policy, nothing inline, no cookie for somebody who only looks."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import APIRequestContext, APIResponse, Page

from tests.browser import NewPage
from tests.journeys import steps
from tests.journeys.test_looks import PUBLIC
from tests.journeys.world import CHAMPION, CODE, PACKAGE_URL, TRAINER

pytestmark = pytest.mark.journey
PUBLIC_PAGES = [address for address in PUBLIC.values() if not address.startswith("/dev/")]
PRIVATE = ("/me/bookings/", "/desk/", "/desk/availability/", "/desk/packages/", "/account/email/")


class Inline(HTMLParser):
    """Collects what a strict policy refuses: inline scripts and styles, style attributes, on* handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (tag == "script" and "src" not in given and not _is_data(given)):
            self.found.append(self.get_starttag_text() or tag)
        for name, value in given.items():
            if name == "style" or name.startswith("on") or (value or "").startswith("javascript:"):
                self.found.append(f"{tag} {name}={value}")


def _is_data(attributes: dict[str, str | None]) -> bool:
    return attributes.get("type") in {"application/ld+json", "application/json"}


@pytest.fixture
def stranger(page: Page) -> APIRequestContext:
    """Asks as somebody without a cookie would."""
    return page.context.request


def inline_in(answer: APIResponse) -> list[str]:
    """What is inline in a page."""
    parser = Inline()
    parser.feed(answer.text())
    return parser.found


def assert_strict(answer: APIResponse) -> None:
    """The policy of the public site: scripts and styles from here alone, no nonce, framed by nobody."""
    policy = dict(
        part.strip().split(" ", 1)
        for part in answer.headers["content-security-policy"].split(";")
        if part.strip()
    )
    assert (policy["script-src"], policy["style-src"]) == ("'self'", "'self'")
    assert (policy["object-src"], policy["frame-ancestors"]) == ("'none'", "'none'")
    assert policy["default-src"] == "'self'"
    assert "nonce-" not in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert inline_in(answer) == [], answer.url


def test_public_pages_run_nothing_inline(stranger: APIRequestContext) -> None:
    for address in PUBLIC_PAGES:
        assert_strict(stranger.get(address))


def test_orders_and_desks_run_nothing_inline(new_page: NewPage) -> None:
    page = new_page()
    steps.book(page, f"{PACKAGE_URL}?ref={CODE}")
    order = steps.order_path(page)
    for address in (order, f"{order}sessions/2/book/"):
        assert_strict(page.request.get(address))
    steps.log_in(page, TRAINER)
    for address in PRIVATE:
        assert_strict(page.request.get(address))
    champion = new_page()
    steps.log_in(champion, CHAMPION)
    assert_strict(champion.request.get("/groups/quantock-listening-group/manage/referrals/"))


def test_orders_are_kept_by_no_cache_and_no_search_engine(page: Page) -> None:
    steps.choose_slot(page, PACKAGE_URL, 5)

    answer = page.request.get(f"{steps.order_path(page)}details/")

    assert "no-store" in answer.headers["cache-control"]
    assert "private" in answer.headers["cache-control"]
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_who_only_looks_gets_no_cookie(page: Page) -> None:
    page.goto(f"/r/{CODE}/")
    assert page.url.endswith(f"/trainers/nerys-callow/?ref={CODE}")
    page.get_by_role("link", name="Keeping it going", exact=True).click()
    for address in ("/", "/search/?q=probation", "/groups/quantock-listening-group/", "/articles/"):
        page.goto(f"{address}{'&' if '?' in address else '?'}ref={CODE}")

    assert page.context.cookies() == []


def test_reference_travels_in_links_and_forms(page: Page) -> None:
    page.goto(f"/groups/quantock-listening-group/?ref={CODE}")

    page.get_by_role("navigation").get_by_role("link", name="Trainers").first.click()
    assert f"ref={CODE}" in page.url
    page.get_by_role("link", name="Nerys Callow").first.click()
    page.wait_for_url("**/trainers/nerys-callow/**")
    assert f"ref={CODE}" in page.url

    canonical = page.locator("link[rel=canonical]").get_attribute("href") or ""
    assert canonical.endswith("/trainers/nerys-callow/")


def test_link_of_a_code_leads_nowhere_else(stranger: APIRequestContext) -> None:
    for address in ("/r/NO-SUCH-CODE/", f"/r/{CODE}/?next=https://elsewhere.example/", "/r/%2F%2Felsewhere/"):
        answer = stranger.get(address, max_redirects=0)
        target = answer.headers.get("location", "/")
        assert re.match(r"/(?!/)", target), (address, target)


def test_back_office_asks_strangers_to_sign_in(stranger: APIRequestContext) -> None:
    answer = stranger.get("/cms/")

    assert urlsplit(answer.url).path == "/account/login/"
