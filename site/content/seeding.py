"""The pages a site starts with, loaded through the page models from the files beside this one.

What came once is left alone: edits made on the site are never overwritten, and what was deleted stays away.
"""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from wagtail.models import Collection, Locale, Page, Site

from content.models import ArticleAuthor, ArticleIndexPage, ArticlePage, Author, HomePage, StandardPage
from content.permissions import ensure_page_permissions
from content.planting import classified, missing, plant_list, publish, stream
from content.seeding_news import create_news
from content.seeding_questions import create_questions
from content.terms.seeding import load_terms

HERE = Path(__file__).parent
LEAD = (
    "MI Commons is where nurses, social workers, probation officers and other helping professionals learn, "
    "practise and master Motivational Interviewing: something to read, a group near by, and a trainer when "
    "you want one."
)
DESCRIPTION = (
    "Articles, practice groups near by and trainers who coach: Motivational Interviewing for helping "
    "professionals."
)


@transaction.atomic
def create_site_pages(*, with_terms: bool = True, lists_alone: bool = False) -> HomePage:
    """The front page with articles, questions, news, privacy, terms and imprint, the Site record, and the glossary.

    May run any number of times; only what is missing is made. `lists_alone`: without the articles, questions and news
    that would stand in them.
    """
    home = create_front_page()
    index = plant_list(
        home,
        ArticleIndexPage,
        slug="articles",
        title="Articles",
        intro="Short, and written for Monday morning. Each has something you could try.",
        show_in_menus=True,
    )
    for data in missing(StandardPage, HERE / "pages"):
        _standard_page(home, data)
    for data in missing(ArticlePage, HERE / "articles") if index and not lists_alone else ():
        _article(index, data)
    create_questions(home, list_alone=lists_alone)
    create_news(home, list_alone=lists_alone)
    if with_terms:
        load_terms()
    ensure_page_permissions()
    return home


def create_front_page() -> HomePage:
    """The front page alone, and the Site record at BASE_URL."""
    home = _home()
    _site(home)
    return home


def _home() -> HomePage:
    home: HomePage | None = HomePage.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
    if home is not None:
        return home
    root = _root()
    welcome = root.get_children().filter(slug="home", content_type__model="page").first()
    if welcome is not None:  # the page wagtail's first migration puts there; nothing of the editors'
        Site.objects.filter(root_page=welcome).update(root_page=root)
        welcome.delete()
        root.refresh_from_db()
    made: HomePage = publish(
        root,
        HomePage(
            title="MI Commons",
            slug="home",
            seo_title="Learn, practise and master Motivational Interviewing",
            search_description=DESCRIPTION,
            lead=LEAD,
        ),
    )
    return made


def _root() -> Page:
    """The root of the tree; an emptied database (tests) has none."""
    Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    root: Page = Page.get_first_root_node() or Page.add_root(title="Root", slug="root")
    return root


def _site(home: HomePage) -> None:
    """One site, at BASE_URL, for whatever host asks."""
    address = urlsplit(settings.BASE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": port,
            "root_page": home,
            "site_name": settings.SITE_NAME,
        },
    )


def _standard_page(home: HomePage, data: dict[str, Any]) -> None:
    publish(
        home,
        StandardPage(
            title=data["title"],
            slug=data["slug"],
            purpose=data["purpose"],
            intro=data["intro"],
            body=stream(data["body"]),
        ),
    )


def _article(index: ArticleIndexPage, data: dict[str, Any]) -> None:
    page = classified(ArticlePage, data, drawing=data["drawing"], cover_caption=data["cover_caption"])
    page.article_authors.set([ArticleAuthor(author=_author(**author)) for author in data["authors"]])
    publish(index, page)


def _author(*, name: str, role: str, about: str) -> Author:
    author, _ = Author.objects.get_or_create(name=name, defaults={"role": role, "about": about})
    return author
