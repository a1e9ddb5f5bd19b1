"""The trainer's desk: what is coming, what to mark, what was earned, and one booking."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core import clock
from core.refusal import Refusal
from directory.trainers.models import Trainer
from marketplace.office import queries, words
from marketplace.office.permissions import for_trainers
from marketplace.office.tabs import desk_tabs
from marketplace.orders.actions import mark_delivered, mark_no_show, undo_mark
from marketplace.orders.models import Appointment, CoachingSession, Earning, Order
from marketplace.referrals.queries import receipt


@never_cache
@require_safe
@for_trainers
def desk(request: HttpRequest, trainer: Trainer) -> HttpResponse:
    """What is coming, what to say of past sessions, what was earned."""
    now = clock.now()
    coming = queries.coming(trainer, now=now)
    unmarked = queries.to_mark(trainer, now=now)
    context = {
        "trainer": trainer,
        "tabs": desk_tabs("bookings"),
        "waits": words.what_waits(trainer, coming=coming, unmarked=unmarked, now=now),
        "accepting": words.accepting(trainer),
        "unmarked": [_unmarked_row(session) for session in unmarked],
        "coming": [_coming_row(appointment) for appointment in coming],
        "marked": [
            {"session": s, "client": words.client_of(s), "words": words.when_earned(s, trainer.time_zone)}
            for s in queries.marked(trainer)
        ],
        "earnings": [_earning_row(earning, trainer) for earning in queries.earnings(trainer)],
        "totals": queries.earned_in_all(trainer),
    }
    return render(request, "office/desk.html", context)


@never_cache
@require_safe
@for_trainers
def booking(request: HttpRequest, trainer: Trainer, uid: UUID) -> HttpResponse:
    """One booking: who, what they wrote, its sessions, and which group brought it."""
    order = queries.booking(trainer, uid)
    if order is None:
        raise Http404(_("There is no such booking."))
    attribution = getattr(order, "attribution", None)
    context = {
        "trainer": trainer,
        "order": order,
        "trail": [
            {"label": _("Your desk"), "url": reverse("office:desk")},
            {"label": order.reference, "url": ""},
        ],
        "state": words.ORDER_STATES.get(Order.Status(order.status), order.get_status_display()),
        "answers": _answers(order),
        "sessions": [_session_row(session, trainer) for session in order.sessions.all()],
        "receipt": receipt(attribution) if attribution else None,
    }
    return render(request, "office/booking.html", context)


@require_POST
@for_trainers
def session_held(request: HttpRequest, trainer: Trainer, uid: UUID) -> HttpResponse:
    """The session took place."""
    return _mark(request, trainer, uid, mark_delivered, _("Marked as held."))


@require_POST
@for_trainers
def session_missed(request: HttpRequest, trainer: Trainer, uid: UUID) -> HttpResponse:
    """The client did not come."""
    return _mark(request, trainer, uid, mark_no_show, _("Marked as not attended."))


@require_POST
@for_trainers
def session_undo(request: HttpRequest, trainer: Trainer, uid: UUID) -> HttpResponse:
    """Take the mark back."""
    return _mark(request, trainer, uid, undo_mark, _("The mark is taken back."))


def _mark(
    request: HttpRequest,
    trainer: Trainer,
    uid: UUID,
    act: Callable[..., CoachingSession],
    done: str,
) -> HttpResponse:
    """Do it, say so, and go back to where the button stood."""
    session = get_object_or_404(
        CoachingSession.objects.select_related("order"), uid=uid, order__trainer=trainer
    )
    user = request.user
    try:
        act(session=session, actor=user if isinstance(user, User) else None)
    except Refusal as refusal:
        messages.warning(request, refusal.sentence)
    else:
        undo = " " + _("You can undo it until it is earned.") if act is not undo_mark else ""
        messages.success(request, f"{done}{undo}")
    after = request.POST.get("next", "")
    known = url_has_allowed_host_and_scheme(after, {request.get_host()}, require_https=request.is_secure())
    return redirect(after if known else reverse("office:desk"))


def _coming_row(appointment: Appointment) -> dict[str, Any]:
    session = appointment.session
    return {
        "appointment": appointment,
        "order": session.order,
        "client": words.client_of(session),
        "number": session.number,
        **_package(session.order),
        **_brought(session.order),
    }


def _unmarked_row(session: CoachingSession) -> dict[str, Any]:
    return {
        "session": session,
        "appointment": session.appointment,
        "order": session.order,
        "client": words.client_of(session),
        **_package(session.order),
    }


def _package(order: Order) -> dict[str, Any]:
    version = order.package_version
    return {
        "title": version.title if version else "",
        "sessions": version.sessions if version else 1,
        "minutes": version.minutes if version else 0,
    }


def _brought(order: Order) -> dict[str, Any]:
    attribution = getattr(order, "attribution", None)
    if attribution is None or attribution.group is None:
        return {"group": None}
    return {"group": attribution.group, "receipt_url": attribution.get_absolute_url()}


def _earning_row(earning: Earning, trainer: Trainer) -> dict[str, Any]:
    kind, told = words.transfer(earning, trainer.time_zone)
    session = earning.unit.session
    return {
        "earning": earning,
        "order": earning.unit.order,
        "session": session,
        "client": words.client_of(session),
        "kind": kind,
        "words": told,
        **_package(earning.unit.order),
    }


def _session_row(session: CoachingSession, trainer: Trainer) -> dict[str, Any]:
    appointment = session.appointment
    earned = hasattr(session.unit, "earning")
    started = appointment is not None and appointment.starts_at <= clock.now()
    is_marked = session.status in {CoachingSession.Status.DELIVERED, CoachingSession.Status.NO_SHOW}
    return {
        "session": session,
        "appointment": appointment,
        "words": words.session_state(session, trainer.time_zone),
        "can_mark": session.status == CoachingSession.Status.SCHEDULED and started,
        "can_undo": is_marked and not earned,
    }


def _answers(order: Order) -> list[tuple[str, str]]:
    """Intake answers beside the question as it was asked."""
    version = order.package_version
    labels = {q["key"]: q["label"] for q in version.intake_questions} if version else {}
    return [(labels.get(key, key), str(answer)) for key, answer in order.intake_answers.items() if answer]
