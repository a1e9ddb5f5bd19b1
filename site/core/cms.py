"""What the rooms' pages under `/cms/` share: read-only lists, forms that call actions, and single acts.

A room's `wagtail_hooks.py` registers view sets made of these. Nothing here writes by itself: a form's values go
to a room's action, and a `Refusal` it raises is shown beside the form with what was typed.
"""

from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.generic import CreateView, DeleteView, EditView, IndexView, InspectView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log
from wagtail.permission_policies import ModelPermissionPolicy

from core.refusal import Refusal

# Django's own view takes no type at run time.
if TYPE_CHECKING:
    _FormView = FormView[forms.Form]
else:
    _FormView = FormView

# Parts of the menu; the room on top registers the submenus that gather what has one of these as `menu_hook`.
DIRECTORY, OFFERS, ORDERS = "commons_directory", "commons_offers", "commons_orders"
MONEY, SYSTEM = "commons_money", "commons_system"
_VIEWS = frozenset({"add", "edit", "delete", "history", "inspect"})


class NarrowPolicy(ModelPermissionPolicy):
    """Django's model permissions for these actions alone, superusers included."""

    def __init__(self, model: type[models.Model], *actions: str) -> None:
        super().__init__(model)
        self._actions = frozenset(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self._actions and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)


def column(label: str, accessor: Any, *, sort_key: str | None = None) -> Column:
    """A column of a list: `accessor` is a dotted path, or a function of the row."""
    return Column(label.lower().replace(" ", "_"), label=label, accessor=accessor, sort_key=sort_key)


class Listing(IndexView):
    """A list with a constant number of queries: `related` is followed with the rows."""

    related: tuple[str, ...] = ()
    prefetched: tuple[str, ...] = ()

    @cached_property
    def columns(self) -> list[Any]:
        """As listed; the first one leads to the row's page."""
        first, *rest = super().columns
        return [self._linked(first) if type(first) is Column else first, *rest]

    def _linked(self, plain: Column) -> TitleColumn:
        def url_of(instance: Any) -> str | None:
            found: str | None = self.get_edit_url(instance) or self.get_inspect_url(instance)
            return found

        kind = self._get_title_column_class(TitleColumn)
        return kind(
            plain.name,
            label=plain.label,
            accessor=plain.accessor,
            sort_key=plain.sort_key,
            get_url=url_of,
            width="18%",
        )

    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().select_related(*self.related).prefetch_related(*self.prefetched)


class _WithActs:
    """Buttons for the acts that apply to the object."""

    acts: Any = ()
    namespace = ""
    object: Any
    request: HttpRequest

    def act_url(self, act: Any) -> str:
        """Where an act on the object is done."""
        return reverse(f"{self.namespace}:{act.name}", args=[self.object.pk])

    @cached_property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton(
                act.label,
                url=self.act_url(act),
                icon_name=act.icon,
            )
            for act in self.acts
            if act.may(self.request, self.object) and act.applies(self.object)
        ]


class _CallsAction:
    """A form whose values go to an action; what it refuses is said beside the form."""

    form: Any
    request: HttpRequest
    log_as = "wagtail.edit"

    def act(self, data: dict[str, Any]) -> models.Model:
        """Call the action with the form's values and return the row."""
        raise NotImplementedError

    def save_instance(self) -> models.Model:
        instance = self.act(self.form.cleaned_data)
        log(instance=instance, action=self.log_as, user=self.request.user)
        return instance

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            # Wagtail's views stand beside this class.
            return super().form_valid(form)  # type: ignore[misc, no-any-return]
        except Refusal as refusal:
            show_refusal(form, refusal)
            self.produced_error_message = refusal.sentence
            return self.form_invalid(form)  # type: ignore[attr-defined, no-any-return]  # Wagtail's too


class Making(_CallsAction, CreateView):
    """Create through an action."""

    log_as = "wagtail.create"
    namespace = ""
    ends_at = "edit"

    def get_success_url(self) -> str:
        return reverse(f"{self.namespace}:{self.ends_at}", args=[self.object.pk])

    def get_success_buttons(self) -> list[Any]:
        return []


class Changing(_CallsAction, _WithActs, EditView):
    """Edit through an action."""

    usage_url_name = None

    def get_success_url(self) -> str:
        return str(self.get_edit_url())

    def get_success_buttons(self) -> list[Any]:
        return []


class Removing(DeleteView):
    """Delete through an action: `remove` calls it."""

    usage_url_name = None

    def remove(self, instance: Any) -> None:
        """Call the action."""
        raise NotImplementedError

    def delete_action(self) -> None:
        log(instance=self.object, action="wagtail.delete", user=self.request.user)
        self.remove(self.object)


class Inspecting(_WithActs, InspectView):
    """Read one row: its fields, then `sections` (title, headings, rows of cells)."""

    template_name = "core/inspect.html"

    def sections(self) -> list[dict[str, Any]]:
        """Tables under the fields: `title`, `columns`, `rows` (lists of text or (text, url)), `empty`."""
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "sections": self.sections()}


def section(title: str, columns: list[str], rows: list[list[Any]], *, empty: str = "None.") -> dict[str, Any]:
    """A table of `Inspecting`; a cell is text, or a pair of text and address."""
    cells = [
        [cell if isinstance(cell, tuple) else (cell, "") for cell in row]  # the template shows pairs
        for row in rows
    ]
    return {"title": title, "columns": columns, "rows": cells, "empty": empty}


def show_refusal(form: Any, refusal: Refusal) -> None:
    """Put a refusal beside the fields it names, else above the form."""
    by_field = getattr(refusal, "by_field", None) or {}
    known = {name: texts for name, texts in by_field.items() if name in form.fields}
    for name, texts in known.items():
        form.add_error(name, list(texts))
    if not known:
        form.add_error(None, refusal.sentence)


class NothingToFill(forms.Form):
    """An act that needs no more than a yes."""


class WordsField(forms.CharField):
    """A list of short words, written with commas."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [word.strip() for word in super().clean(value).split(",") if word.strip()]


class LinesField(forms.CharField):
    """A list of sentences, one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


class Act(PermissionCheckedMixin, WagtailAdminTemplateMixin, _FormView):
    """One verb on one row, on a page of its own: says what will happen, asks what is needed, then does it."""

    model: Any = None
    name = ""
    label = ""
    icon = "check"
    permission_required = "change"
    form_class: type[forms.Form] = NothingToFill
    template_name = "core/act.html"
    back = "edit"
    namespace = ""
    explanation = ""
    danger = False

    @classmethod
    def applies(cls, instance: Any) -> bool:
        """Whether the act makes sense for the row now; its button is shown only then."""
        return True

    @classmethod
    def may(cls, request: HttpRequest, instance: Any) -> bool:
        """Whether the signed-in person may do it."""
        name = f"{instance._meta.app_label}.{cls.permission_required}_{instance._meta.model_name}"
        return bool(request.user.has_perm(name))

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        """Call the action and say in a sentence what was done."""
        raise NotImplementedError

    def explain(self, instance: Any) -> str:
        """What will happen, before it does."""
        return self.explanation

    @property
    def actor(self) -> Any:
        """Whoever does it: signed in, as everybody under `/cms/` is."""
        return self.request.user

    def user_has_permission(self, permission: str) -> bool:
        opts = self.model._meta
        return bool(self.request.user.has_perm(f"{opts.app_label}.{permission}_{opts.model_name}"))

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_object(self) -> Any:
        """The row the act is about."""
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.label

    def get_page_subtitle(self) -> str:
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        rows = str(self.model._meta.verbose_name_plural)
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": rows[:1].upper() + rows[1:]},
            {"url": self.get_success_url(), "label": str(self.object)},
            {"url": "", "label": self.label},
        ]

    def get_success_url(self) -> str:
        return reverse(f"{self.namespace}:{self.back}", args=[self.object.pk])

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            said = self.act(self.object, form.cleaned_data)
        except Refusal as refusal:
            show_refusal(form, refusal)
            return self.form_invalid(form)
        log(instance=self.object, action="wagtail.edit", user=self.request.user, data={"act": self.name})
        messages.success(self.request, said)
        return redirect(self.get_success_url())

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=400)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return {
            **context,
            "object": self.object,
            "explanation": self.explain(self.object),
            "label": self.label,
            "danger": self.danger,
            "back_url": self.get_success_url(),
            "media": context["form"].media,
        }


class ActingViewSet(ModelViewSet):
    """Rows that staff make and change through actions. `acts` are its single verbs."""

    index_view_class = Listing
    inspect_view_class = Inspecting
    acts: tuple[type[Act], ...] = ()
    views: frozenset[str] = frozenset({"add", "edit", "history"})
    """Which of add, edit, delete, history and inspect there are beside the list."""
    copy_view_enabled = False
    add_to_reference_index = False
    search_backend_name = None
    list_per_page = 50
    form_fields: Any = ()

    @property
    def inspect_view_enabled(self) -> bool:
        return "inspect" in self.views

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        given = {"acts": self.acts, "namespace": self.url_namespace, "usage_url_name": None}
        found: dict[str, Any] = super().get_common_view_kwargs(**kwargs)
        gone = {f"{name}_url_name": None for name in _VIEWS - self.views}
        return {**found, **gone, **given}

    def get_urlpatterns(self) -> list[URLPattern]:
        names = {"index", "index_results", *self.views, *(f"{name}_results" for name in self.views)}
        kept = [pattern for pattern in super().get_urlpatterns() if pattern.name in names]
        return [*kept, *(self._path(act) for act in self.acts)]

    def _path(self, act: type[Act]) -> URLPattern:
        view = act.as_view(model=self.model, namespace=self.url_namespace, header_icon=self.icon)
        return path(f"<int:pk>/{act.name}/", view, name=act.name)


class ReadingViewSet(ActingViewSet):
    """Rows that are read here and changed by nobody by hand, save by its acts."""

    views = frozenset({"inspect"})


__all__ = [
    "DIRECTORY",
    "MONEY",
    "OFFERS",
    "ORDERS",
    "SYSTEM",
    "Act",
    "ActingViewSet",
    "Changing",
    "Inspecting",
    "LinesField",
    "Listing",
    "Making",
    "NarrowPolicy",
    "NothingToFill",
    "ReadingViewSet",
    "Removing",
    "WordsField",
    "column",
    "section",
    "show_refusal",
]
