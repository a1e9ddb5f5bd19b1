"""Orders under `/cms/`: everything about one on a page, and the refund in full."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from core.cms import ORDERS, Act, Inspecting, Listing, ReadingViewSet, column, section
from core.money import Money
from core.when import spoken
from marketplace.ledger.models import LedgerTransaction, Mode
from marketplace.orders.actions import object_to
from marketplace.orders.forms import ReasonForm
from marketplace.orders.models import Order, Payment, Refund
from marketplace.payments.models import Transfer
from marketplace.payments.refunds import preview_full_refund, refund_in_full
from marketplace.referrals.queries import reward_to_reverse

REFUNDABLE = (Order.Status.CONFIRMED, Order.Status.FULFILLED)


class OrderList(Listing):
    related = ("trainer", "package_version", "attribution__group")

    def search_queryset(self, queryset: QuerySet[Order]) -> QuerySet[Order]:
        """By reference ("MC-3F2A…", or a part of it), e-mail address, or name."""
        if not self.is_searching:
            return queryset
        words = str(self.search_query).strip()
        found = Q(buyer_email__icontains=words) | Q(buyer_name__icontains=words)
        digits = words.lower().removeprefix("mc-").replace("-", "")
        if digits and all(letter in "0123456789abcdef" for letter in digits):
            found |= Q(uid__startswith=digits[:8])
        return queryset.filter(found)


class ObjectionForm(forms.Form):
    """What a client wrote about a session."""

    session = forms.TypedChoiceField(coerce=int)
    words = forms.CharField(
        label="In their words",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what they object to: whoever decides reads it."},
    )

    def __init__(self, *args: Any, order: Order, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        session_field: Any = self.fields["session"]
        session_field.choices = [
            (session.number, f"Session {session.number}: {session.get_status_display()}")
            for session in order.sessions.order_by("number")
        ]


class NoteObjection(Act):
    name = "objection"
    label = "Note an objection"
    icon = "warning"
    back = "inspect"
    asks = "orders.add_refund"
    form_class = ObjectionForm
    explanation = (
        "The client wrote within 72 hours of a session's end. Nothing is earned by it until the objection is"
        " decided."
    )

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return bool(instance.is_settled)

    def get_object(self) -> Order:
        return get_object_or_404(Order, uid=self.kwargs["uid"])

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "order": self.object}

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        session = instance.sessions.get(number=data["session"])
        object_to(session=session, words=data["words"], actor=self.actor)
        return f"The objection to session {session.number} is noted, and waits for a decision."


class RefundInFull(Act):
    name = "refund"
    label = "Refund in full"
    icon = "rotate"
    back = "inspect"
    danger = True
    asks = "orders.add_refund"
    form_class = ReasonForm
    template_name = "office/cms/refund.html"

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.status in REFUNDABLE

    def get_object(self) -> Order:
        return get_object_or_404(Order.objects.select_related("trainer"), uid=self.kwargs["uid"])

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        total = self.preview().total
        refund_in_full(order=instance, reason=data["reason"], actor=self.actor)
        return f"{instance.reference} is refunded in full: {total} goes back to the buyer."

    def preview(self) -> Any:
        """What would happen now."""
        return preview_full_refund(self.object, reward_reversed=reward_to_reverse(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "preview": self.preview(), "order": self.object}


def _money(minor: int, currency: str) -> str:
    return str(Money(minor, currency))


def _when(instant: Any) -> str:
    return spoken(instant, "UTC", "short") + " UTC" if instant else ""


class OrderPage(Inspecting):
    def get_object(self, queryset: Any = None) -> Order:
        return get_object_or_404(
            Order.objects.for_page().select_related("attribution__group", "attribution__code"), pk=self.pk
        )

    def get_intake_answers_display_value(self) -> str:
        """Answers beside the questions as they were asked."""
        version = self.object.package_version
        asked = {q["key"]: q["label"] for q in version.intake_questions} if version else {}
        return "; ".join(f"{asked.get(key, key)} {said}" for key, said in self.object.intake_answers.items())

    def act_url(self, act: Any) -> str:
        return reverse(f"cms_orders:{act.name}", args=[self.object.uid])

    def sections(self) -> list[dict[str, Any]]:
        order = self.object
        return [
            _parties(order),
            _lines(order),
            _units(order),
            _sessions(order),
            _payments(order),
            _refunds(order),
            _transfers(order),
            _attribution(order),
            _documents(order),
            _postings(order),
            _events(order),
        ]


def _parties(order: Order) -> dict[str, Any]:
    rows = [[p.get_role_display(), p.name, p.email, p.country_code] for p in order.parties.all()]
    rows += [["Takes part", a.name, a.email, ""] for a in order.attendees.all()]
    return section("People", ["Role", "Name", "E-mail", "Country"], rows)


def _lines(order: Order) -> dict[str, Any]:
    rows = [
        [
            line.description,
            line.quantity,
            _money(line.list_minor, order.currency),
            _money(line.discount_minor, order.currency),
            _money(line.gross_minor, order.currency),
            _money(line.tax_minor, order.currency),
        ]
        for line in order.lines.all()
    ]
    return section("Lines", ["What", "Number", "List price", "Discount", "Gross", "Tax"], rows)


def _units(order: Order) -> dict[str, Any]:
    rows = [
        [
            unit.position,
            _money(unit.gross_minor, order.currency),
            _money(unit.tax_minor, order.currency),
            _money(unit.platform_fee_minor, order.currency),
            _money(unit.trainer_share_minor, order.currency),
            _earned(unit),
        ]
        for unit in order.units.select_related("earning", "order")
    ]
    return section("Units", ["Unit", "Gross", "Tax", "Our fee", "Trainer's share", "Earned"], rows)


def _earned(unit: Any) -> str:
    earning = getattr(unit, "earning", None)
    if earning is None:
        return "not yet"
    back = (
        f", {_money(earning.reversed_minor, earning.currency)} taken back" if earning.reversed_minor else ""
    )
    return f"{earning.amount} on {_when(earning.earned_at)}{back}"


def _sessions(order: Order) -> dict[str, Any]:
    rows = []
    for session in order.sessions.all():
        times = [f"{_when(a.starts_at)} ({a.get_status_display()})" for a in session.appointments.all()]
        objected = (
            f"objected {_when(session.objected_at)}: {session.objection}" if session.objected_at else ""
        )
        rows.append([session.number, session.get_status_display(), "; ".join(times), objected])
    return section("Sessions", ["Session", "State", "Times", "Objection"], rows)


def _payments(order: Order) -> dict[str, Any]:
    rows = [
        [
            (str(p.amount), reverse("cms_payments:inspect", args=[p.pk])),
            p.get_status_display(),
            p.external_id or "",
            p.charge_id,
            _when(p.succeeded_at or p.created_at),
            p.alert,
        ]
        for p in order.payments.all()
    ]
    columns = ["Amount", "State", "Checkout Session", "Charge", "When", "Alert"]
    return section("Payments", columns, rows, empty="None: nothing was to be paid, or nobody has tried yet.")


def _refunds(order: Order) -> dict[str, Any]:
    rows = [
        [
            (str(r.amount), reverse("cms_refunds:inspect", args=[r.pk])),
            r.get_status_display(),
            r.get_cause_display(),
            r.reason,
            str(r.requested_by or "the site"),
            _when(r.created_at),
        ]
        for r in Refund.objects.filter(payment__order=order).select_related("requested_by")
    ]
    return section("Refunds", ["Amount", "State", "Cause", "Reason", "By", "Asked"], rows)


def _transfers(order: Order) -> dict[str, Any]:
    rows = []
    for transfer in Transfer.objects.filter(group=order.uid).prefetch_related("reversals"):
        back = sum(r.amount_minor for r in transfer.reversals.all())
        rows.append(
            [
                (str(transfer.amount), reverse("cms_transfers:inspect", args=[transfer.pk])),
                transfer.get_status_display(),
                transfer.waits_for,
                _when(transfer.sent_at),
                _money(back, transfer.currency) if back else "",
            ]
        )
    return section("Transfers", ["Amount", "State", "Waits for", "Sent", "Fetched back"], rows)


def _attribution(order: Order) -> dict[str, Any]:
    attribution = getattr(order, "attribution", None)
    columns = ["Credited to", "Rule", "Reward", "State", "Flag"]
    if attribution is None:
        return section("Attribution", columns, [])
    group = attribution.group.name if attribution.group else "No group"
    cell = (group, attribution.get_absolute_url())
    rows: list[list[Any]] = [
        [cell, attribution.get_rule_display(), str(r.standing), r.get_status_display(), r.blocked_reason]
        for r in attribution.rewards.all()
    ]
    rows = rows or [[cell, attribution.get_rule_display(), "none", "", attribution.flag]]
    return section("Attribution", columns, rows)


def _documents(order: Order) -> dict[str, Any]:
    rows = [[d.get_kind_display(), str(d), _when(d.issued_at)] for d in order.documents.all()]
    return section("Documents", ["Kind", "Number", "Issued"], rows)


def _postings(order: Order) -> dict[str, Any]:
    """What the ledger holds of this order, found by what caused it."""
    causes = [
        order.uid,
        *Payment.objects.filter(order=order).values_list("uid", flat=True),
        *Refund.objects.filter(payment__order=order).values_list("uid", flat=True),
        *order.units.values_list("uid", flat=True),
        *Transfer.objects.filter(group=order.uid).values_list("uid", flat=True),
    ]
    booked = LedgerTransaction.objects.filter(reference__in=causes).prefetch_related(
        "postings__debit", "postings__credit"
    )
    rows = [
        [
            (transaction.kind, reverse("cms_ledger:inspect", args=[transaction.pk])),
            f"{posting.debit.get_code_display()} > {posting.credit.get_code_display()}",
            _money(posting.amount, posting.debit.currency),
            _when(transaction.occurred_at),
        ]
        for transaction in booked
        for posting in transaction.postings.all()
    ]
    return section("Ledger", ["Event", "Debit > credit", "Amount", "When"], rows)


def _events(order: Order) -> dict[str, Any]:
    rows = [
        [_when(event.at), event.what, str(event.actor or "the site"), event.reason]
        for event in order.events.select_related("actor")
    ]
    return section("What was done", ["When", "What", "By", "Why"], rows)


def _total(order: Order) -> str:
    return str(order.total) if order.mode == Mode.LIVE else f"{order.total} ({order.mode})"


def _buyer(order: Order) -> str:
    return format_html("{}<br>{}", order.buyer_name, order.buyer_email)


class OrderViewSet(ReadingViewSet):
    model = Order
    name = "cms_orders"
    url_prefix = "orders"
    icon = "form"
    menu_label = "Orders"
    menu_hook = ORDERS
    menu_order = 100
    acts = (RefundInFull, NoteObjection)
    index_view_class = OrderList
    inspect_view_class = OrderPage
    list_display = [
        column("Order", "reference"),
        column("State", "get_status_display", sort_key="status"),
        column("Trainer", "trainer"),
        column("Buyer", _buyer, sort_key="buyer_name"),
        column("Total", _total, sort_key="gross_minor"),
        column("Brought by", "attribution.group"),
        column("Placed", "placed_at", sort_key="placed_at"),
    ]
    list_filter = ["status", "mode"]
    search_fields = ["buyer_email", "buyer_name"]
    ordering = ["-created_at"]
    inspect_view_fields = [
        *("reference", "uid", "status", "mode", "trainer", "package_version", "total", "platform_fee_bp"),
        *("buyer", "buyer_name", "buyer_email", "buyer_time_zone", "buyer_language"),
        *("note", "intake_answers"),
        *("terms_version", "terms_accepted_at", "placed_at", "confirmed_at", "valid_until", "ended_at"),
    ]

    def _path(self, act: type[Act]) -> URLPattern:
        """Orders bear their uid in addresses that are passed on."""
        view = act.as_view(model=self.model, namespace=self.url_namespace, header_icon=self.icon)
        return path(f"<uuid:uid>/{act.name}/", view, name=act.name)
