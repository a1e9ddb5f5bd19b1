"""The hosted page of the sandbox: where Stripe's own page stands in production."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core import clock
from marketplace.payments.gateway.states import instant
from marketplace.payments.stripe_units import from_stripe
from marketplace.payments.twin import actions
from marketplace.payments.twin.forms import BankForm
from marketplace.payments.twin.models import TwinObject
from marketplace.payments.twin.problems import StripeProblem


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def checkout(request: HttpRequest, external_id: str) -> HttpResponseBase:
    """Show the page, or do what the payer chose and send them back to the site."""
    session = _session_or_404(external_id)
    if request.method != "POST":
        return _page(request, session, BankForm())
    form = BankForm(request.POST)
    if not form.is_valid():
        return _page(request, session, form, status=400)
    choice = form.cleaned_data["bank"]
    _do(choice, external_id)
    actions.deliver_due()
    session = actions.find_session(external_id)
    if choice == BankForm.DECLINE or session.data["status"] != "complete":
        return _page(request, session, form, declined=choice == BankForm.DECLINE)
    return HttpResponseRedirect(session.data["success_url"].replace("{CHECKOUT_SESSION_ID}", external_id))


def _session_or_404(external_id: str) -> TwinObject:
    if settings.PAYMENTS_MODE != "sandbox":
        raise Http404
    try:
        return actions.find_session(external_id)
    except StripeProblem as problem:
        raise Http404 from problem


def _do(choice: str, external_id: str) -> None:
    """A second click finds nothing to do."""
    if choice == BankForm.PAY:
        actions.pay(external_id)
    elif choice == BankForm.LATER:
        actions.pay_later(external_id)
    elif choice == BankForm.DECLINE:
        actions.decline(external_id)
    else:
        actions.answer_now(external_id, succeeded=choice == BankForm.YES)


def _page(
    request: HttpRequest, session: TwinObject, form: BankForm, *, declined: bool = False, status: int = 200
) -> HttpResponse:
    data = session.data
    state = data["status"]
    if state == "complete":
        state = "waiting" if session.changes_at else "done"
    context = {
        "state": state,
        "declined": declined and state == "open",
        "form": form,
        "item": data["_item"],
        "amount": from_stripe(data["amount_total"], data["currency"]).format(),
        "email": data["customer_email"],
        "paid": data["payment_status"] == "paid",
        "minutes_left": max(1, int((instant(data["expires_at"]) - clock.now()).total_seconds() // 60)),
        "cancel_url": data["cancel_url"],
        "success_url": data["success_url"].replace("{CHECKOUT_SESSION_ID}", session.external_id),
    }
    return render(request, "twin/checkout.html", context, status=status)
