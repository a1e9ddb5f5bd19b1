"""Load plans of the front desk's pages."""

from django.db.models import Prefetch

from marketplace.offerings.models import Package, PackageQuerySet
from marketplace.orders.models import Appointment, CoachingSession, Order, Payment
from marketplace.orders.models.order import OrderQuerySet


def packages_for_pages() -> PackageQuerySet:
    """Packages with what their page and their slots need: version and its places, trainer and theirs."""
    return Package.objects.select_related("current", "trainer").prefetch_related("current__places")


def orders_for_details() -> OrderQuerySet:
    """Orders as the details and pay pages read them."""
    return Order.objects.select_related(
        "trainer", "package_version__package__trainer", "hold", "attribution__group", "attribution__code"
    ).prefetch_related("payments")


def orders_for_life() -> OrderQuerySet:
    """Orders as their own page reads them: sessions with their times, payments with what went back."""
    return Order.objects.select_related(
        "trainer", "package_version__package__trainer", "hold", "attribution__group"
    ).prefetch_related(
        Prefetch("sessions", CoachingSession.objects.order_by("number")),
        Prefetch("sessions__appointments", Appointment.objects.order_by("starts_at")),
        Prefetch("payments", Payment.objects.prefetch_related("refunds").order_by("id")),
    )
