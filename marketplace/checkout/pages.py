"""What every page of an order has in common: who may see it, and that nobody keeps a copy of it."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers

from marketplace.orders import permissions
from marketplace.orders.models import Order
from marketplace.orders.models.order import OrderQuerySet

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def private(view: View[P]) -> View[P]:
    """Decorator: no cache keeps the page, no search engine lists it, no other site learns its address."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        add_never_cache_headers(response)
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        # Not "no-referrer": browsers then send forms without an origin, and the CSRF check refuses them.
        response.headers.setdefault("Referrer-Policy", "same-origin")
        return response

    return guarded


def order_or_404(request: HttpRequest, uid: uuid.UUID, orders: OrderQuerySet) -> Order:
    """The order, if whoever asks may open it; to everybody else there is nothing here."""
    order = orders.filter(uid=uid).first()
    if order is None or not permissions.may_open(request, order):
        raise Http404
    return order
