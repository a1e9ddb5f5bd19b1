"""Who may open an order: whoever holds it, owns it, or came by a link from a mail."""

import base64
import hashlib
import hmac
import secrets

from django.conf import settings
from django.http import HttpRequest

from marketplace.orders.models import Order

_OPENED = "orders_opened"
_VISITOR = "visitor"


def access_token(order: Order) -> str:
    """The token in mails: HMAC-SHA256 over the order and its access version; raising the version revokes it."""
    text = f"{order.pk}:{order.access_version}".encode()
    digest = hmac.new(settings.ORDER_ACCESS_KEY.encode(), text, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def token_opens(order: Order, token: str) -> bool:
    """Whether the token is this order's present one; compared in constant time."""
    return hmac.compare_digest(access_token(order).encode(), token.encode())


def remember(request: HttpRequest, order: Order) -> None:
    """Let this browser's session open the order until its token is revoked."""
    opened = {**request.session.get(_OPENED, {}), str(order.uid): order.access_version}
    request.session[_OPENED] = dict(list(opened.items())[-20:])


def may_open(request: HttpRequest, order: Order) -> bool:
    """Whether this request may see and act on the order as its buyer."""
    if order.buyer_id is not None and request.user.is_authenticated and request.user.pk == order.buyer_id:
        return True
    if request.session.get(_OPENED, {}).get(str(order.uid)) == order.access_version:
        return True
    visitor = request.session.get(_VISITOR)
    return bool(visitor and order.visitor and hmac.compare_digest(_hash(visitor), order.visitor))


def visitor_key(request: HttpRequest) -> str:
    """A hash that stands for this browser's session; the session is started when needed (to hold a time)."""
    if not request.session.get(_VISITOR):
        request.session[_VISITOR] = secrets.token_urlsafe(24)
    return _hash(request.session[_VISITOR])


def _hash(visitor: str) -> str:
    return hashlib.sha256(visitor.encode()).hexdigest()
