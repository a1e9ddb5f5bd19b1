"""Payments, refunds and objections under `/cms/`: read by finance, decided in single acts."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import MONEY, ORDERS, Act, Listing, NarrowPolicy, ReadingViewSet, column, desk
from core.money import Money
from marketplace.orders import waiting
from marketplace.orders.actions.deciding import (
    price_of,
    set_objection_aside,
    uphold_objection,
    waits_for_a_decision,
)
from marketplace.orders.actions.refunding import FAILED, refund_again
from marketplace.orders.forms import ReasonForm
from marketplace.orders.models import CoachingSession, Order, Payment, Refund

for _model in (Order, Payment, Refund, CoachingSession):
    register_permission_policy(_model, NarrowPolicy(_model, "view"))


class PaymentList(Listing):
    related = ("order",)


class PaymentViewSet(ReadingViewSet):
    model = Payment
    name = "cms_payments"
    url_prefix = "payments"
    icon = "download"
    menu_label = "Payments"
    menu_hook = MONEY
    menu_order = 100
    index_view_class = PaymentList
    list_display = [
        column("Order", "order.reference"),
        column("Amount", "amount", sort_key="amount_minor"),
        column("State", "get_status_display", sort_key="status"),
        column("Method", "get_method_display"),
        column("Mode", "get_mode_display"),
        column("Checkout Session", "external_id"),
        column("Made", "created_at", sort_key="created_at"),
        column("Alert", "alert"),
    ]
    list_filter = ["status", "method", "mode"]
    search_fields = ["external_id", "charge_id", "intent_id", "order__buyer_email"]
    ordering = ["-created_at"]


class RefundAgain(Act):
    name = "again"
    label = "Try again"
    asks = "orders.add_refund"
    icon = "rotate"
    back = "inspect"

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.status in FAILED

    def explain(self, instance: Any) -> str:
        return (
            f"{instance.amount} is sent to the buyer once more. Times, earnings and rewards stay as they were"
            " put right."
        )

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        again = refund_again(refund=instance, actor=self.actor)
        return f"{again.amount} is on its way to the buyer again."


class RefundList(Listing):
    related = ("payment__order", "requested_by")


class RefundViewSet(ReadingViewSet):
    model = Refund
    name = "cms_refunds"
    url_prefix = "refunds"
    icon = "rotate"
    menu_label = "Refunds"
    menu_hook = MONEY
    menu_order = 200
    index_view_class = RefundList
    acts = (RefundAgain,)
    list_display = [
        column("Order", "payment.order.reference"),
        column("Amount", "amount", sort_key="amount_minor"),
        column("State", "get_status_display", sort_key="status"),
        column("Cause", "get_cause_display"),
        column("Reason", "reason"),
        column("By", "requested_by"),
        column("Asked", "created_at", sort_key="created_at"),
        column("Failure", "failure_reason"),
    ]
    list_filter = ["status", "cause"]
    search_fields = ["external_id", "payment__order__buyer_email", "reason"]
    ordering = ["-created_at"]


class ObjectionList(Listing):
    page_title = "Objections"
    related = ("order__trainer", "attendee", "unit__earning")

    def get_base_queryset(self) -> QuerySet[CoachingSession]:
        found: QuerySet[CoachingSession] = super().get_base_queryset()
        return found.filter(Q(objected_at__isnull=False) | ~Q(objection=""))


def _stands(session: CoachingSession) -> str:
    if waits_for_a_decision(session):
        return f"Waits for a decision; {session.get_status_display()}"
    if session.status == CoachingSession.Status.REFUNDED:
        return "Refunded"
    return "Set aside; earned" if hasattr(session.unit, "earning") else "Set aside"


class _Deciding(Act):
    """A decision about an objection that waits for one."""

    back = "inspect"
    asks = "orders.add_refund"
    form_class = ReasonForm

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return waits_for_a_decision(instance)


class Uphold(_Deciding):
    name = "uphold"
    label = "Uphold: refund the session"
    icon = "rotate"
    danger = True

    def explain(self, instance: Any) -> str:
        others = instance.order.sessions.count() > 1
        what_follows = "The other sessions stand." if others else "The order ends with it."
        if not (price := _price(instance)):
            return f"The session was free, so no money goes back, and no mail is sent. {what_follows}"
        return (
            f"{price} goes back to the buyer, who is told. The trainer earns nothing by this session, nor does a"
            f" group. {what_follows}"
        )

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        price = _price(instance)
        uphold_objection(session=instance, reason=data["reason"], actor=self.actor)
        return f"The objection is upheld: {price or 'nothing'} goes back to the buyer."


class SetAside(_Deciding):
    name = "set-aside"
    label = "Set aside"
    icon = "check"
    explanation = (
        "The session counts as the trainer marked it. It is earned 72 hours after its end, or at once where those"
        " are over."
    )

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        set_objection_aside(session=instance, reason=data["reason"], actor=self.actor)
        return "The objection is set aside: the session is earned when its time has come."


def _price(session: CoachingSession) -> Money:
    return Money(price_of(session=session).amount, session.order.currency)


class ObjectionViewSet(ReadingViewSet):
    """Sessions whose client objected: nothing is earned by them until staff decide."""

    model = CoachingSession
    name = "cms_objections"
    url_prefix = "objections"
    icon = "warning"
    menu_label = "Objections"
    menu_hook = ORDERS
    menu_order = 200
    index_view_class = ObjectionList
    acts = (Uphold, SetAside)
    list_display = [
        column("Order", "order.reference"),
        column("Session", "number"),
        column("Trainer", "order.trainer"),
        column("Client", "order.buyer_name"),
        column("Objected", "objected_at", sort_key="objected_at"),
        column("In their words", "objection"),
        column("State", _stands),
    ]
    search_fields = ["order__buyer_email", "objection"]
    ordering = ["-objected_at"]
    inspect_view_fields = ["order", "number", "status", "ended_at", "objected_at", "objection"]


def _viewsets() -> list[Any]:
    return [PaymentViewSet(), RefundViewSet(), ObjectionViewSet()]


hooks.register("register_admin_viewset", _viewsets)
desk.register(waiting.objections, rank=20)
