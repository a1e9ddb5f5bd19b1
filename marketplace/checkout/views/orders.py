"""An order's own page, for as long as it lives."""

import uuid
from http import HTTPStatus
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from marketplace.checkout.forms import ShareForm
from marketplace.checkout.pages import order_or_404, private
from marketplace.checkout.presenters import orders, words
from marketplace.checkout.queries import orders_for_life
from marketplace.orders import permissions
from marketplace.orders.models import Order
from marketplace.payments.gateway import GatewayError
from marketplace.payments.sync import sync_order
from marketplace.referrals import actions as referral_actions
from marketplace.referrals import queries as referral_queries

_ASK_EVERY = 3
"""Seconds between two questions to the payment service about one order, however many pages are open."""


@private
@require_http_methods(["GET", "HEAD", "POST"])
def order_detail(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What became of the order. Nothing in the address decides that: the payment service is asked."""
    order = order_or_404(request, uid, orders_for_life())
    if order.placed_at is None:
        return redirect("checkout:order-details", order.uid)
    if request.method == "POST":
        return _share(request, order)
    if _came_back(request, order) and _ask(order):
        order = orders_for_life().get(pk=order.pk)
    return render(request, "checkout/order_detail.html", _life(request, order))


@private
@require_safe
def order_state(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The waiting part of the page, asked for every few seconds; once there is an answer, the page reloads."""
    order = order_or_404(request, uid, orders_for_life())
    if not getattr(request, "htmx", False):
        return redirect(order)
    if order.status == Order.Status.AWAITING_PAYMENT and _ask(order):
        order = orders_for_life().get(pk=order.pk)
    response = render(request, "checkout/_order_state.html", _life(request, order))
    if order.status != Order.Status.AWAITING_PAYMENT:
        response.headers["HX-Redirect"] = order.get_absolute_url()
    return response


@private
@require_safe
def order_open(request: HttpRequest, uid: uuid.UUID, token: str) -> HttpResponse:
    """The link in mails: remembered by this browser, and out of the address again."""
    order = Order.objects.filter(uid=uid).first()
    if order is None or not permissions.token_opens(order, token):
        response = render(request, "checkout/order_open.html", status=HTTPStatus.NOT_FOUND)
    else:
        permissions.remember(request, order)
        response = redirect("checkout:order-detail", order.uid)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _share(request: HttpRequest, order: Order) -> HttpResponse:
    """The buyer lets the group that brought them see their name, or takes that back."""
    form = ShareForm(request.POST)
    if form.is_valid() and _attribution(order) is not None:
        referral_actions.share_name(order=order, share=form.cleaned_data["act"] == "share_name")
    return redirect(order)


def _came_back(request: HttpRequest, order: Order) -> bool:
    waiting = order.status == Order.Status.AWAITING_PAYMENT
    return waiting and ("paid" in request.GET or orders.payment_pending(order))


def _ask(order: Order) -> bool:
    """Ask the payment service, unless somebody has just done so; whether anything may have changed."""
    if not cache.add(f"checkout:asked:{order.uid}", 1, timeout=_ASK_EVERY):
        return True
    try:
        sync_order(order_uid=order.uid)
    except GatewayError:
        return False
    return True


def _life(request: HttpRequest, order: Order) -> dict[str, Any]:
    version, zone = orders.version_of(order), orders.zone_of(order)
    coming = orders.next_appointment(order)
    return {
        "order": order,
        "trainer": order.trainer,
        "version": version,
        "state": _state(request, order),
        "zone": zone,
        "coming": coming,
        "coming_session": coming.session.number if coming else 0,
        "times": _coming_times(order) if coming else None,
        "coming_where": words.where(online=coming.online, place_label=coming.place_label) if coming else "",
        "pending_steps": orders.pending_steps(),
        "ahead": orders.ahead(order),
        "sessions": orders.sessions(order),
        "tiers": words.tiers(version),
        "use_until": orders.use_until(order),
        "validity_over": orders.validity_over(order),
        "refunds": orders.refunds(order),
        "receipt": orders.receipt(order),
        "price": orders.money(order.total),
        "hold": orders.hold(order),
        "attribution_receipt": _attribution(order),
        "slots_url": reverse("checkout:slots", args=[version.package.uid]),
    }


def _state(request: HttpRequest, order: Order) -> str:
    """Which of its faces the page shows: pending, unpaid, confirmed, late, expired or cancelled."""
    if order.status == Order.Status.AWAITING_PAYMENT:
        waiting = orders.payment_pending(order) or "paid" in request.GET
        return "pending" if waiting else "unpaid"
    if order.is_settled:
        return "confirmed"
    if order.late_payment_refunded_at is not None:
        return "late"
    return "expired" if order.status == Order.Status.EXPIRED else "cancelled"


def _coming_times(order: Order) -> dict[str, str] | None:
    coming = orders.next_appointment(order)
    if coming is None:
        return None
    zone = coming.client_zone or orders.zone_of(order)
    return orders.both_clocks(coming.starts_at, coming.ends_at, zone, order.trainer.name, coming.zone)


def _attribution(order: Order) -> Any:
    attribution = getattr(order, "attribution", None)
    if attribution is None or attribution.group_id is None or order.confirmed_at is None:
        return None
    return referral_queries.receipt(attribution)
