"""What a group brought: its links and codes, its bookings and its credit. Never who booked, unless they said so."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core import languages
from core.money import Money
from core.pager import pager
from core.refusal import Refusal
from directory.groups.models import PracticeGroup
from marketplace.ledger.models import Mode
from marketplace.office import queries
from marketplace.office.forms import CodeForm
from marketplace.office.permissions import for_champions
from marketplace.orders.models import Order
from marketplace.referrals.actions import create_code, restore_code, retire_code
from marketplace.referrals.models import OrderAttribution, ReferralCode
from marketplace.referrals.queries import bookings_of_group, credit_of_group

A_PAGE = 20
_STATES = {
    Order.Status.CONFIRMED: "",
    Order.Status.FULFILLED: "",
    Order.Status.CANCELLED: gettext_lazy("Cancelled and refunded"),
}


class _Counted(Paginator[OrderAttribution]):
    """Pages of a list whose length is known already."""

    def __init__(self, rows: QuerySet[OrderAttribution], count: int) -> None:
        super().__init__(rows, A_PAGE)
        self.__dict__["count"] = count


@never_cache
@require_safe
@for_champions
def group_referrals(request: HttpRequest, group: PracticeGroup) -> HttpResponse:
    """Links and codes, credit, and the bookings that came by them."""
    return _page(request, group, CodeForm(targets=_targets(group)))


@require_POST
@for_champions
def code_add(request: HttpRequest, group: PracticeGroup) -> HttpResponse:
    """Another code."""
    form = CodeForm(request.POST, targets=_targets(group))
    if form.is_valid():
        try:
            code = create_code(group=group, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("code", refusal.sentence)
        else:
            messages.success(request, _("The code %(code)s is ready to be shared.") % {"code": code})
            return redirect("office:group-referrals", slug=group.slug)
    return _page(request, group, form, status=400)


@require_POST
@for_champions
def code_retire(request: HttpRequest, group: PracticeGroup, uid: UUID) -> HttpResponse:
    """The code counts no more; what it brought stays."""
    code = retire_code(code=get_object_or_404(ReferralCode, group=group, uid=uid))
    messages.success(
        request,
        _("The code %(code)s counts no more. Below, under “Retired”, you can take it up again.")
        % {"code": code},
    )
    return redirect("office:group-referrals", slug=group.slug)


@require_POST
@for_champions
def code_restore(request: HttpRequest, group: PracticeGroup, uid: UUID) -> HttpResponse:
    """The code counts again."""
    code = restore_code(code=get_object_or_404(ReferralCode, group=group, uid=uid))
    messages.success(request, _("The code %(code)s counts again.") % {"code": code})
    return redirect("office:group-referrals", slug=group.slug)


def _targets(group: PracticeGroup) -> list[tuple[str, str]]:
    return [
        (languages.bare(group.get_absolute_url()), _("The group’s page")),
        (languages.bare(reverse("search:search")) + "?kind=trainer", _("The search for trainers")),
        ("/", _("The first page of this site")),
    ]


def _page(request: HttpRequest, group: PracticeGroup, form: CodeForm, *, status: int = 200) -> HttpResponse:
    codes = list(group.referral_codes.all())
    counts = queries.booking_counts(group)
    page = _Counted(bookings_of_group(group), counts["all"]).get_page(request.GET.get("page"))
    address = reverse("office:group-referrals", args=[group.slug])
    context = {
        "group": group,
        "trail": [
            {"label": group.name, "url": group.get_absolute_url()},
            {"label": _("What the group brought"), "url": ""},
        ],
        "codes": [
            {"code": c, "link": settings.BASE_URL + c.get_absolute_url()} for c in codes if not c.retired_at
        ],
        "retired": [c for c in codes if c.retired_at],
        "form": form,
        "counts": counts,
        "credits": [
            {"credit": credit, "sandbox": credit.mode == Mode.SANDBOX} for credit in credit_of_group(group)
        ],
        "rows": [_row(attribution) for attribution in page],
        "pager": pager(page, lambda number: f"{address}?page={number}"),
    }
    return render(request, "office/group_referrals.html", context, status=status)


def _row(attribution: OrderAttribution) -> dict[str, Any]:
    """One booking as a champion may see it: no identity, unless its owner shared the name."""
    order = attribution.order
    version = order.package_version
    figures: Any = attribution  # annotated by the query
    units = figures.pending_units + figures.earned_units
    return {
        "attribution": attribution,
        "confirmed_at": order.confirmed_at,
        "package": version.title if version else "",
        "trainer": order.trainer.name,
        "state": str(_STATES.get(Order.Status(order.status), "")) or _reward_state(attribution, units),
        "kind": _kind(order, attribution, figures.pending_units),
        "amount": Money(figures.standing, order.currency)
        if figures.standing and not attribution.flag
        else None,
        "taken_back": Money(figures.taken_back, order.currency) if figures.taken_back else None,
        "name": order.buyer_name if attribution.name_shared_at else "",
        "sandbox": order.mode == Mode.SANDBOX,
    }


def _reward_state(attribution: OrderAttribution, units: int) -> str:
    figures: Any = attribution
    if attribution.flag:
        return _("Earns nothing; the receipt says why")
    if not units:
        return _("Counted")
    if figures.pending_units:
        words = {"earned": figures.earned_units, "all": units}
        return _("Pending: %(earned)s of %(all)s sessions earned") % words
    return _("Earned")


def _kind(order: Order, attribution: OrderAttribution, pending: int) -> str:
    if order.status == Order.Status.CANCELLED or attribution.flag:
        return "off"
    return "wait" if pending else ""
