"""A group's link, and the attribution receipt."""

from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from marketplace.orders.permissions import may_open
from marketplace.referrals.actions import touch
from marketplace.referrals.models import ReferralCode
from marketplace.referrals.permissions import may_read
from marketplace.referrals.queries import attribution_for_page
from marketplace.referrals.queries import receipt as read_receipt


@never_cache
@require_safe
def follow(request: HttpRequest, code: str) -> HttpResponse:
    """On to where the link points, carrying the reference in the address. A retired code just goes there."""
    found = ReferralCode.objects.select_related("group").filter(code__iexact=code).first()
    if found is None:
        raise Http404(_("We do not know this link."))
    target = found.target
    if found.retired_at is not None or found.group.archived_at is not None:
        return redirect(target)
    if request.user.is_authenticated:
        touch(user=request.user, reference=found.code)
    joint = "&" if "?" in target else "?"
    return redirect(f"{target}{joint}{urlencode({'ref': found.code})}")


@never_cache
@require_safe
def receipt(request: HttpRequest, uid: UUID) -> HttpResponse:
    """The receipt, the same for buyer, champion and trainer; 404 for everybody else."""
    attribution = get_object_or_404(attribution_for_page(), uid=uid)
    if not may_read(request, attribution):
        raise Http404(_("There is no such receipt."))
    context = {
        "receipt": read_receipt(attribution),
        "order": attribution.order if may_open(request, attribution.order) else None,
    }
    return render(request, "referrals/receipt.html", context)
