"""The verbs of orders, by noun."""

from marketplace.orders.actions.booking import book_session, cancel_appointment
from marketplace.orders.actions.claiming import claim_orders
from marketplace.orders.actions.confirming import confirm_order, expire_order
from marketplace.orders.actions.deciding import set_objection_aside, uphold_objection
from marketplace.orders.actions.holding import change_slot, hold_slot, refuse_if_taken, release_hold
from marketplace.orders.actions.marking import mark_delivered, mark_no_show, object_to, undo_mark
from marketplace.orders.actions.placing import Details, place_order
from marketplace.orders.actions.terms import publish_terms

__all__ = [
    "Details",
    "book_session",
    "cancel_appointment",
    "change_slot",
    "claim_orders",
    "confirm_order",
    "expire_order",
    "hold_slot",
    "mark_delivered",
    "mark_no_show",
    "object_to",
    "place_order",
    "publish_terms",
    "refuse_if_taken",
    "release_hold",
    "set_objection_aside",
    "undo_mark",
    "uphold_objection",
]
