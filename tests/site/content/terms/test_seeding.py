"""The terms a site starts with are loaded once."""

import pytest

from content.models import GlossaryTerm
from content.seeding import create_site_pages
from content.terms.seeding import files, load_terms
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

    assert load_terms() == 1
