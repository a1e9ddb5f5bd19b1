"""Chromium for the journeys: pages with a size and a theme, screenshots, and axe."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

SCREENSHOTS = Path(__file__).resolve().parents[1] / "var" / "screenshots"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WIDE = (1280, 800)
NARROW = (320, 640)

NewPage = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all journeys."""
    # Playwright's synchronous API runs an event loop in this thread, where Django would refuse the database.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or None, args=CHROMIUM_OPTIONS
        )
        yield chromium
        chromium.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: Any) -> Any:
    """The server, started once the database file is there: earlier it would take the settings' database for
    one in memory and let all its threads use the test's own connection, which ends in crashes."""
    return live_server


@pytest.fixture
def new_page(browser: Browser, live_server: Any) -> Iterator[NewPage]:
    """A factory of pages, each with its own cookies: `new_page(size=NARROW, theme="dark", javascript=False)`.

    Addresses may be relative to the live server. The test fails when a page broke its content security policy
    or threw an error nobody caught.
    """
    problems: list[str] = []
    contexts = []

    def make(
        *, size: tuple[int, int] = WIDE, theme: str = "light", javascript: bool = True, locale: str = "en-GB"
    ) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport={"width": size[0], "height": size[1]},
            color_scheme=theme,
            java_script_enabled=javascript,
            locale=locale,
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
        page.on("console", lambda message: _note_policy(message, problems))
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


def _note_policy(message: ConsoleMessage, problems: list[str]) -> None:
    if message.type == "error" and "Content Security Policy" in message.text:
        problems.append(message.text)


@pytest.fixture
def page(new_page: NewPage) -> Page:
    """A page of ordinary size in light colours."""
    return new_page()


def set_theme(page: Page, theme: str) -> None:
    """Show the page as it looks in `light` or `dark`."""
    page.emulate_media(color_scheme=theme)


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page as var/screenshots/<name>.png."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    path = SCREENSHOTS / f"{re.sub(r'[^a-z0-9-]+', '-', name.lower())}.png"
    page.screenshot(path=path, full_page=True)
    return path


def screenshots(page: Page, name: str) -> None:
    """Keep three pictures: wide and light, wide and dark, 320 px. The page is left as it was found."""
    for suffix, size, theme in (("light", WIDE, "light"), ("dark", WIDE, "dark"), ("320", NARROW, "light")):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        set_theme(page, theme)
        screenshot(page, f"{name}-{suffix}")
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    set_theme(page, "light")


def axe(page: Page) -> None:
    """Assert that axe-core finds nothing on the page, best practices included."""
    violations = Axe().run(page, options={"preload": False}).response["violations"]
    assert violations == [], "\n".join([f"axe on {page.url}:", *map(_readable, violations)])


def _readable(violation: dict[str, Any]) -> str:
    places = "".join(f"\n      {node['target']}  {node['html'][:140]}" for node in violation["nodes"][:5])
    return f"  {violation['id']} ({violation['impact']}): {violation['help']}{places}"


def sideways_scroll(page: Page) -> int:
    """Pixels the page can be scrolled sideways: 0 where everything fits."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
