"""What can stand in the way of an order. Each sentence tells a person what is wrong and a way on."""

from core.refusal import Refusal


class SlotTaken(Refusal):
    """That time is no longer free. Nothing was charged; you could choose another."""


class TooManyHolds(Refusal):
    """You are already holding two times. Finish or let go of one of them, then choose again."""


class NotOffered(Refusal):
    """This package is not offered any more. The trainer's page shows what is."""


class HoldExpired(Refusal):
    """The time was kept for you until its end and is free again. You could choose a time once more."""


class AlreadyPlaced(Refusal):
    """This order is placed already."""


class NotPossibleNow(Refusal):
    """That cannot be done in the order's present state."""


class PastValidity(Refusal):
    """The package is valid until before that time. You could choose an earlier one."""


class NothingToRefund(Refusal):
    """Everything that was paid for this order has been given back already."""


class IllegalTransition(Exception):
    """A status was asked to change against its table: a mistake in the code, never a person's."""
