"""Dated terms for the publishing checks."""

import pytest

from content.checks import vocabulary
from search.models import Synonym
from tests.factories.blocks import unsaved

pytestmark = pytest.mark.django_db


def test_checks_warn_of_the_terms_editors_keep_for_search() -> None:
    Synonym.objects.create(meaning="dated", words="cross-questioning", current="listening")
    Synonym.objects.create(meaning="also", words="chatting", current="talking")

    found = [one.words for one in vocabulary.check(unsaved(title="Chatting or cross questioning"))]

    assert found == ["The title says “cross questioning”. The current term is “listening”."]
