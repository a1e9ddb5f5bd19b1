"""The translated pages that come with the project: made once, beside their originals, never over edited words."""

import pytest
from wagtail.models import Page, PageLogEntry
from wagtail_localize.models import StringTranslation, Translation

from content.models import ArticlePage, HomePage, QuestionPage
from content.planting import PLANTED
from content.seeding import create_site_pages
from content.seeding_translations import load_translations

pytestmark = pytest.mark.django_db


def german() -> list[str]:
    return sorted(Page.objects.filter(locale__language_code="de").values_list("slug", flat=True))


def test_front_page_article_and_question_are_there() -> None:
    create_site_pages()

    made = load_translations()

    assert made == 7
    for model, slug in (
        (HomePage, "home"),
        (ArticlePage, "ten-minute-ward-conversation"),
        (QuestionPage, "what-do-you-say-when-attendance-is-compulsory"),
    ):
        original = model.objects.get(slug=slug, locale__language_code="en-gb")
        translated = original.get_translations().get()
        assert (translated.locale.language_code, translated.live) == ("de", True)
        assert translated.title != original.title or model is HomePage
        assert Translation.objects.filter(source__object_id=original.translation_key).exists()


def test_strings_of_an_article_stand_beside_their_originals() -> None:
    create_site_pages()
    load_translations()

    original = ArticlePage.objects.get(slug="ten-minute-ward-conversation")
    title = StringTranslation.objects.get(translation_of__data=original.title, context__path="title")

    assert (title.data, title.locale.language_code) == ("Zehn Minuten am Krankenbett", "de")


def test_a_second_time_changes_nothing_and_edits_stay() -> None:
    create_site_pages()
    load_translations()
    before = german()
    page = ArticlePage.objects.get(locale__language_code="de")
    page.title = "Anders gesagt"
    page.save_revision().publish()

    assert load_translations() == 0

    page.refresh_from_db()
    assert (page.title, german()) == ("Anders gesagt", before)


def test_what_is_missing_is_made_and_what_was_deleted_stays_away() -> None:
    create_site_pages()
    load_translations()
    QuestionPage.objects.get(locale__language_code="de").delete()

    assert load_translations() == 0
    PageLogEntry.objects.filter(action=PLANTED).delete()  # as if it had never come
    assert load_translations() == 1
    assert QuestionPage.objects.filter(locale__language_code="de", live=True).count() == 1


def test_original_that_was_renamed_is_known() -> None:
    create_site_pages()
    original = ArticlePage.objects.get(slug="ten-minute-ward-conversation")
    original.slug = "ten-minutes"
    original.save_revision().publish()

    load_translations()

    assert original.get_translations().count() == 1


def test_without_its_original_nothing_is_made() -> None:
    create_site_pages()
    ArticlePage.objects.get(slug="ten-minute-ward-conversation").delete()

    load_translations()

    assert not ArticlePage.objects.filter(locale__language_code="de").exists()
