"""The terms a site starts with are loaded once."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from content.models import GlossaryTerm
from content.planting import PLANTED
from content.seeding import create_site_pages
from content.terms.seeding import files, load_terms
from tests.factories.accounts import account
from tests.factories.terms import term

pytestmark = pytest.mark.django_db


def test_terms_are_loaded_once_with_the_pages_and_point_at_each_other() -> None:
    create_site_pages()

    assert load_terms() == 0
    assert GlossaryTerm.objects.listed().count() == len(files()) >= 50
    righting = GlossaryTerm.objects.get(slug="righting-reflex")
    assert righting.current.slug == "fixing-reflex"
    assert "ambivalence" in [other.slug for other in righting.see_also.all()]
    assert righting.latest_revision.as_object().current == righting.current


def test_what_editors_made_of_it_stays() -> None:
    load_terms()
    oars = GlossaryTerm.objects.get(slug="oars")
    oars.term, oars.slug = "Our OARS", "our-oars"
    oars.save_revision().publish()
    GlossaryTerm.objects.get(slug="discord").unpublish()

    assert load_terms() == 0

    assert GlossaryTerm.objects.get(pk=oars.pk).term == "Our OARS"
    assert not GlossaryTerm.objects.listed().filter(slug__in=["discord", "oars"]).exists()


def test_terms_point_at_those_editors_wrote_themselves() -> None:
    own = term("Our discord", slug="discord")
    fixing = term("Our reflex", slug="fixing-reflex")

    load_terms()

    assert GlossaryTerm.objects.get(slug="righting-reflex").current == fixing
    assert own in GlossaryTerm.objects.get(slug="sustain-talk").see_also.all()


def test_a_load_that_broke_off_is_gone_on_with() -> None:
    load_terms()
    GlossaryTerm.objects.get(slug="real-play").delete()
    ModelLogEntry.objects.filter(action=PLANTED, data__name="real-play").delete()

    assert load_terms() == 1


@pytest.mark.parametrize("renamed", [False, True])
def test_term_an_editor_deleted_stays_away(client: Client, renamed: bool) -> None:
    load_terms()
    gone = GlossaryTerm.objects.get(slug="real-play")
    if renamed:
        gone.term, gone.slug = "Our play", "our-play"
        gone.save_revision().publish()
    client.force_login(
        account("ed@mail.example", roles=("editor",)), "django.contrib.auth.backends.ModelBackend"
    )
    client.post(reverse("wagtailsnippets_content_glossaryterm:delete", args=[gone.pk]))

    assert (load_terms(), GlossaryTerm.objects.filter(pk=gone.pk).exists()) == (0, False)


def test_terms_of_an_earlier_load_are_known_from_now_on() -> None:
    load_terms()
    ModelLogEntry.objects.filter(action=PLANTED).delete()
    oars = GlossaryTerm.objects.get(slug="oars")
    oars.term, oars.slug = "Our OARS", "our-oars"
    oars.save_revision().publish()
    load_terms()
    oars.delete()

    assert load_terms() == 0
