"""A booked time as a file for the buyer's own calendar."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from marketplace.checkout.calendar import invitation
from marketplace.checkout.pages import order_or_404, private
from marketplace.checkout.queries import orders_for_life


@private
@require_safe
def session_calendar(request: HttpRequest, uid: uuid.UUID, number: int) -> HttpResponse:
    """The standing time of a session; nothing while none is booked."""
    order = order_or_404(request, uid, orders_for_life())
    session = next((s for s in order.sessions.all() if s.number == number), None)
    appointment = session.appointment if session else None
    if session is None or appointment is None:
        raise Http404
    session.order = order
    appointment.session = session
    content = invitation(
        appointment,
        recipient_name=order.buyer_name,
        recipient_email=order.buyer_email,
        method="PUBLISH",
        link=request.build_absolute_uri(order.get_absolute_url()),
    )
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="session-{number}.ics"'
    return response
