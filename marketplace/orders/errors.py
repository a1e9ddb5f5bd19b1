"""What can stand in the way of an order. Each sentence tells a person what is wrong and a way on."""

from django.utils.translation import gettext_lazy as _

from core.refusal import Refusal


class SlotTaken(Refusal):
    words = _("That time is no longer free. Nothing was charged; you could choose another.")


class TooManyHolds(Refusal):
    words = _("You are already holding two times. Finish or let go of one of them, then choose again.")


class NotOffered(Refusal):
    words = _("This package is not offered any more. The trainer's page shows what is.")


class HoldExpired(Refusal):
    words = _("The time was kept for you until its end and is free again. You could choose a time once more.")


class AlreadyPlaced(Refusal):
    words = _("This order is placed already.")


class NotPossibleNow(Refusal):
    words = _("That cannot be done in the order's present state.")


class PastValidity(Refusal):
    words = _("The package is valid until before that time. You could choose an earlier one.")


class NothingToRefund(Refusal):
    words = _("Everything that was paid for this order has been given back already.")


class IllegalTransition(Exception):
    """A status was asked to change against its table: a mistake in the code, never a person's."""
