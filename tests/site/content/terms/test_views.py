"""The glossary as visitors meet it."""

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, PageViewRestriction

from content.models import ArticlePage, QuestionPage
from content.planting import stream
from core import clock
from tests.factories.articles import article, empty_site, paragraph
from tests.factories.home import told
from tests.factories.perspectives import question
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


def page(client: Client, address: str, *, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def data(html: str) -> Any:
    found = re.search(r'<script type="application/ld\+json">(.+?)</script>', html)
    assert found is not None
    return json.loads(found[1])


def terms(html: str) -> list[str]:
    return re.findall(r'<h3><a href="/glossary/[\w-]+/">([^<]+)</a>', html)


def test_list_goes_from_a_to_z_with_links_to_letters(client: Client) -> None:
    for words in ("Évoking", "Echo", "affirmation", "4 tasks"):
        term(words, slug=words[-4:].strip())
    term("Draft", publish=False)

    html = page(client, "/glossary/")

    assert terms(html) == ["4 tasks", "affirmation", "Echo", "Évoking"]
    assert re.findall(r'<a class="chip" href="#([^"]+)">', html) == ["letter-%23", "letter-a", "letter-e"]
    assert data(html)["@type"] == "DefinedTermSet"
    assert [row["name"] for row in data(html)["hasDefinedTerm"]] == terms(html)


def test_accents_stand_under_their_letters_and_signs_under_one_heading(client: Client) -> None:
    for number, words in enumerate(("Ärger", "Azimuth", "Übung", "Øre", "€ a day", "4 tasks", "Zest")):
        term(words, slug=f"t{number}")

    html = page(client, "/glossary/")

    headings = re.findall(r'<h2 id="(letter-[^"]+)">([^<]+)</h2>', html)
    assert [letter for _, letter in headings] == ["#", "A", "O", "U", "Z"]
    assert re.findall(r'<a class="chip" href="#([^"]+)">', html) == [name for name, _ in headings]
    assert terms(html) == ["4 tasks", "€ a day", "Ärger", "Azimuth", "Øre", "Übung", "Zest"]


def test_search_finds_other_forms_without_accents(client: Client) -> None:
    term("Motivational Interviewing", "MI", "Entretien motivé")
    term("Echo")

    assert terms(page(client, "/glossary/?q=MOTIVE")) == ["Motivational Interviewing"]


def test_nothing_found_offers_a_way_on(client: Client) -> None:
    html = page(client, "/glossary/?q=zither")

    assert "No such term yet" in html
    assert 'href="/glossary/">All terms</a>' in html
    assert "No such term yet" in page(client, "/glossary/")


def test_too_many_words_are_refused_beside_the_field_and_kept(client: Client) -> None:
    html = page(client, f"/glossary/?q={'x' * 81}", status=400)

    assert "That is longer than any term here." in html
    assert f'value="{"x" * 81}"' in html


def test_dated_term_leads_to_the_current_one_and_back(client: Client) -> None:
    fixing = term("Fixing reflex")
    term("Righting reflex", dated=True, current=fixing)

    assert "An older word; today: Fixing reflex" in page(client, "/glossary/")
    assert 'href="/glossary/fixing-reflex/"' in page(client, "/glossary/righting-reflex/")
    assert 'href="/glossary/righting-reflex/"' in page(client, "/glossary/fixing-reflex/")


def test_current_term_that_is_no_longer_there_is_not_named(client: Client) -> None:
    fixing = term("Fixing reflex")
    term("Righting reflex", dated=True, current=fixing)
    fixing.unpublish()

    for address in ("/glossary/", "/glossary/righting-reflex/"):
        html = page(client, address)
        assert "older word" in html.lower()
        assert "Fixing reflex" not in html


def test_term_page_tells_everything(client: Client) -> None:
    other = term("Relay")
    term(
        "Echo",
        "echoes",
        short="Said back.",
        text="<p>Long <b>words</b>.</p>",
        example="You said “yes”.",
        edition="New in 2023.",
        see_also=[other],
    )

    html = page(client, "/glossary/echo/")

    for words in (
        "<h1>Echo</h1>",
        "Said back.",
        "<p>Long <b>words</b>.</p>",
        "You said “yes”.",
        "New in 2023.",
    ):
        assert words in html
    assert '<p class="voice">' in html
    assert 'href="/glossary/relay/"' in html
    assert 'href="/glossary/echo/"' in page(client, "/glossary/relay/")
    assert data(html) == {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": "Echo",
        "alternateName": ["echoes"],
        "description": "Said back.",
        "url": "http://localhost:8000/glossary/echo/",
        "inDefinedTermSet": "http://localhost:8000/glossary/",
    }


def test_term_names_articles_that_use_it_as_a_word(client: Client) -> None:
    empty_site()
    term("Motivational Interviewing", "MI")
    article("Uses it", blocks=[paragraph("What MI is.")])
    article("Does not", blocks=[paragraph("The MITI, and a mile.")])
    article("Draft", blocks=[paragraph("MI")], publish=False)
    german = article("Auf Deutsch", blocks=[paragraph("MI")])
    ArticlePage.objects.filter(pk=german.pk).update(
        locale=Locale.objects.get_or_create(language_code="de")[0]
    )

    html = page(client, "/glossary/motivational-interviewing/")

    assert "Uses it" in html
    assert "Does not" not in html
    assert "Draft" not in html
    assert "Auf Deutsch" not in html


def met(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<p class="topic">([^<]+)</p><h3><a href="[^"]+">([^<]+)</a>', html)


def test_term_names_articles_questions_and_news_that_use_it(client: Client) -> None:
    empty_site()
    term("Echo")
    article("Ward", blocks=[paragraph("The echo.")])
    for title in ("First", "Second", "Third"):
        question(title, body=stream([paragraph("An echo.")]))
    question("What did your echo sound like?", intro="Asked of everybody.")
    told("Tuesday", intro="Every echo has a page now.")
    told("Wednesday")

    assert met(page(client, "/glossary/echo/")) == [
        ("Article", "Ward"),
        ("Question", "What did your echo sound like?"),
        ("Question", "Third"),
        ("News", "Tuesday"),
    ]


def test_term_names_what_everybody_may_read_alone(client: Client) -> None:
    empty_site()
    term("Echo")
    shown = [question("An echo?"), told("The echo")]
    question("An echo in a draft?", publish=False)
    told("The echo of a draft", publish=False)
    over = clock.now() - dt.timedelta(minutes=1)
    QuestionPage.objects.filter(pk=question("An echo that is over?").pk).update(expire_at=over)
    assert len(met(page(client, "/glossary/echo/"))) == 2

    for row in shown:
        PageViewRestriction.objects.create(page=row, restriction_type=PageViewRestriction.LOGIN)

    assert met(page(client, "/glossary/echo/")) == []


def test_term_asks_equally_often_for_one_and_more_pages_of_a_kind(client: Client) -> None:
    empty_site()
    term("Echo")

    def queries() -> int:
        cache.clear()  # as ten minutes do
        page(client, "/glossary/echo/")
        with CaptureQueriesContext(connection) as captured:
            page(client, "/glossary/echo/")
        return len(captured)

    def another(number: int) -> None:
        article(f"Echo {number}")
        question(f"An echo {number}?")
        told(f"The echo {number}")

    another(1)
    before = queries()
    another(2)

    assert (queries(), len(met(page(client, "/glossary/echo/")))) == (before, 6)


def test_articles_are_found_by_words_beyond_ascii(client: Client) -> None:
    empty_site()
    term("Entretien motivé")
    article("Uses it", blocks=[paragraph("L’entretien motivé.")])

    assert "Uses it" in page(client, "/glossary/entretien-motive/")


def test_term_with_nothing_beside_it_has_no_rail(client: Client) -> None:
    term("Echo")
    term("Relay", "relays")

    assert 'class="rail"' not in page(client, "/glossary/echo/")
    assert 'class="rail"' in page(client, "/glossary/relay/")


def test_draft_has_no_page(client: Client) -> None:
    term("Echo", publish=False)

    page(client, "/glossary/echo/", status=404)


def test_sitemap_names_terms_visitors_may_read(client: Client) -> None:
    term("Echo")
    term("Draft", publish=False)

    xml = page(client, "/sitemap.xml")

    assert "/glossary/echo/" in xml
    assert "/glossary/draft/" not in xml


def test_pages_ask_equally_often_for_one_and_three_terms(client: Client) -> None:
    empty_site()
    first = term("Echo")

    def queries(address: str) -> int:
        page(client, address)
        with CaptureQueriesContext(connection) as captured:
            page(client, address)
        return len(captured)

    term("Old echo", dated=True, current=first)
    before = [queries("/glossary/"), queries("/glossary/echo/")]
    for words in ("Relay", "Sorting"):
        term(words, see_also=[first])
        term(f"Old {words}", dated=True, current=first)

    assert [queries("/glossary/"), queries("/glossary/echo/")] == before
    assert before[0] <= 12
    assert before[1] <= 12
