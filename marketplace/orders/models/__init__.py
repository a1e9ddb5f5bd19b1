"""The tables of an order's life, by noun."""

from marketplace.orders.models.documents import FiscalDocument, TermsVersion
from marketplace.orders.models.money import Dispute, Earning, Payment, Refund, RefundLine
from marketplace.orders.models.order import Attendee, Order, OrderEvent, OrderLine, OrderParty, OrderUnit
from marketplace.orders.models.sessions import Appointment, CoachingSession, Seat

__all__ = [
    "Appointment",
    "Attendee",
    "CoachingSession",
    "Dispute",
    "Earning",
    "FiscalDocument",
    "Order",
    "OrderEvent",
    "OrderLine",
    "OrderParty",
    "OrderUnit",
    "Payment",
    "Refund",
    "RefundLine",
    "Seat",
    "TermsVersion",
]
