"""What can stand in the way of a referral code. Each sentence tells a person a way on."""

from django.utils.translation import gettext_lazy as _

from core.refusal import Refusal


class UnknownCode(Refusal):
    words = _("We do not know this code. You could check it with the group, or go on without one.")


class RetiredCode(Refusal):
    words = _(
        "This code is not in use any more. You could ask the group for its present one, or go on without."
    )


class Frozen(Refusal):
    words = _("The order is placed, so the group it credits cannot change any more.")


class CodeInUse(Refusal):
    words = _("This code is taken. You could choose another.")


class BadCode(Refusal):
    words = _("A code has 3 to 32 letters, digits or hyphens.")
