"""On to the payment page, and back from it without having paid."""

import uuid
from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from core.refusal import Refusal
from marketplace.checkout.pages import order_or_404, private
from marketplace.checkout.presenters import orders
from marketplace.checkout.queries import orders_for_details
from marketplace.orders.models import Order, Payment
from marketplace.payments import actions as payment_actions
from marketplace.payments.errors import PaymentsUnreachable, TooLateToPay


@private
@require_http_methods(["GET", "HEAD", "POST"])
def order_pay(request: HttpRequest, uid: uuid.UUID) -> HttpResponse:
    """What is to be paid; the button leads to the payment service's page."""
    order = order_or_404(request, uid, orders_for_details())
    if order.placed_at is None:
        return redirect("checkout:order-details", order.uid)
    if order.status != Order.Status.AWAITING_PAYMENT or orders.payment_pending(order):
        return redirect(order)
    if request.method != "POST":
        return _page(request, order)
    try:
        payment = payment_actions.start_checkout(order=order, base_url=_base_url(request))
    except TooLateToPay as refusal:
        return _page(request, order, refusal, HTTPStatus.CONFLICT, too_late=True)
    except PaymentsUnreachable as refusal:
        return _page(request, order, refusal, HTTPStatus.SERVICE_UNAVAILABLE)
    except Refusal as refusal:
        order.refresh_from_db()
        if order.status != Order.Status.AWAITING_PAYMENT:
            return redirect(order)
        return _page(request, order, refusal, HTTPStatus.CONFLICT)
    if payment.status in {Payment.Status.SUCCEEDED, Payment.Status.PENDING}:
        return redirect(order)
    # 303: the payment page is fetched, not posted to.
    return HttpResponseRedirect(payment.checkout_url, status=HTTPStatus.SEE_OTHER)


def _base_url(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def _page(
    request: HttpRequest,
    order: Order,
    refusal: Refusal | None = None,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    too_late: bool = False,
) -> HttpResponse:
    attribution = getattr(order, "attribution", None)
    brought_by = attribution.group.name if attribution and attribution.group else ""
    held = orders.hold(order)
    context = {
        "order": order,
        "trainer": order.trainer,
        "refusal": refusal.sentence if refusal else "",
        "left": "left" in request.GET and refusal is None,
        "too_late": too_late or held is None,
        "hold": held,
        "price": orders.money(order.total),
        "receipt": orders.receipt(order, brought_by=brought_by),
        "sandbox": settings.PAYMENTS_MODE == "sandbox",
        "slots_url": reverse("checkout:slots", args=[orders.version_of(order).package.uid]),
    }
    return render(request, "checkout/order_pay.html", context, status=status)
