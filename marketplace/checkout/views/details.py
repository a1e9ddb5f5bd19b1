"""Who books, while their time is held."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core import clock, languages
from core.refusal import Refusal
from marketplace.checkout import actions
from marketplace.checkout.forms import CodeForm, DetailsForm, InstantField, details_of, typed_before
from marketplace.checkout.pages import order_or_404, private
from marketplace.checkout.presenters import orders, weeks, words
from marketplace.checkout.queries import orders_for_details
from marketplace.orders import permissions
from marketplace.orders.actions import Details
from marketplace.orders.actions.terms import terms_in_force
from marketplace.orders.errors import HoldExpired
from marketplace.orders.models import Order
from marketplace.referrals import actions as referral_actions
from marketplace.referrals.models import OrderAttribution


@dataclass
class Desk:
    """One request to the details page: the order, what was typed, and what there is to say about it."""

    request: HttpRequest
    order: Order
    form: DetailsForm
    said: str = ""
    refusal: str = ""
    code_mistake: str = ""
    code: str = ""
    status: HTTPStatus = HTTPStatus.OK


@private
@require_http_methods(["GET", "HEAD", "POST"])
def order_details(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """The details form. Its buttons choose the act; whatever the act, everything typed is kept."""
    order = order_or_404(request, uid, orders_for_details())
    if order.placed_at is not None and order.status != Order.Status.EXPIRED:
        return redirect(onward(order))
    if request.method != "POST":
        order = _note_reference(request, order)
        return _page(Desk(request, order, _blank(request, order)))
    act = ACTS.get(request.POST.get("act", ""), _place)
    return act(request, order)


def _note_reference(request: HttpRequest, order: Order) -> Order:
    """A reference on this very address counts as the newest, until the buyer has chosen."""
    reference = getattr(request, "reference", "")
    if not reference or order.status != Order.Status.DRAFT:
        return order
    user = request.user if request.user.is_authenticated else None
    referral_actions.open_attribution(order=order, reference=reference, user=user)
    return orders_for_details().get(pk=order.pk)


def onward(order: Order) -> str:
    """Where an order that is placed goes on."""
    page = "order-pay" if order.status == Order.Status.AWAITING_PAYMENT else "order-detail"
    return reverse(f"checkout:{page}", args=[order.uid])


def _place(request: HttpRequest, order: Order) -> HttpResponse:
    form = _form(order, request.POST)
    desk = Desk(request, order, form, code=request.POST.get("code", ""))
    if not form.is_valid():
        desk.status = HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(desk)
    if form.in_force is None:
        desk.refusal = _("Nothing can be booked yet: the terms of this site are still being written.")
        desk.status = HTTPStatus.CONFLICT
        return _page(desk)
    if not orders.holds(order):
        return _refused(desk, HoldExpired())
    try:
        placed = actions.place_order(order=order, details=_details(request, order, form))
    except Refusal as refusal:
        return _refused(desk, refusal)
    return redirect(onward(placed))


def _details(request: HttpRequest, order: Order, form: DetailsForm) -> Details:
    typed, terms = form.cleaned_data, form.in_force
    if terms is None:
        raise ValueError(_("There are no terms to accept."))
    someone_else = typed["someone_else"]
    return Details(
        buyer_name=typed["name"],
        buyer_email=typed["email"],
        time_zone=orders.zone_of(order),
        terms_version=terms,
        attendee_name=typed["attendee_name"] if someone_else else "",
        attendee_email=typed["attendee_email"] if someone_else else "",
        note=typed["note"],
        intake_answers=form.intake_answers,
        user=request.user if request.user.is_authenticated else None,
        language=languages.active(),
    )


def _refused(desk: Desk, refusal: Refusal) -> HttpResponse:
    """Somebody else was quicker, or another tab of the same person."""
    desk.order = orders_for_details().get(pk=desk.order.pk)
    if desk.order.placed_at is not None and desk.order.status != Order.Status.EXPIRED:
        return redirect(onward(desk.order))
    desk.status = HTTPStatus.CONFLICT
    if not isinstance(refusal, HoldExpired):  # which the page says by itself, wherever no time is held
        desk.refusal = refusal.sentence
    return _page(desk)


def _change_slot(request: HttpRequest, order: Order) -> HttpResponse:
    desk = _kept(request, order)
    try:
        start = InstantField().clean(request.POST.get("slot", ""))
    except ValidationError as error:
        desk.refusal, desk.status = error.messages[0], HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(desk)
    try:
        held = actions.hold_again(order=order, start=start, visitor=permissions.visitor_key(request))
    except Refusal as refusal:
        return _refused(desk, refusal)
    permissions.remember(request, held)
    desk.order = orders_for_details().get(pk=held.pk)
    desk.said = _("This time is kept for you now. Everything you typed is still here.")
    return _page(desk)


def _use_code(request: HttpRequest, order: Order) -> HttpResponse:
    desk = _kept(request, order)
    code = CodeForm(request.POST)
    if not code.is_valid():
        desk.code_mistake, desk.status = str(code.errors["code"][0]), HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(desk)
    try:
        referral_actions.choose_code(order=order, code=code.cleaned_data["code"].strip())
    except Refusal as refusal:
        desk.code_mistake, desk.status = refusal.sentence, HTTPStatus.UNPROCESSABLE_ENTITY
        return _page(desk)
    desk.code = ""
    desk.order = orders_for_details().get(pk=order.pk)
    desk.said = _("The group you named is noted. You pay the same.")
    return _page(desk)


def _remove_code(request: HttpRequest, order: Order) -> HttpResponse:
    desk = _kept(request, order)
    try:
        referral_actions.remove_attribution(order=order)
    except Refusal as refusal:
        return _refused(desk, refusal)
    desk.order = orders_for_details().get(pk=order.pk)
    desk.said = _("Removed. No group is told of this booking.")
    return _page(desk)


ACTS: dict[str, Callable[[HttpRequest, Order], HttpResponse]] = {
    "place": _place,
    "change_slot": _change_slot,
    "use_code": _use_code,
    "remove_code": _remove_code,
}


def _form(order: Order, data: QueryDict | None = None, **kwargs: Any) -> DetailsForm:
    return DetailsForm(data, version=orders.version_of(order), in_force=terms_in_force(), **kwargs)


def _blank(request: HttpRequest, order: Order) -> DetailsForm:
    """Empty, but for what is known of a signed-in person, or of an order that ended before it was paid."""
    known = details_of(request.user) if request.user.is_authenticated else {}
    if order.placed_at is not None:
        known = typed_before(order)
    return _form(order, initial=known)


def _kept(request: HttpRequest, order: Order) -> Desk:
    """The page as it was typed, without looking for mistakes yet."""
    typed = {name: value for name, value in request.POST.items() if name not in {"act", "slot"}}
    form = _form(order, initial=typed)
    if typed.get("terms_number") != form.terms_number:
        form.initial.pop("terms", None)
    return Desk(request, order, form, code=str(typed.get("code", "")))


def _page(desk: Desk) -> HttpResponse:
    order = desk.order
    version, held = orders.version_of(order), orders.hold(order)
    attribution = getattr(order, "attribution", None)
    context = {
        "order": order,
        "here": reverse("checkout:order-details", args=[order.uid]),
        "trainer": order.trainer,
        "version": version,
        "form": desk.form,
        "said": desk.said,
        "refusal": desk.refusal,
        "code": desk.code,
        "code_mistake": desk.code_mistake,
        "hold": held,
        "near": [] if held else _near(order),
        "slots_url": reverse("checkout:slots", args=[version.package.uid]),
        "attribution": attribution if attribution and attribution.group_id else None,
        "because": _because(order, attribution),
        "tiers": words.tiers(version),
        "receipt": orders.receipt(order),
        "price": orders.money(order.total),
        "free": version.is_free,
    }
    return render(desk.request, "checkout/order_details.html", context, status=desk.status)


def _near(order: Order) -> list[dict[str, str]]:
    return weeks.nearest(
        orders.version_of(order), to=order.slot_start or clock.now(), zone=orders.zone_of(order)
    )


def _because(order: Order, attribution: OrderAttribution | None) -> str:
    if attribution is None or attribution.group_id is None:
        return ""
    return {
        OrderAttribution.Rule.CODE: _("You entered their code."),
        OrderAttribution.Rule.LINK: _("You came by their invitation."),
        OrderAttribution.Rule.SIGNUP: _("You joined this site by their invitation."),
    }.get(OrderAttribution.Rule(attribution.rule), "")
