"""The pages of a list."""

from django.core.paginator import Paginator

from core.pager import pager


def address(number: int) -> str:
    return f"?sort=newest&page={number}"


def test_list_of_one_page_has_no_pager() -> None:
    assert pager(Paginator(range(12), 12).page(1), address) is None


def test_pager_tells_where_one_is_and_leads_both_ways() -> None:
    pages = Paginator(range(30), 12)

    assert [pager(pages.page(number), address) for number in (1, 2, 3)] == [
        {"range": "1 to 12 of 30", "previous_url": "", "next_url": "?sort=newest&page=2"},
        {
            "range": "13 to 24 of 30",
            "previous_url": "?sort=newest&page=1",
            "next_url": "?sort=newest&page=3",
        },
        {"range": "25 to 30 of 30", "previous_url": "?sort=newest&page=2", "next_url": ""},
    ]
