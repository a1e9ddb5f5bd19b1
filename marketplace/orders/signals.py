"""What happened to an order, told upwards, inside the transaction: a receiver that fails undoes it all."""

from django.dispatch import Signal

order_confirmed = Signal()
"""`order`"""
appointment_changed = Signal()
"""`appointment`, `change`: "booked" | "cancelled"; `first`: True for the time chosen with the order"""
unit_earned = Signal()
"""`unit`, `earning`"""
unit_refunded = Signal()
"""`unit`, `line` (RefundLine), `earned_trainer`: minor units that had been earned and go back"""
order_refunded = Signal()
"""`order`, `refund` (None for a free order)"""
