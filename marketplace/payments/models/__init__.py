"""What payments alone writes: accounts, transfers, and Stripe's events."""

from marketplace.payments.models.transfers import ConnectedAccount, Transfer, TransferReversal
from marketplace.payments.models.webhooks import WebhookEvent

__all__ = ["ConnectedAccount", "Transfer", "TransferReversal", "WebhookEvent"]
