"""Transfers, connected accounts and Stripe's events under `/cms/`: read by finance."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import MONEY, SYSTEM, Listing, NarrowPolicy, ReadingViewSet, column
from marketplace.payments.models import ConnectedAccount, Transfer, WebhookEvent

for _model in (ConnectedAccount, Transfer, WebhookEvent):
    register_permission_policy(_model, NarrowPolicy(_model, "view"))


class TransferList(Listing):
    related = ("trainer", "earning__unit__order")


class TransferViewSet(ReadingViewSet):
    model = Transfer
    name = "cms_transfers"
    url_prefix = "transfers"
    icon = "upload"
    menu_label = "Transfers"
    menu_hook = MONEY
    menu_order = 300
    index_view_class = TransferList
    list_display = [
        column("Trainer", "trainer"),
        column("Order", "earning.unit.order.reference"),
        column("Amount", "amount", sort_key="amount_minor"),
        column("State", "get_status_display", sort_key="status"),
        column("Waits for", "waits_for"),
        column("Mode", "get_mode_display"),
        column("Made", "created_at", sort_key="created_at"),
        column("Sent", "sent_at", sort_key="sent_at"),
    ]
    list_filter = ["status", "mode"]
    search_fields = ["external_id", "trainer__name"]
    ordering = ["-created_at"]


class AccountList(Listing):
    related = ("trainer",)


class ConnectedAccountViewSet(ReadingViewSet):
    model = ConnectedAccount
    name = "cms_connected"
    url_prefix = "connected-accounts"
    icon = "link"
    menu_label = "Trainers' accounts"
    menu_hook = MONEY
    menu_order = 600
    index_view_class = AccountList
    list_display = [
        column("Trainer", "trainer"),
        column("Mode", "get_mode_display", sort_key="mode"),
        column("Account", "external_id"),
        column("Country", "country", sort_key="country"),
        column("Transfers", "transfers_status", sort_key="transfers_status"),
        column("Asked", "updated_at", sort_key="updated_at"),
    ]
    list_filter = ["mode", "transfers_status"]
    search_fields = ["external_id", "trainer__name"]
    ordering = ["trainer__name"]


class WebhookViewSet(ReadingViewSet):
    model = WebhookEvent
    name = "cms_events"
    url_prefix = "events"
    icon = "mail"
    menu_label = "Stripe's events"
    menu_hook = SYSTEM
    menu_order = 200
    list_display = [
        column("Type", "type", sort_key="type"),
        column("About", "object_id"),
        column("State", "get_status_display", sort_key="status"),
        column("Outcome", "outcome"),
        column("Received", "received_at", sort_key="received_at"),
        column("Endpoint", "endpoint"),
    ]
    list_filter = ["status", "endpoint", "livemode"]
    search_fields = ["event_id", "type", "object_id"]
    ordering = ["-received_at"]
    inspect_view_fields = [
        *("endpoint", "event_id", "type", "object_id", "account", "livemode", "created", "received_at"),
        *("status", "outcome", "processed_at", "blanked_at"),
    ]


hooks.register(
    "register_admin_viewset", lambda: [TransferViewSet(), ConnectedAccountViewSet(), WebhookViewSet()]
)
