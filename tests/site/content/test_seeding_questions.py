"""The questions that come with the project: loaded once, never over what was edited."""

import pytest

from content.models import Perspective, QuestionPage
from content.seeding import create_site_pages
from content.seeding_questions import HERE

pytestmark = pytest.mark.django_db


def test_every_file_becomes_a_question_with_its_perspectives() -> None:
    create_site_pages()

    assert QuestionPage.objects.for_everybody().count() == len(list(HERE.glob("*.toml"))) >= 5
    for question in QuestionPage.objects.all():
        assert question.perspectives.published().count() in {3, 4}
        assert question.topics.exists()
        assert question.settings.exists()


def test_a_second_time_changes_nothing() -> None:
    create_site_pages()
    before = list(Perspective.objects.order_by("pk").values())

    create_site_pages()

    assert list(Perspective.objects.order_by("pk").values()) == before


def test_what_was_edited_or_left_out_stays_so() -> None:
    create_site_pages()
    question = QuestionPage.objects.first()
    question.title = "Asked differently"
    question.save_revision().publish()
    one = question.perspectives.first()
    Perspective.objects.filter(pk=one.pk).update(state=Perspective.State.LEFT_OUT, reason="It gives advice.")

    create_site_pages()

    question.refresh_from_db()
    one.refresh_from_db()
    assert (question.title, one.state) == ("Asked differently", Perspective.State.LEFT_OUT)


def test_what_an_editor_deleted_stays_away() -> None:
    create_site_pages()
    question = QuestionPage.objects.first()
    question.perspectives.all().delete()
    question.delete()

    create_site_pages()

    assert not QuestionPage.objects.filter(slug=question.slug).exists()
