"""What people save is saved at once, whatever becomes of Elasticsearch."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from directory.trainers.actions import publish_trainer
from outbox.models import OutboxMessage, State
from search.indexing import PUSH
from search.models import SearchDocument
from tests.factories.articles import article, site_pages
from tests.factories.trainers import TrainerFactory
from tests.search.elastic import nodes

pytestmark = pytest.mark.django_db
SAVED_SECONDS = 2.0


@pytest.fixture
def hung(settings: Any) -> Iterator[None]:
    """The site's Elasticsearch takes connections and says nothing."""
    site_pages()
    with nodes.hung() as url:
        settings.ELASTICSEARCH_URL = url
        yield


def waiting() -> list[str]:
    """The kinds of the things that the outbox has yet to tell Elasticsearch of."""
    messages = OutboxMessage.objects.filter(kind=PUSH, state=State.WAITING)
    return [message.payload["kind"] for message in messages.order_by("pk")]


def test_a_trainer_is_published_at_once(hung: None, django_capture_on_commit_callbacks: Any) -> None:
    trainer = TrainerFactory(published_at=None)

    began = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        publish_trainer(trainer=trainer)

    assert time.perf_counter() - began < SAVED_SECONDS
    assert SearchDocument.objects.filter(kind="trainer", uid=trainer.uid).exists()
    assert "trainer" in waiting()


def test_an_article_is_published_at_once(hung: None, django_capture_on_commit_callbacks: Any) -> None:
    began = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        article("Listening first")

    assert time.perf_counter() - began < SAVED_SECONDS
    assert SearchDocument.objects.filter(kind="article", title="Listening first").exists()
    assert "article" in waiting()
