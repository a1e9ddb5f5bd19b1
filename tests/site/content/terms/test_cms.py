"""Editors keep the glossary in the back office; authors read it."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from content.models import GlossaryTerm
from tests.factories.accounts import account
from tests.factories.articles import article, empty_site, paragraph
from tests.factories.terms import term

pytestmark = pytest.mark.django_db
NAME = "wagtailsnippets_content_glossaryterm"


@pytest.fixture
def editor(client: Client) -> Client:
    empty_site()
    client.force_login(account("ed@mail.example", roles=("editor",)))
    return client


def sent(**given: Any) -> dict[str, Any]:
    """What the editor's browser sends for a term."""
    text = '{"blocks": [], "entityMap": {}}'
    return {"term": "Echo", "slug": "echo", "also": "", "short": "Said back.", "text": text, **given}


def test_editor_drafts_publishes_and_changes_a_term(editor: Client) -> None:
    other = term("Relay")

    editor.post(reverse(f"{NAME}:add"), sent(see_also=[other.pk]))
    made = GlossaryTerm.objects.get(slug="echo")
    assert made.live is False
    assert editor.get("/glossary/echo/").status_code == 404

    address = reverse(f"{NAME}:edit", args=[made.pk])
    editor.post(address, sent(short="Said again.", see_also=[other.pk], **{"action-publish": "yes"}))
    page = editor.get("/glossary/echo/").content.decode()
    assert "Said again." in page
    assert "/glossary/relay/" in page

    editor.post(address, sent(short="A draft of it."))
    assert "Said again." in editor.get("/glossary/echo/").content.decode()
    assert editor.get(reverse(f"{NAME}:history", args=[made.pk])).status_code == 200


def test_word_of_another_term_is_refused_beside_the_field(editor: Client) -> None:
    term("Relay", "Echo")

    answer = editor.post(reverse(f"{NAME}:add"), sent(**{"action-publish": "yes"}))

    assert "“echo” is explained by “Relay” already." in answer.content.decode()
    assert not GlossaryTerm.objects.filter(slug="echo").exists()


def test_another_terms_word_is_refused_where_it_was_typed(editor: Client) -> None:
    relay, echo = term("Relay", "handing on"), term("Echo")
    typed = [("term", "Handing on", ""), ("also", "Echo", "relay")]

    for field, word, also in typed:
        with pytest.raises(ValidationError) as refused:
            GlossaryTerm(term=word, also=also, pk=echo.pk).clean()
        assert refused.value.message_dict.keys() == {field}
    GlossaryTerm(term="Relay", also="handing on", pk=relay.pk).clean()


def test_preview_shows_the_draft_on_its_page(editor: Client) -> None:
    made = term("Echo")
    address = reverse(f"{NAME}:preview_on_edit", args=[made.pk])

    assert editor.post(address, sent(short="Not yet said.")).json()["is_valid"] is True
    answer = editor.get(address)

    assert "Not yet said." in answer.content.decode()
    assert "script-src" in answer.headers["Content-Security-Policy"]


def test_preview_looks_for_articles_with_the_forms_of_the_draft(editor: Client) -> None:
    made = term("Echo")
    article("Ward", blocks=[paragraph("The relay.")])
    address = reverse(f"{NAME}:preview_on_edit", args=[made.pk])

    editor.post(address, sent(also="relay"))

    assert "Where you meet it" in editor.get(address).content.decode()
    assert "Where you meet it" not in editor.get("/glossary/echo/").content.decode()


def test_author_reads_and_does_not_write(client: Client) -> None:
    empty_site()
    made = term("Echo")
    client.force_login(account("author@mail.example", roles=("author",)))

    assert "Echo" in client.get(reverse(f"{NAME}:list")).content.decode()
    assert client.get(reverse(f"{NAME}:inspect", args=[made.pk])).status_code == 200
    assert client.get(reverse(f"{NAME}:edit", args=[made.pk])).status_code == 302
    assert client.get(reverse(f"{NAME}:add")).status_code == 302


def test_term_that_replaces_an_older_one_shows_its_use(editor: Client) -> None:
    fixing = term("Fixing reflex")
    term("Righting reflex", dated=True, current=fixing)

    html = editor.get(reverse(f"{NAME}:usage", args=[fixing.pk])).content.decode()

    assert "Righting reflex" in html
