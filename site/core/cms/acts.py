"""Acts: one verb on one row, each on a page of its own, with its buttons."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import log

from core.refusal import Refusal, show_refusal

# Django's own view takes no type at run time.
if TYPE_CHECKING:
    _FormView = FormView[forms.Form]
else:
    _FormView = FormView


class WithActs:
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
                str(act.label),
                url=self.act_url(act),
                icon_name=act.icon,
            )
            for act in self.acts
            if act.may(self.request, self.object) and act.applies(self.object)
        ]


class NothingToFill(forms.Form):
    """An act that needs no more than a yes."""


class Act(PermissionCheckedMixin, WagtailAdminTemplateMixin, _FormView):
    """One verb on one row, on a page of its own: says what will happen, asks what is needed, then does it."""

    model: Any = None
    name = ""
    label: str | Promise = ""
    icon = "check"
    permission_required = "change"
    asks = ""
    form_class: type[forms.Form] = NothingToFill
    template_name = "core/act.html"
    back = "edit"
    namespace = ""
    explanation: str | Promise = ""
    danger = False

    @classmethod
    def applies(cls, instance: Any) -> bool:
        """Whether the act makes sense for the row now; its button is shown only then."""
        return True

    @classmethod
    def may(cls, request: HttpRequest, instance: Any) -> bool:
        """Whether the signed-in person may do it: by `asks`, where it is another permission than the usual one."""
        name = f"{instance._meta.app_label}.{cls.permission_required}_{instance._meta.model_name}"
        return bool(request.user.has_perm(cls.asks or name))

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        """Call the action and say in a sentence what was done."""
        raise NotImplementedError

    def ways_on(self) -> list[Any]:
        """Buttons beside that sentence, as `wagtail.admin.messages.button` makes them."""
        return []

    def explain(self, instance: Any) -> str:
        """What will happen, before it does."""
        return str(self.explanation)

    @property
    def actor(self) -> Any:
        """Whoever does it: signed in, as everybody under `/cms/` is."""
        return self.request.user

    def user_has_permission(self, permission: str) -> bool:
        opts = self.model._meta
        return bool(
            self.request.user.has_perm(self.asks or f"{opts.app_label}.{permission}_{opts.model_name}")
        )

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.object = self.get_object()

    def get_object(self) -> Any:
        """The row the act is about."""
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return str(self.label)

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
        messages.success(self.request, said, buttons=self.ways_on())
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
