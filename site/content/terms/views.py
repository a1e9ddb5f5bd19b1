"""The public pages of the glossary."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from content.models import GlossaryTerm
from content.terms import queries
from content.terms.forms import FindTermForm
from content.terms.page import contents
from core import tree


def term_list(request: HttpRequest) -> HttpResponse:
    """All terms from A to Z, or those with the words that `?q=` asks for."""
    form = FindTermForm(request.GET)
    wanted = form.cleaned_data["q"] if form.is_valid() else ""
    letters = queries.by_letter(wanted)
    terms = [term for _letter, rows in letters for term in rows]
    title = _("Glossary")
    lead = _("Terms of Motivational Interviewing in plain words, and what has become of the older ones.")
    context = {
        "form": form,
        "wanted": wanted,
        "letters": letters,
        "total": len(terms),
        "lead": lead,
        "address": GlossaryTerm.list_url(),
        "ways": [{"label": _("All terms"), "url": GlossaryTerm.list_url()}] if wanted else _ways(),
        "seo": queries.set_tags(title, lead, terms),
    }
    status = 400 if form.errors else 200
    return render(request, "content/glossary/term_list.html", context, status=status)


def term_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One term."""
    term = queries.term_at(slug)
    if term is None:
        raise Http404("There is no such term.")
    return render(request, "content/glossary/term_detail.html", contents(term))


def _ways() -> list[dict[str, str]]:
    return [
        {"label": _("Articles"), "url": tree.address("/articles/")},
        {"label": _("Search"), "url": reverse("search:search")},
    ]
