"""Pages that cannot be deleted: members have written under them. Said before Wagtail tries, with what could be done.

The database refuses it anyway (`Perspective.question`); this is the sentence instead of an error page.
"""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.models import Page

from content.models import Perspective, QuestionPage


def refuse_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Back to the list with a sentence and a way to unpublish; None where nobody has written anything."""
    number = Perspective.objects.below(page).count()
    if not number:
        return None
    messages.error(request, _sentence(page, number), buttons=_ways(request, page))
    listed = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    return redirect(get_valid_next_url_from_request(request) or listed)


def refuse_selection(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """The same for pages that were ticked in a list: none of them is deleted where one cannot be."""
    if action_type != "delete" or not issubclass(action.model, Page):
        return None
    numbers = {page: Perspective.objects.below(page).count() for page in objects}
    answered = {page: number for page, number in numbers.items() if number}
    if not answered:
        return None
    messages.error(request, " ".join([_("Nothing was deleted."), *_sentences(answered)]))
    return redirect(action.next_url)


def _sentences(answered: dict[Page, int]) -> list[str]:
    return [_sentence(page.specific_deferred, number) for page, number in answered.items()]


def _sentence(page: Page, number: int) -> str:
    if isinstance(page, QuestionPage):
        words = ngettext(
            "Members have sent %(number)d perspective to “%(title)s”, so it cannot be deleted. You could unpublish "
            "it: nobody sees it then, and what they wrote is kept.",
            "Members have sent %(number)d perspectives to “%(title)s”, so it cannot be deleted. You could unpublish "
            "it: nobody sees it then, and what they wrote is kept.",
            number,
        )
    else:
        words = ngettext(
            "Members have sent %(number)d perspective to questions below “%(title)s”, so it cannot be deleted. You "
            "could unpublish it with what is below: nobody sees it then, and what they wrote is kept.",
            "Members have sent %(number)d perspectives to questions below “%(title)s”, so it cannot be deleted. You "
            "could unpublish it with what is below: nobody sees it then, and what they wrote is kept.",
            number,
        )
    return words % {"number": number, "title": page.get_admin_display_title()}


def _ways(request: HttpRequest, page: Page) -> list[Any]:
    if not page.permissions_for_user(request.user).can_unpublish():
        return []
    return [messages.button(reverse("wagtailadmin_pages:unpublish", args=[page.pk]), _("Unpublish"))]
