import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from search.models import Synonym

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    Synonym.objects.all().delete()
    user = get_user_model().objects.create(email="ed@example.org", is_active=True)
    wanted = Permission.objects.filter(content_type__app_label="search", content_type__model="synonym")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"), *wanted)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_editor_adds_changes_and_deletes_a_row(editor: Client) -> None:
    told = {"meaning": "same", "words": "GP, doctor", "current": "", "note": "Asked for."}
    assert editor.post(reverse("cms_synonyms:add"), told).status_code == 302
    row = Synonym.objects.get()
    assert (row.words, row.note) == ("GP, doctor", "Asked for.")
    assert "GP, doctor" in editor.get(reverse("cms_synonyms:index")).content.decode()

    changed = {**told, "words": "GP, doctor, physician"}
    assert editor.post(reverse("cms_synonyms:edit", args=[row.pk]), changed).status_code == 302
    assert Synonym.objects.get().words == "GP, doctor, physician"
    assert editor.get(reverse("cms_synonyms:history", args=[row.pk])).status_code == 200

    assert editor.post(reverse("cms_synonyms:delete", args=[row.pk])).status_code == 302
    assert not Synonym.objects.exists()


def test_refusal_stands_beside_what_was_typed(editor: Client) -> None:
    answer = editor.post(
        reverse("cms_synonyms:add"), {"meaning": "same", "words": "alone", "current": "", "note": ""}
    )

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "A row needs two words or phrases at least" in page
    assert ">\nalone</textarea>" in page
    assert not Synonym.objects.exists()


def test_word_from_the_report_is_filled_in(editor: Client) -> None:
    page = editor.get(reverse("cms_synonyms:add") + "?words=zither").content.decode()

    assert ">\nzither</textarea>" in page
