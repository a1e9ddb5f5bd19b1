"""A person's own bookings."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.models import User
from core.me import Link
from core.pager import pager
from marketplace.checkout.pages import private
from marketplace.checkout.presenters import bookings
from marketplace.orders import queries
from marketplace.orders.actions import claim_orders

_PER_PAGE = 20


@private
@login_required
@require_safe
def my_bookings(request: HttpRequest) -> HttpResponse:
    """Orders of the signed-in person, those made earlier with the same verified address included."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  (login_required)
    claim_orders(user=user)
    page = Paginator(queries.for_buyer(user), _PER_PAGE).get_page(request.GET.get("page"))
    rows = [bookings.row(order, user.time_zone) for order in page]
    context = {
        "rows": rows,
        "pager": pager(page, lambda number: f"?page={number}"),
        "ways": [
            Link(_("Find a trainer"), reverse("listings:trainers")),
            Link(_("Find a group"), reverse("listings:groups")),
        ],
    }
    return render(request, "checkout/my_bookings.html", context)
