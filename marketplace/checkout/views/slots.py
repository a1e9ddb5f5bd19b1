"""Free times: of a package on sale, and of the next session of a package that was bought."""

import datetime as dt
import uuid
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, when
from core.refusal import Refusal
from marketplace.checkout import actions, zones
from marketplace.checkout.forms import ONLINE, SlotForm, WeekQuery
from marketplace.checkout.pages import order_or_404, private
from marketplace.checkout.presenters import offers, orders, weeks, words
from marketplace.checkout.queries import orders_for_life, packages_for_pages
from marketplace.offerings.models import Package, PackageVersion
from marketplace.orders import actions as order_actions
from marketplace.orders import permissions
from marketplace.orders.models import CoachingSession, Order


@private
@require_http_methods(["GET", "HEAD", "POST"])
def slots(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """Free times of a package; a chosen one is held, and its details come next."""
    package = get_object_or_404(packages_for_pages(), uid=uid, current__isnull=False)
    if not package.is_listed:
        context = {"package": package, "trainer": package.trainer, "gone": True}
        return render(request, "checkout/slots.html", context, status=HTTPStatus.GONE)
    version = offers.version_of(package)
    version.package = package
    form = SlotForm(request.POST or None, ways=words.ways(version))
    query = WeekQuery(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _times(request, package, form, query)
    if not form.is_valid():
        return _times(request, package, form, query, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        order = _hold(request, version, form, query)
    except Refusal as refusal:
        return _times(request, package, form, query, refusal, HTTPStatus.CONFLICT)
    return redirect("checkout:order-details", order.uid)


def _hold(request: HttpRequest, version: PackageVersion, form: SlotForm, query: WeekQuery) -> Order:
    zone = zones.visitors_clock(request, query.asked_zone, version.package.trainer.time_zone).zone
    order = actions.hold(
        version=version,
        start=form.cleaned_data["slot"],
        visitor=permissions.visitor_key(request),
        time_zone=zone,
        online=form.way == ONLINE,
        place_label="" if form.way in {ONLINE, words.SOMEWHERE} else form.way,
        reference=getattr(request, "reference", ""),
        user=request.user if request.user.is_authenticated else None,
    )
    permissions.remember(request, order)
    return order


def _times(
    request: HttpRequest,
    package: Package,
    form: SlotForm,
    query: WeekQuery,
    refusal: Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    version = offers.version_of(package)
    context = {
        **_week(request, version, form, query, refusal, fallback=package.trainer.time_zone),
        "package": package,
        "price": offers.price(version),
        "sessions": words.sessions(version),
    }
    return render(request, "checkout/slots.html", context, status=status)


@private
@require_http_methods(["GET", "HEAD", "POST"])
def session_book(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """Free times for a session that is paid for already; a chosen one is booked at once."""
    order = order_or_404(request, uid, orders_for_life())
    session = next((s for s in order.sessions.all() if s.number == number), None)
    if session is None or not order.is_settled:
        raise Http404
    if session.status != CoachingSession.Status.UNSCHEDULED:
        return redirect(order)
    if order.valid_until is not None and order.valid_until <= clock.now():
        context = {"order": order, "trainer": order.trainer, "over": True, "ended_on": _last_day(order)}
        return render(request, "checkout/session_book.html", context, status=HTTPStatus.GONE)
    version = orders.version_of(order)
    form = SlotForm(request.POST or None, ways=words.ways(version), initial={"where": _met(order)})
    query = WeekQuery(request.POST if request.method == "POST" else request.GET)
    if request.method != "POST":
        return _session_times(request, session, order, form, query)
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _session_times(request, session, order, form, query, status=status)
    try:
        order_actions.book_session(
            session=session,
            start=form.cleaned_data["slot"],
            time_zone=query.asked_zone or orders.zone_of(order),
            online=form.way == ONLINE,
            place_label="" if form.way in {ONLINE, words.SOMEWHERE} else form.way,
        )
    except Refusal as refusal:
        return _session_times(request, session, order, form, query, refusal, HTTPStatus.CONFLICT)
    messages.success(
        request, _("Session %(n)d is booked. The calendar file is in your mail.") % {"n": number}
    )
    return redirect(order)


def _met(order: Order) -> str:
    return ONLINE if order.online else order.place_label or words.SOMEWHERE


def _last_day(order: Order) -> str:
    return when.spoken(order.valid_until, orders.zone_of(order), "day") if order.valid_until else ""


def _session_times(
    request: HttpRequest,
    session: CoachingSession,
    order: Order,
    form: SlotForm,
    query: WeekQuery,
    refusal: Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    version = orders.version_of(order)
    # The session has to end before the package does.
    until = order.valid_until - dt.timedelta(minutes=version.minutes) if order.valid_until else None
    zone = orders.zone_of(order)
    context = {
        **_week(request, version, form, query, refusal, fallback=zone, known=True, until=until),
        "order": order,
        "session": session,
        "last_day": _last_day(order),
    }
    return render(request, "checkout/session_book.html", context, status=status)


def _week(
    request: HttpRequest,
    version: PackageVersion,
    form: SlotForm,
    query: WeekQuery,
    refusal: Refusal | None,
    *,
    fallback: str,
    known: bool = False,
    until: dt.datetime | None = None,
) -> dict[str, Any]:
    """What `checkout/_week.html` needs."""
    asked = zones.Clock(query.asked_zone or fallback, True) if known else None
    clock_shown = asked or zones.visitors_clock(request, query.asked_zone, fallback)
    theirs = version.package.trainer.time_zone
    week = weeks.week(version, zone=clock_shown.zone, asked=query.asked_day, until=until)
    carried = {"zone": clock_shown.zone} if query.asked_zone else {}
    return {
        "version": version,
        "trainer": version.package.trainer,
        "form": form,
        "refusal": refusal,
        "mistake": form.errors.get("slot", [""])[0] if form.is_bound else "",
        "zone": clock_shown.zone,
        "detect": not clock_shown.known and not request.GET.get("zone"),
        "their_zone": theirs,
        "zones": zones.choices(clock.now(), clock_shown.zone, theirs),
        "week": week,
        "chosen": str(form.data.get("slot", "")) if form.is_bound else "",
        **{f"{name}_url": _address(day, carried) for name, day in _ways_on(week)},
    }


def _ways_on(week: dict[str, Any]) -> list[tuple[str, dt.date]]:
    soonest = week["soonest"]["from"] if week["soonest"] else None
    named = [("previous", week["previous"]), ("next", week["next"]), ("soonest", soonest)]
    return [(name, day) for name, day in named if day is not None]


def _address(day: dt.date, carried: dict[str, str]) -> str:
    return "?" + urlencode({"from": day.isoformat(), **carried})
