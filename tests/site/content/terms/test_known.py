"""What a process knows of the terms, where no cache tells it of changes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.models import GlossaryTerm
from content.terms import known
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _no_cache(settings: object) -> None:
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def met(text: str) -> list[str]:
    return [match.term.short for match in known.matcher().matches(text)]


def test_matcher_is_kept_for_one_short_query() -> None:
    term("Echo")
    matcher = known.matcher()

    with CaptureQueriesContext(connection) as captured:
        assert known.matcher() is matcher

    assert [row["sql"].startswith("SELECT COUNT") for row in captured] == [True]


def test_every_change_of_a_term_is_noticed() -> None:
    term("Echo", short="Said back.")
    assert met("Echo, relay") == ["Said back."]

    other = GlossaryTerm(term="Relay", slug="relay", short="Handed on.", live=False)
    other.save()
    other.save_revision().publish()
    assert met("Echo, relay") == ["Said back.", "Handed on."]

    echo = GlossaryTerm.objects.get(slug="echo")
    echo.short = "Said again."
    echo.save_revision().publish()
    assert met("Echo, relay") == ["Said again.", "Handed on."]

    echo.unpublish()
    assert met("Echo, relay") == ["Handed on."]

    GlossaryTerm.objects.get(slug="relay").delete()
    assert met("Echo, relay") == []
