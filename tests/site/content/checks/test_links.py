"""Links within the site."""

import pytest

from content.checks import links
from directory.places.models import PracticeSetting
from tests.factories.articles import article, empty_site
from tests.factories.blocks import block, text, unsaved

pytestmark = pytest.mark.django_db


def broken(markup: str) -> list[str]:
    return [found.words for found in links.check(unsaved(text(markup)))]


def test_link_to_a_published_page_is_left_alone() -> None:
    empty_site()
    there = article("There")

    assert broken(f'<p>See <a linktype="page" id="{there.pk}">there</a>.</p>') == []
    assert (
        broken('<p>See <a href="/articles/there/#end">there</a> or <a href="/articles/">all</a>.</p>') == []
    )


def test_link_to_a_page_that_is_gone_or_a_draft_blocks_and_is_named() -> None:
    empty_site()
    draft = article("Draft", publish=False)
    bare = text(f'<p>See <a linktype="page" id="{draft.pk}">the <b>draft</b></a>.</p>')

    (found,) = links.check(unsaved(bare))

    assert (found.blocks, found.block_id) == (True, bare["id"])
    assert found.words == (
        "Paragraph 1 (“See the draft.”) has a link, “the draft”, to something that is not here or not "
        "published. You could link to another page, or take the link out."
    )
    assert len(broken('<p><a linktype="page" id="999999">gone</a></p>')) == 1
    assert len(broken('<p><a linktype="page">never chosen</a></p>')) == 1


@pytest.mark.parametrize("href", ["/articles/draft/", "/nowhere/at/all/", "nowhere", ""])
def test_address_within_the_site_that_nobody_answers_blocks(href: str) -> None:
    empty_site()
    article("Draft", publish=False)

    assert len(broken(f'<p><a href="{href}">here</a></p>')) == 1


@pytest.mark.parametrize(
    "href",
    [
        "https://example.org/a",
        "mailto:a@mail.example",
        "#ref-1",
        "/search/?q=a&amp;kind=group",
        "/media/a.pdf",
    ],
)
def test_other_addresses_are_taken_as_given(href: str) -> None:
    empty_site()

    assert broken(f'<p><a href="{href}">here</a></p>') == []


def test_document_that_is_gone_blocks() -> None:
    assert len(broken('<p><a linktype="document" id="7">the sheet</a></p>')) == 1


def test_call_to_action_needs_a_setting_that_is_there() -> None:
    slug = PracticeSetting.objects.values_list("slug", flat=True)[0]
    invitation = {"title": "Near by", "label": "Find a group", "kind": "group", "q": "", "text": ""}

    assert list(links.check(unsaved(block("call_to_action", invitation | {"setting": slug})))) == []
    (found,) = links.check(unsaved(block("call_to_action", invitation | {"setting": "gone"})))
    assert "a practice setting that is no longer there" in found.words
