"""When a trainer is open: weekly windows, single dates, and what clients see of it."""

import datetime as dt
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import clock
from core.refusal import Refusal
from directory.trainers.models import Trainer
from marketplace.offerings.models import Package
from marketplace.office.forms import ExceptionForm, RowForm, RuleForm
from marketplace.office.permissions import for_trainers
from marketplace.office.tabs import desk_tabs
from marketplace.scheduling.actions import add_exception, delete_exception, delete_rule, save_rule
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule
from marketplace.scheduling.slots import free_slots

PREVIEW_DAYS = 14


@never_cache
@require_safe
@for_trainers
def availability(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """Weekly windows, exceptions, and the times of the next two weeks that clients could choose."""
    return _page(request, trainer)


@require_POST
@for_trainers
def rule_add(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """A weekly window more."""
    form = RuleForm(request.POST, prefix="rule")
    if form.is_valid():
        try:
            save_rule(trainer=trainer, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("ends", refusal.sentence)
        else:
            messages.success(request, _("Your week has a window more."))
            return redirect("office:availability")
    return _page(request, trainer, rule_form=form, status=400)


@require_POST
@for_trainers
def rule_remove(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """A weekly window less; what is booked stays booked."""
    rule = get_object_or_404(AvailabilityRule, pk=_row(request), trainer=trainer)
    delete_rule(rule=rule)
    messages.success(request, _("%(rule)s is offered no more. What is booked stays booked.") % {"rule": rule})
    return redirect("office:availability")


@require_POST
@for_trainers
def exception_add(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """A date that is different."""
    form = ExceptionForm(request.POST, prefix="exception", today=_today(trainer))
    if form.is_valid():
        try:
            add_exception(trainer=trainer, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("ends", refusal.sentence)
        else:
            messages.success(request, _("That date is noted. What is booked already stays booked."))
            return redirect("office:availability")
    return _page(request, trainer, exception_form=form, status=400)


@require_POST
@for_trainers
def exception_remove(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """The week holds again on that date."""
    exception = get_object_or_404(AvailabilityException, pk=_row(request), trainer=trainer)
    delete_exception(exception=exception)
    messages.success(request, _("Your usual week holds again on that date."))
    return redirect("office:availability")


def _row(request: HttpRequest) -> int:
    form = RowForm(request.POST)
    if not form.is_valid():
        raise Http404(_("There is no such row."))
    pk: int = form.cleaned_data["row"]
    return pk


def _page(
    request: HttpRequest,
    trainer: Trainer,
    *,
    rule_form: RuleForm | None = None,
    exception_form: ExceptionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    today = _today(trainer)
    offered = list(Package.objects.listed().filter(trainer=trainer).select_related("current", "trainer"))
    chosen = _chosen(offered, request.GET.get("package", ""))
    context = {
        "trainer": trainer,
        "tabs": desk_tabs("availability"),
        "week": _week(trainer),
        "exceptions": list(trainer.availability_exceptions.filter(date__gte=today)),
        "rule_form": rule_form or RuleForm(prefix="rule"),
        "exception_form": exception_form or ExceptionForm(prefix="exception", today=today),
        "choices": [_choice(package, current=package == chosen) for package in offered],
        "chosen": chosen,
        "days": _preview(trainer, chosen, today) if chosen else [],
        "preview_days": PREVIEW_DAYS,
    }
    return render(request, "office/availability.html", context, status=status)


def _today(trainer: Trainer) -> dt.date:
    return clock.now().astimezone(ZoneInfo(trainer.time_zone)).date()


def _week(trainer: Trainer) -> list[dict[str, Any]]:
    """Days that have windows, in order."""
    rules = list(trainer.availability_rules.all())
    return [
        {"day": rows[0].get_weekday_display(), "rules": rows}
        for rows in (list(rows) for _, rows in groupby(rules, key=lambda rule: rule.weekday))
    ]


def _chosen(offered: list[Package], uid: str) -> Package | None:
    return next((p for p in offered if str(p.uid) == uid), offered[0] if offered else None)


def _choice(package: Package, *, current: bool) -> dict[str, object]:
    address = f"{reverse('office:availability')}?package={package.uid}#h-free"
    return {"label": str(package), "url": address, "current": current, "count": None}


def _preview(trainer: Trainer, package: Package, today: dt.date) -> list[dict[str, Any]]:
    """Free times by local day."""
    version = package.current
    if version is None:
        return []
    version.package = package
    zone = ZoneInfo(trainer.time_zone)
    slots = free_slots(version=version, start=today, days=PREVIEW_DAYS)
    by_day = groupby(slots, key=lambda slot: slot.start.astimezone(zone).date())
    return [
        {"date": date, "times": [f"{s.start.astimezone(zone):%H:%M}" for s in rows]}
        for date, rows in ((date, list(rows)) for date, rows in by_day)
    ]
