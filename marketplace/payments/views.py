"""Stripe's events come in here."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from marketplace.payments import webhooks


@csrf_exempt
@require_POST
def stripe_webhook(request: HttpRequest, endpoint: str) -> HttpResponse:
    """Verify and store one event; what follows from it happens afterwards."""
    status = webhooks.receive(
        endpoint=endpoint, body=request.body, signature=request.headers.get("Stripe-Signature", "")
    )
    return HttpResponse(status=status)
