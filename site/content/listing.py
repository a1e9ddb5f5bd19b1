"""The list of articles: by practice setting and topic, in pages, with counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.paginator import EmptyPage, Paginator
from django.db.models import Count
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.pager import pager
from directory.places.models import PracticeSetting
from directory.places.practice_settings import in_words

PAGE_SIZE = 12
Choices = list[tuple[str, str]]


class ArticleFilterForm(forms.Form):
    """`setting`, `topic` (slugs) and `page` (from 1), as they stand in the address."""

    setting = forms.ChoiceField(required=False, label=gettext_lazy("Practice setting"))
    topic = forms.ChoiceField(required=False, label=gettext_lazy("Topic"))
    page = forms.IntegerField(required=False, min_value=1, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, data: Mapping[str, Any], *, settings: Choices, topics: Choices) -> None:
        super().__init__(data)
        self._offer("setting", [("", _("Every setting")), *settings])
        self._offer("topic", [("", _("Every topic")), *topics])
        self.fields["setting"].error_messages["invalid_choice"] = _(
            "There are no articles for that setting, or no such setting."
        )
        self.fields["topic"].error_messages["invalid_choice"] = _(
            "There are no articles on that topic, or no such topic."
        )

    def _offer(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (for the type checker)
        field.choices = choices

    @property
    def chosen(self) -> dict[str, str]:
        """`setting` and `topic`, those that were asked for; nothing where the address is wrong."""
        given = self.cleaned_data if self.is_valid() else {}
        return {name: given[name] for name in ("setting", "topic") if given.get(name)}


def contents(articles: Any, asked: Mapping[str, Any]) -> dict[str, Any]:
    """`form`, `articles` (those of one page, their settings attached), `total`, `pager`, `chosen` (slugs by name),
    and `feed`, the address of the same list as an Atom feed."""
    form = filter_form(articles, asked)
    number = form.cleaned_data.get("page") or 1 if form.is_valid() else 1
    try:
        page = Paginator(chosen(articles, form).select_related("cover"), PAGE_SIZE).page(number)
    except EmptyPage as error:
        raise Http404 from error
    return {
        "form": form,
        "chosen": form.chosen,
        "articles": with_settings(page.object_list),
        "total": page.paginator.count,
        "pager": pager(page, lambda number: "?" + urlencode({**form.chosen, "page": number})),
        "feed": reverse("article-feed") + (f"?{urlencode(form.chosen)}" if form.chosen else ""),
    }


def one_page(rows: Any, asked: Mapping[str, Any], *, key: str) -> dict[str, Any]:
    """`key` (the rows of the page asked for, their settings attached), `total`, `pager`; no filter."""
    found = plain_page(rows, asked, key=key)
    return {**found, key: with_settings(found[key])}


def plain_page(rows: Any, asked: Mapping[str, Any], *, key: str) -> dict[str, Any]:
    """`key` (the rows of the page asked for), `total`, `pager`; 404 for a page there is not."""
    number = asked.get("page") or "1"
    if not (number.isascii() and number.isdigit()) or len(number) > 6:
        raise Http404
    try:
        page = Paginator(rows, PAGE_SIZE).page(number)
    except EmptyPage as error:
        raise Http404 from error
    return {
        key: list(page.object_list),
        "total": page.paginator.count,
        "pager": pager(page, lambda number: f"?page={number}"),
    }


def filter_form(articles: Any, asked: Mapping[str, Any]) -> ArticleFilterForm:
    """The form over these articles, each choice with the number of its articles."""
    return ArticleFilterForm(asked, settings=_settings(articles), topics=_topics(articles))


def chosen(articles: Any, form: ArticleFilterForm) -> Any:
    """The articles a form asks for, newest first."""
    return narrowed(articles, form.chosen)


def narrowed(articles: Any, wanted: Mapping[str, str]) -> Any:
    """The articles of a `setting` and of a `topic`, where these are wanted, newest first."""
    found = articles
    if "setting" in wanted:
        found = found.in_settings([wanted["setting"]])
    if "topic" in wanted:
        found = found.filter(topics__slug=wanted["topic"]).distinct()
    return found.newest_first()


def with_settings(pages: Iterable[Any]) -> list[Any]:
    """Articles or questions with `shown_settings`, their practice settings' names: one query for all of them."""
    rows = list(pages)
    if not rows:
        return []
    names: dict[int, list[str]] = defaultdict(list)
    model = type(rows[0])
    own = model._meta.model_name  # the link's name for the page
    links = model.settings.through.objects.filter(**{f"{own}__in": [row.pk for row in rows]})
    ordered = links.order_by("practicesetting__position", "practicesetting__name")
    for page_id, name in ordered.values_list(f"{own}_id", "practicesetting__name"):
        names[page_id].append(in_words(name))
    for row in rows:
        row.shown_settings = names[row.pk]
    return rows


def _settings(articles: Any) -> Choices:
    """The settings that have an article, and those above them, which count those below."""
    there: dict[int, set[int]] = defaultdict(set)
    links = articles.order_by().exclude(settings=None).values_list("pk", "settings", "settings__parent")
    for article, setting, above in links:
        there[setting].add(article)
        there[above or setting].add(article)
    rows = PracticeSetting.objects.filter(pk__in=there).order_by("name")
    return [(row.slug, _counted(row.shown, len(there[row.pk]))) for row in rows]


def _topics(articles: Any) -> Choices:
    """The topics that have an article."""
    rows = articles.order_by().exclude(topics=None).values("topics__slug", "topics__name")
    counted = rows.annotate(number=Count("pk", distinct=True)).order_by("topics__name")
    return [(row["topics__slug"], _counted(row["topics__name"], row["number"])) for row in counted]


def _counted(name: str, number: int) -> str:
    """As in "Probation (3)"."""
    return f"{name} ({number})"
