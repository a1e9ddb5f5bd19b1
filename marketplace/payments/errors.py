"""What can stand in the way of paying. Each sentence tells a person what is wrong and a way on."""

from django.utils.translation import gettext_lazy as _

from core.refusal import Refusal


class TooLateToPay(Refusal):
    words = _("The time can no longer be kept long enough to pay for it. You could choose a time once more.")


class PaymentsUnreachable(Refusal):
    words = _(
        "Our payment service does not answer just now. Nothing was charged; you could try again in a minute."
    )


class PaymentRefused(Refusal):
    words = _("Our payment service did not accept that. Nothing was charged; you could try once more.")


class NothingToPay(Refusal):
    words = _("There is nothing to pay for this order any more.")
