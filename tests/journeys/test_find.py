"""Find (F1, F3): type-ahead, filters, the map, near me, going back; without a script; narrow; in both colours."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser import NARROW, NewPage, axe, set_theme, sideways_scroll

pytestmark = pytest.mark.journey
TAUNTON = {"latitude": 51.014_94, "longitude": -3.102_93}
ALL = "/search/?kind=trainer&kind=group"


def asked(page: Page) -> dict[str, list[str]]:
    """The parameters of the address."""
    return parse_qs(urlsplit(page.url).query)


def titles(page: Page) -> list[str]:
    return page.locator(".hit h3").all_inner_texts()


def mark(page: Page) -> None:
    """Leave a sign that goes when the page is loaded anew."""
    page.evaluate("window.still = true")


def still_there(page: Page) -> bool:
    return bool(page.evaluate("window.still === true"))


def type_into(page: Page, label: str, text: str) -> Locator:
    """Type key by key; the list that opens."""
    field = page.get_by_label(label, exact=True)
    field.click()
    field.press_sequentially(text)
    expect(page.get_by_role("listbox")).to_be_visible()
    return page.get_by_role("listbox")


def map_of(page: Page) -> Locator:
    """The map, once its pins stand."""
    page.locator("#map").scroll_into_view_if_needed()
    view = page.locator(".map-view")
    expect(view.locator(".pin").first).to_be_visible()
    return view


def drag(page: Page, view: Locator, *, across: int, down: int) -> None:
    box = view.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] - 40
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + across, y + down, steps=6)
    page.mouse.up()


def test_a_name_is_found_by_keyboard(page: Page) -> None:
    page.goto("/search/")
    offered = type_into(page, "What", "ner")
    field = page.get_by_label("What", exact=True)

    expect(field).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_text("1 suggestion; the arrow keys lead to it.")).to_be_attached()
    page.keyboard.press("ArrowDown")
    chosen = offered.get_by_role("option", name="Nerys Callow")
    expect(chosen).to_have_attribute("aria-selected", "true")
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    expect(offered.get_by_role("group", name="Trainers")).to_be_visible()
    page.keyboard.press("Enter")

    page.wait_for_url("**/trainers/nerys-callow/")


def test_a_setting_becomes_a_filter_and_no_word(page: Page) -> None:
    page.goto("/search/")
    mark(page)
    type_into(page, "What", "prob")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/?setting=probation")
    expect(page.get_by_label("What", exact=True)).to_have_value("")
    expect(page.get_by_role("link", name="Remove Probation")).to_be_visible()
    assert still_there(page)


def test_a_place_fills_the_field_and_is_searched(page: Page) -> None:
    page.goto("/search/")
    mark(page)
    offered = type_into(page, "Where", "taun")
    page.keyboard.press("ArrowDown")
    expect(offered.get_by_role("option", selected=True)).to_contain_text("Taunton, United Kingdom")
    page.keyboard.press("Enter")

    page.wait_for_url(re.compile("near=Taunton"))
    expect(page.get_by_label("Where", exact=True)).to_have_value("Taunton, United Kingdom")
    expect(page.get_by_role("heading", name=re.compile("results within 40 km"))).to_be_visible()
    assert still_there(page)


def test_the_list_gives_way(page: Page) -> None:
    """Escape closes it and keeps what was typed; Tab goes on; Enter without a choice searches the words."""
    page.goto("/search/")
    offered = type_into(page, "What", "prob")
    page.keyboard.press("Escape")
    expect(offered).to_be_hidden()
    expect(page.get_by_label("What", exact=True)).to_have_value("prob")
    page.keyboard.press("ArrowDown")
    expect(offered).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_have_count(0)
    page.get_by_label("What", exact=True).press("Enter")

    page.wait_for_url("**/search/?q=prob")


def test_the_sentence_offers_the_same(page: Page) -> None:
    page.goto("/")
    type_into(page, "I work in", "prob")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("I work in")).to_have_value("Probation")
    type_into(page, "near", "taun")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")

    page.wait_for_url("**/search/**")
    assert asked(page)["setting"] == ["probation"]
    assert asked(page)["near"] == ["Taunton, United Kingdom"]
    assert "q" not in asked(page)


def test_filters_work_in_place_and_back_undoes_them(page: Page) -> None:
    page.goto("/search/?kind=trainer&kind=group")
    mark(page)
    everything, heading = titles(page), page.title()
    groups = page.get_by_role("link", name=re.compile(r"^Groups \d"))
    groups.click()
    page.wait_for_url("**/search/?kind=group")
    expect(page.locator(".hit h3")).to_have_count(2)
    assert sorted(titles(page)) == ["Bristol Listening Circle", "Quantock Listening Group"]
    expect(page.locator("#search-said")).to_have_text("2 results")
    prison = page.get_by_role("checkbox", name=re.compile("^Justice"))
    prison.check()
    page.wait_for_url("**setting=justice**")
    expect(page.locator("#filter-setting-justice")).to_be_focused()
    expect(page.locator(".filters summary")).to_contain_text("1 in use")
    map_of(page)

    page.go_back()
    page.go_back()

    page.wait_for_url("**/search/?kind=trainer&kind=group")
    expect(page.locator(".hit h3")).to_have_count(len(everything))
    assert titles(page) == everything
    assert page.title() == heading
    assert map_of(page).locator(".leaflet-land-pane path").count() > 0
    type_into(page, "What", "ner")
    assert still_there(page)


def test_list_and_map_bear_the_same_numbers(page: Page) -> None:
    page.goto(f"{ALL}&near=Taunton&radius=80")
    view = map_of(page)
    first = page.locator(".hit[data-town]").first
    number = first.locator(".num").inner_text()
    pin = view.get_by_role("button", name=re.compile(f"^{number}: "))

    first.hover()
    expect(pin).to_have_class(re.compile(r"\bon\b"))
    page.mouse.move(5, 5)
    expect(pin).not_to_have_class(re.compile(r"\bon\b"))
    pin.focus()
    expect(first).to_have_class(re.compile(r"\bon\b"))
    page.keyboard.press("Enter")
    expect(first.get_by_role("link").first).to_be_focused()
    numbers = set(page.locator(".hit .num").all_inner_texts())
    assert set(view.locator(".pin:not(.other) .num").all_inner_texts()) == numbers


def test_the_map_is_searched_as_it_moves(page: Page) -> None:
    page.goto(f"{ALL}&near=Taunton")
    mark(page)
    view = map_of(page)
    button = page.get_by_role("button", name="Search this area")
    expect(button).to_be_hidden()
    drag(page, view, across=-60, down=0)
    expect(button).to_be_visible()
    button.click()

    page.wait_for_url(re.compile(r"near=51\.\d\d%2C-\d\.\d\d&radius=\d+&"))
    east = float(asked(page)["near"][0].split(",")[1])
    assert east > TAUNTON["longitude"]
    expect(button).to_be_hidden()
    assert asked(page)["kind"] == ["trainer", "group"]
    page.get_by_role("checkbox", name="Search as the map moves").check()
    before = page.url
    drag(page, view, across=60, down=0)
    page.wait_for_url(lambda url: url != before and "near=" in url)
    assert still_there(page)


def test_the_map_can_be_passed_by_keyboard(page: Page) -> None:
    page.goto(ALL)
    map_of(page)
    skip = page.get_by_role("link", name="Skip the map")
    skip.focus()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("checkbox", name="Search as the map moves")).to_be_focused()


@pytest.mark.parametrize("start", ["/", "/search/"])
def test_near_me(page: Page, start: str) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(TAUNTON)
    page.goto(start)
    page.get_by_role("button", name="Use where I am").first.click()  # the front page has one below as well

    page.wait_for_url(re.compile(r"/search/\?.*near=51\.01%2C-3\.10"))
    expect(page.get_by_text("Results near you: a point near Taunton")).to_be_visible()
    map_of(page)


def test_somebody_elses_point_is_not_near_me(page: Page) -> None:
    page.goto("/search/?near=51.01,-3.10")

    expect(page.get_by_text("Shown for a point near Taunton")).to_be_visible()


def test_near_me_refused(page: Page) -> None:
    page.goto("/search/")
    page.get_by_role("button", name="Use where I am").click()

    expect(page.get_by_text("Your browser does not tell us where you are.")).to_be_visible()
    expect(page.get_by_label("Where", exact=True)).to_be_focused()


def test_the_browser_is_asked_on_a_click_only(page: Page) -> None:
    page.add_init_script(
        "navigator.geolocation.getCurrentPosition = () => { throw new Error('nobody asked for this') }"
    )
    page.goto("/search/?near=Taunton")
    map_of(page)


def test_everything_without_a_script(new_page: NewPage) -> None:
    page = new_page(javascript=False)
    page.goto("/search/")
    page.get_by_label("Where", exact=True).fill("Taunton")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("checkbox", name=re.compile("^In person")).check()
    page.get_by_role("button", name="Apply filters").click()

    assert (asked(page)["near"], asked(page)["format"]) == (["Taunton"], ["in_person"])
    assert "Quantock Listening Group" in titles(page)
    expect(page.locator("#map")).to_be_hidden()
    expect(page.get_by_role("button", name="Use where I am")).to_be_hidden()


def test_narrow(new_page: NewPage) -> None:
    """List first, then the map; filters folded, with the number of those in use."""
    page = new_page(size=NARROW)
    page.goto("/search/?near=Taunton&format=in_person&setting=justice")

    expect(page.locator(".filters")).not_to_have_attribute("open", "")
    expect(page.locator(".filters summary")).to_contain_text("2 in use")
    last, chart = page.locator(".hit").last.bounding_box(), page.locator("#map").bounding_box()
    assert last is not None
    assert chart is not None
    assert last["y"] < chart["y"]
    map_of(page)
    assert sideways_scroll(page) == 0
    type_into(page, "What", "prob")
    assert sideways_scroll(page) == 0
    axe(page)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_for_axe_to_find(page: Page, theme: str) -> None:
    set_theme(page, theme)
    page.goto("/search/?near=Taunton&online=1")
    map_of(page)
    type_into(page, "What", "pr")
    page.keyboard.press("ArrowDown")
    axe(page)
