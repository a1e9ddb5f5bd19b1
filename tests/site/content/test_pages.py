"""The pages as visitors meet them."""

import datetime as dt
import json
import re

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver
from wagtail.models import PageViewRestriction, Site

from content.errors import NotReadyToPublish
from content.models import ArticleIndexPage, ArticlePage, Author, HomePage, StandardPage
from content.reserved import RESERVED
from core import clock
from directory.places.models import PracticeSetting
from tests.factories.articles import article, article_files, empty_site, paragraph, site_pages
from tests.factories.groups import PracticeGroupFactory
from tests.factories.offerings import published_package
from tests.factories.pictures import picture
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db
SOON = clock.now().date() + dt.timedelta(days=30)


def queries(client: Client, path: str) -> int:
    """Of a warm request."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


def text_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def neighbours(slug: str, number: int) -> None:
    """Groups, trainers and packages of one setting."""
    setting = PracticeSetting.objects.get(slug=slug)
    for _ in range(number):
        trainer = TrainerFactory.create(accepting_until=SOON)
        trainer.settings.add(setting)
        published_package(trainer=trainer, settings=[setting])
        PracticeGroupFactory.create().settings.add(setting)


@pytest.mark.parametrize("path", ["/", "/articles/", "/terms/", "/privacy/", "/imprint/"])
def test_page_answers_with_title_description_and_canonical(client: Client, path: str) -> None:
    site_pages()

    text = text_of(client, path + "?ref=QUANTOCK")

    assert f'<link rel="canonical" href="http://localhost:8000{path}">' in text
    assert re.search(r'<meta name="description" content="[^"]{20,}">', text)
    assert 'property="og:title"' in text
    assert text.count("<h1") == 1


def test_front_page_leads_nowhere_dead_within_the_tree(client: Client) -> None:
    site_pages()

    links = set(re.findall(r'href="(/(?:articles/[^"#?]*|terms/|privacy/|imprint/|))"', text_of(client, "/")))

    assert len(links) >= 5
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_front_page_without_anything_to_show_still_answers(client: Client) -> None:
    empty_site()

    text = text_of(client, "/")

    assert "New to read" not in text
    assert 'name="near"' in text


def test_article_tells_search_engines_what_it_is(client: Client) -> None:
    site_pages()

    text = text_of(client, "/articles/ten-minute-ward-conversation/")
    data = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text, re.S)[1])

    assert data["@type"] == "Article"
    assert data["headline"] == "The Ten-Minute Ward Conversation"
    assert data["author"] == [{"@type": "Person", "name": "Ines Valdorra"}]
    assert data["mainEntityOfPage"] == "http://localhost:8000/articles/ten-minute-ward-conversation/"


def test_title_cannot_break_out_of_the_structured_data(client: Client) -> None:
    empty_site()
    article("</script><script>alert(1)</script>", slug="breaking-out")

    assert "<script>alert(1)" not in text_of(client, "/articles/breaking-out/")


def test_citations_lead_to_their_sources(client: Client) -> None:
    empty_site()
    source = {"type": "references", "value": {"title": "Sources", "sources": ["<p>A book.</p>"]}}
    article("Cited", blocks=[paragraph("It helps.[1]"), source])

    text = text_of(client, "/articles/cited/")

    assert '<a href="#ref-1" aria-label="Source 1">1</a>' in text
    assert '<li id="ref-1">' in text


def test_article_shows_what_belongs_to_its_setting(client: Client) -> None:
    empty_site()
    article("Among Midwives", settings=["midwifery"])
    article("Of Midwives, Too", settings=["midwifery"])
    article("Among Dentists", settings=["dentistry"])
    article("A Draft About Midwives", settings=["midwifery"], publish=False)
    neighbours("midwifery", 1)
    trainer, group = TrainerFactory._meta.model.objects.get(), PracticeGroupFactory._meta.model.objects.get()
    hidden = TrainerFactory.create(published_at=None, accepting_until=SOON, name="Hidden Trainer")
    hidden.settings.add(PracticeSetting.objects.get(slug="midwifery"))

    text = text_of(client, "/articles/among-midwives/")

    assert "Of Midwives, Too" in text
    assert "Among Dentists" not in text
    assert "A Draft About Midwives" not in text
    assert trainer.name in text
    assert group.name in text
    assert "Hidden Trainer" not in text


def test_article_shows_three_neighbours_at_most(client: Client) -> None:
    empty_site()
    article("Among Midwives", settings=["midwifery"])
    neighbours("midwifery", 5)

    text = text_of(client, "/articles/among-midwives/")

    assert len(re.findall(r'href="/groups/[^"]+/"', text)) == 3


@pytest.mark.parametrize("path", ["/", "/articles/", "/articles/first/"])
def test_pages_cost_the_same_few_queries_for_one_and_for_many(client: Client, path: str) -> None:
    empty_site()
    article("First", settings=["midwifery"])
    neighbours("midwifery", 1)
    few = queries(client, path)
    for number in range(3):
        article(f"More {number}", settings=["midwifery", "dentistry"])
    neighbours("midwifery", 3)

    assert queries(client, path) == few <= 12


def test_article_costs_eleven_queries_where_nothing_is_kept(client: Client, settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    empty_site()
    for title in ("First", "Second", "Third", "Fourth"):
        article(title, settings=["midwifery"])
    neighbours("midwifery", 3)

    assert queries(client, "/articles/first/") == 11


def test_article_is_not_beside_others_once_it_is_private(client: Client) -> None:
    empty_site()
    article("First", settings=["midwifery"])
    private = article("Second", settings=["midwifery"])

    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert ArticlePage.objects.get(slug="first").related.articles == []


def test_article_changes_on_the_page_as_soon_as_it_is_published(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    empty_site()
    page = article("First", slug="first")
    assert "Second thoughts" not in text_of(client, "/articles/first/")

    page.title = "Second thoughts"
    page.save_revision().publish()

    assert "<h1>Second thoughts</h1>" in text_of(client, "/articles/first/")


def test_what_stands_beside_an_article_follows_its_room(
    client: Client, django_capture_on_commit_callbacks: object
) -> None:
    empty_site()
    article("First", settings=["midwifery"])
    author = Author.objects.create(name="Ida Early")
    assert "Fresh" not in text_of(client, "/articles/first/")

    with django_capture_on_commit_callbacks(execute=True):
        article("Fresh", settings=["midwifery"])
        author.save()

    assert "Fresh" in text_of(client, "/articles/first/")


def test_draft_and_private_articles_are_not_served(client: Client) -> None:
    empty_site()
    article("Draft", publish=False)
    private = article("Private")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/articles/draft/").status_code == 404
    assert client.get("/articles/private/").headers["Location"] == "/account/login/?next=/articles/private/"


def test_article_under_a_private_list_is_private(client: Client) -> None:
    index = empty_site()
    article("First")
    PageViewRestriction.objects.create(page=index, restriction_type=PageViewRestriction.LOGIN)

    assert client.get("/articles/first/").status_code == 302


def test_list_shows_the_newest_first_and_no_drafts(client: Client) -> None:
    empty_site()
    article("Older")
    article("Newer")
    article("Draft", publish=False)

    text = text_of(client, "/articles/")

    assert text.index("Newer") < text.index("Older")
    assert "Draft" not in text


def test_list_by_setting_holds_those_under_it(client: Client) -> None:
    empty_site()
    article("On Wards", settings=["health-care"])
    article("Among Midwives", settings=["midwifery"])
    article("In Prisons", settings=["prison"])

    text = text_of(client, "/articles/?setting=health-care")

    assert "On Wards" in text
    assert "Among Midwives" in text
    assert "In Prisons" not in text


def test_list_has_pages(client: Client) -> None:
    empty_site()
    for number in range(13):
        article(f"Number {number:02}")

    assert "1 to 12 of 13" in text_of(client, "/articles/")
    assert "Number 00" in text_of(client, "/articles/?page=2")
    assert client.get("/articles/?page=3").status_code == 404


@pytest.mark.parametrize(
    "asked", ["setting=nowhere", "page=0", "page=x", "setting=%27--", "page=99999999999"]
)
def test_list_asked_for_nonsense_answers_400_with_the_list(client: Client, asked: str) -> None:
    empty_site()
    article("First")

    answer = client.get(f"/articles/?{asked}")

    assert answer.status_code == 400
    assert "First" in answer.content.decode()


def test_sitemap_holds_public_pages_alone(client: Client) -> None:
    empty_site()
    article("First")
    article("Draft", publish=False)
    PageViewRestriction.objects.create(page=article("Private"), restriction_type=PageViewRestriction.LOGIN)

    text = text_of(client, "/sitemap.xml")

    assert "/articles/first/</loc>" in text
    assert "draft" not in text
    assert "private/" not in text


@pytest.mark.parametrize("slug", ["search", "me", "r", "cms", "Account"])
def test_slug_that_hides_an_address_is_refused(slug: str) -> None:
    home = site_pages()

    with pytest.raises(ValidationError) as refusal:
        home.add_child(instance=StandardPage(title="Mine", slug=slug, body="[]", live=False))

    assert "already leads to another part of the site" in refusal.value.message_dict["slug"][0]


def test_slug_of_an_address_is_fine_further_down() -> None:
    empty_site()

    assert article("Search", slug="search").url_path.endswith("/articles/search/")


def test_page_is_not_moved_onto_an_address() -> None:
    home = site_pages()
    terms = StandardPage.objects.get(slug="terms")
    below = StandardPage(title="Search", slug="search", body="[]")
    terms.add_child(instance=below)

    with pytest.raises(ValidationError):
        below.move(HomePage.objects.get(pk=home.pk), pos="last-child")


def test_every_first_part_of_an_address_is_reserved() -> None:
    firsts = {
        re.split(r"[/<]", str(entry.pattern).lstrip("^"))[0]
        for entry in _entries(get_resolver().url_patterns)
    }

    assert {first for first in firsts if re.fullmatch(r"[\w-]+", first)} - RESERVED == set()


def _entries(patterns: list[object]) -> list[object]:
    """Those at the root: an include without a prefix lies open."""
    found = []
    for entry in patterns:
        bare = hasattr(entry, "url_patterns") and str(entry.pattern) in {"", "^"}
        found += _entries(entry.url_patterns) if bare else [entry]
    return found


def test_picture_without_alternative_text_is_refused() -> None:
    empty_site()
    page = article("First")
    page.cover = picture(alt_text="")

    with pytest.raises(NotReadyToPublish, match="alternative text"):
        page.save_revision().publish()


def test_article_in_a_copy_is_another_one() -> None:
    empty_site()
    page = article("First")

    copy = page.copy(update_attrs={"slug": "second", "title": "Second"})
    copy.get_latest_revision().publish()

    assert ArticlePage.objects.get(slug="second").uid != page.uid


def test_reading_time_follows_from_the_words() -> None:
    empty_site()

    assert article("Short").reading_minutes == 1
    assert article("Long", blocks=[paragraph("word " * 1000)]).reading_minutes == 5


def test_site_pages_twice_changes_nothing_and_keeps_edits() -> None:
    home = site_pages()
    page = ArticlePage.objects.get(slug="youth-justice-choice-inside-limits")
    page.title = "Edited"
    page.save_revision().publish()

    again = site_pages()

    assert again.pk == home.pk
    assert ArticlePage.objects.count() == len(article_files())
    assert ArticlePage.objects.get(pk=page.pk).title == "Edited"
    assert Site.objects.get().root_page_id == home.pk


def test_site_stands_at_base_url(settings: object) -> None:
    settings.BASE_URL = "https://commons.example"

    home = site_pages()

    assert home.full_url == "https://commons.example/"
    assert ArticleIndexPage.objects.get().full_url == "https://commons.example/articles/"
