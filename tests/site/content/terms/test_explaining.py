"""Terms explained where a page first uses them."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from content.models import ArticlePage, StandardPage
from content.planting import stream
from content.templatetags.terms import explain_terms
from content.terms import known
from content.terms.explaining import AT_MOST, Explaining
from content.terms.matching import Explained, Matcher
from tests.factories.articles import article, empty_site, paragraph
from tests.factories.blocks import heading, sources, text
from tests.factories.perspectives import PerspectiveFactory, question
from tests.factories.terms import term

REFLEX = Explained(1, "Fixing reflex", "fixing-reflex", "", ("Fixing reflex", "fixing reflexes"))
BUTTON = '<button class="term" type="button" popovertarget="term-fixing-reflex">{}</button>'


def marked(markup: str, *terms: Explained) -> str:
    return Explaining(Matcher(terms or (REFLEX,))).mark(markup)


def test_first_use_becomes_a_button_and_the_rest_stays() -> None:
    assert marked("<p>The Fixing\n reflex, a fixing reflex.</p>") == (
        f"<p>The {BUTTON.format('Fixing' + chr(10) + ' reflex')}, a fixing reflex.</p>"
    )


@pytest.mark.parametrize(
    "markup",
    [
        '<p><a href="/x/">fixing <b>reflex</b></a> <a href="/y/"><i>the fixing reflex</i></a></p>',
        "<h2>Fixing reflex</h2>",
        "<blockquote><p>Fixing reflex</p></blockquote>",
        "<pre>fixing reflex</pre><p><code>fixing reflex</code></p>",
        "<p><button>fixing reflex</button><q>fixing reflex</q></p>",
        '<p title="fixing reflex">Nothing<!-- fixing reflex --></p>',
        '<p>AT&amp;T &lt;fixing&gt; "reflex"<br/>é</p>',
    ],
)
def test_links_headings_quotations_and_attributes_are_left_alone(markup: str) -> None:
    assert marked(markup) == markup


def test_text_keeps_what_it_must_not_become() -> None:
    assert marked("<p>&lt;script&gt; &amp; fixing reflex &amp;c</p>") == (
        f"<p>&lt;script&gt; &amp; {BUTTON.format('fixing reflex')} &amp;c</p>"
    )


def test_terms_written_with_entities_are_met() -> None:
    assert marked("<p>Fixing&nbsp;reflex</p>") == f"<p>{BUTTON.format('Fixing' + chr(160) + 'reflex')}</p>"


def test_no_more_than_twelve_are_explained_on_a_page() -> None:
    terms = [Explained(n, f"word{n}", f"word{n}", "", (f"word{n}",)) for n in range(20)]

    html = marked("<p>" + " ".join(one.term for one in terms) + "</p>", *terms)

    assert html.count("<button") == AT_MOST == 12


def slugs(html: str) -> list[str]:
    """Of the terms that are buttons."""
    return re.findall(r'popovertarget="term-([\w-]+)"', html)


def read(client: Client, page: ArticlePage) -> str:
    known.forget()
    return client.get(page.get_url()).content.decode()


@pytest.mark.django_db
def test_article_explains_a_term_once_and_keeps_its_stored_text(client: Client) -> None:
    empty_site()
    term("Change talk", short="Words that lean towards change.")
    page = article("Ward", blocks=[paragraph("Change talk."), paragraph("More change talk."), heading("End")])
    before = page.body.raw_data[0]["value"]

    html = read(client, page)

    assert slugs(html) == ["change-talk"]
    assert html.count('<div class="slip" id="term-change-talk" popover role="dialog"') == 1
    assert "Words that lean towards change." in html
    assert 'href="/glossary/change-talk/"' in html
    assert ArticlePage.objects.get(pk=page.pk).body.raw_data[0]["value"] == before == "<p>Change talk.</p>"


@pytest.mark.django_db
def test_headings_sources_and_conversations_explain_nothing(client: Client) -> None:
    empty_site()
    term("Echo")
    turn = {"voice": "a", "who": "Kit", "text": "Echo?", "label": "echo"}
    scene = {"type": "conversation", "value": {"title": "Echo", "scene": "Echo.", "turns": [turn, turn]}}
    page = article(
        "Ward", intro="Echo.", blocks=[heading("Echo"), scene, text("<p>No.</p>"), sources("Echo")]
    )

    assert slugs(read(client, page)) == []


@pytest.mark.django_db
def test_drafts_are_not_explained_and_dated_terms_say_what_is_said_today(client: Client) -> None:
    empty_site()
    term("Echo", publish=False)
    term("Righting reflex", dated=True, current=term("Fixing reflex"))
    page = article("Ward", blocks=[paragraph("Echo and righting reflex.")])

    html = read(client, page)

    assert slugs(html) == ["righting-reflex"]
    assert "Today: Fixing reflex." in html


@pytest.mark.django_db
def test_callouts_and_pages_of_text_explain_too(client: Client) -> None:
    empty_site()
    term("Echo")
    page = StandardPage.objects.get(purpose="imprint")
    callout = {"look": "try", "title": "Echo", "text": "<p>Try an echo.</p>"}
    page.body = stream([{"type": "callout", "value": callout}])
    page.save_revision().publish()

    assert slugs(read(client, page)) == ["echo"]


@pytest.mark.django_db
def test_questions_explain_in_their_own_words_and_not_in_members(client: Client) -> None:
    term("Echo")
    term("Relay")
    asked = question(body=stream([paragraph("An echo?")]))
    PerspectiveFactory.create(question=asked, said="A relay.")

    html = client.get(asked.get_url()).content.decode()

    assert "A relay." in html
    assert slugs(html) == ["echo"]


@pytest.mark.django_db
def test_pages_in_another_language_explain_nothing() -> None:
    with translation.override("de"):
        context: dict[str, object] = {}
        explain_terms(context)  # type: ignore[arg-type]

    assert context == {}


@pytest.mark.django_db
def test_terms_cost_an_article_one_query_and_then_none(client: Client) -> None:
    empty_site()
    for words in ("Echo", "Relay", "Sorting"):
        term(words)
    blocks = [paragraph("Echo, relay, sorting.")]

    def queries(page: ArticlePage) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(page.get_url()).status_code == 200
        return [row["sql"] for row in captured if "content_glossaryterm" in row["sql"]]

    first, second = article("One", blocks=blocks), article("Two", blocks=blocks)
    known.forget()
    assert [len(queries(first)), len(queries(second))] == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_kept_articles_are_rendered_anew_when_a_term_changes(client: Client) -> None:
    empty_site()
    echo = term("Echo")
    page = article("Ward", blocks=[paragraph("Echo.")])
    assert slugs(client.get(page.get_url()).content.decode()) == ["echo"]

    echo.short = "Said back."
    echo.save_revision().publish()
    assert "Said back." in client.get(page.get_url()).content.decode()
    echo.unpublish()

    assert slugs(client.get(page.get_url()).content.decode()) == []


@pytest.mark.django_db(transaction=True)
def test_kept_articles_forget_a_term_that_is_deleted(client: Client) -> None:
    empty_site()
    echo = term("Echo")
    page = article("Ward", blocks=[paragraph("Echo.")])
    assert slugs(client.get(page.get_url()).content.decode()) == ["echo"]

    echo.delete()

    assert slugs(client.get(page.get_url()).content.decode()) == []


def test_a_term_within_another_is_not_explained() -> None:
    inner = Explained(2, "Reflex", "reflex", "", ("Reflex",))

    html = marked("<p>A fixing reflex. The fixing reflex, a reflex.</p>", inner, REFLEX)

    assert slugs(html) == ["fixing-reflex", "reflex"]
    assert html.endswith(">reflex</button>.</p>")
