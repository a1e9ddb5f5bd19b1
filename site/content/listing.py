"""The list of articles: by practice setting, in pages."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import EmptyPage, Paginator
from django.http import Http404
from django.utils.translation import gettext as _

from directory.places.models import PracticeSetting

PAGE_SIZE = 12


class ArticleFilterForm(forms.Form):
    """`setting` (a slug) and `page` (from 1), as they stand in the address."""

    setting = forms.ChoiceField(required=False, label="Practice setting")
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, settings: Iterable[PracticeSetting]) -> None:
        super().__init__(data)
        field = self.fields["setting"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = [("", _("Every setting")), *((setting.slug, setting.name) for setting in settings)]
        field.error_messages["invalid_choice"] = _(
            "There are no articles for that setting, or no such setting."
        )


def contents(articles: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """`form`, `articles` (those of one page, their settings attached), `pager`, and `chosen` (a slug)."""
    form = ArticleFilterForm(asked, settings=_used_settings(articles))
    chosen = form.cleaned_data.get("setting", "") if form.is_valid() else ""
    number = form.cleaned_data.get("page") or 1
    found = articles.in_settings([chosen]) if chosen else articles
    try:
        page = Paginator(found.newest_first().select_related("cover"), PAGE_SIZE).page(number)
    except EmptyPage as error:
        raise Http404 from error
    return {
        "form": form,
        "chosen": chosen,
        "articles": with_settings(page.object_list),
        "pager": _pager(page, chosen),
    }


def with_settings(articles: Iterable[Any]) -> list[Any]:
    """The articles with `shown_settings`, their practice settings' names: one query for all of them."""
    rows = list(articles)
    if not rows:
        return []
    names: dict[int, list[str]] = defaultdict(list)
    links = type(rows[0]).settings.through.objects.filter(articlepage__in=[row.pk for row in rows])
    ordered = links.order_by("practicesetting__position", "practicesetting__name")
    for article_id, name in ordered.values_list("articlepage_id", "practicesetting__name"):
        names[article_id].append(name)
    for row in rows:
        row.shown_settings = names[row.pk]
    return rows


def _used_settings(articles: Any) -> Any:
    """The settings that have an article, and those above them."""
    used = PracticeSetting.objects.filter(articles__in=articles.order_by().values("pk"))
    return (
        PracticeSetting.objects.filter(pk__in=used.values("pk"))
        | PracticeSetting.objects.filter(pk__in=used.values("parent"))
    ).order_by("name")


def _pager(page: Any, chosen: str) -> dict[str, str] | None:
    if not page.has_other_pages():
        return None

    def address(number: int) -> str:
        return "?" + urlencode({**({"setting": chosen} if chosen else {}), "page": number})

    total = page.paginator.count
    return {
        "range": _("%(first)d to %(last)d of %(total)d")
        % {"first": page.start_index(), "last": page.end_index(), "total": total},
        "previous_url": address(page.previous_page_number()) if page.has_previous() else "",
        "next_url": address(page.next_page_number()) if page.has_next() else "",
    }
