"""What keeps a version from being published. Rooms above add their own checks in `AppConfig.ready`."""

import re
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.money import rounding_step
from marketplace.offerings.minimums import minimum_charge
from marketplace.offerings.models import PackageVersion, validate_questions, validate_tiers

Check = Callable[[PackageVersion], list[str]]

_KEY = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_checks: list[Check] = []


def register(check: Check) -> Check:
    """Add a check: it returns a sentence for each obstacle. Adding the same one twice changes nothing."""
    if check not in _checks:
        _checks.append(check)
    return check


def unregister(check: Check) -> None:
    """Take a check out again (tests)."""
    _checks.remove(check)


def obstacles_of(version: PackageVersion) -> list[str]:
    """Sentences that say what to do before this version can be published; none when nothing is in the way."""
    return [sentence for check in _checks for sentence in check(version)]


@register
def price(version: PackageVersion) -> list[str]:
    """A paid offer is in a currency of settlement, in payable steps, and not below the minimum charge."""
    if version.is_free:
        return []
    if version.currency not in settings.SETTLEMENT_CURRENCIES:
        accepted = ", ".join(settings.SETTLEMENT_CURRENCIES)
        return [
            _("Paid packages are sold in %(accepted)s so far; in %(currency)s a free one could be.")
            % {"accepted": accepted, "currency": version.currency}
        ]
    smallest = minimum_charge(version.currency)
    if version.price_minor < smallest.amount:
        return [_("The price would have to be %(sum)s or more, or nothing at all.") % {"sum": smallest}]
    if version.price_minor % rounding_step(version.currency):
        return [
            _("Prices in %(currency)s end in a zero in their third decimal place.")
            % {"currency": version.currency}
        ]
    return []


@register
def place(version: PackageVersion) -> list[str]:
    """Meeting in person needs somewhere to meet."""
    if version.in_person and not version.places.exists():
        return [_("Say in which town you meet in person, or offer it online only.")]
    return []


@register
def questions(version: PackageVersion) -> list[str]:
    """Every intake question has a label and a key of its own that forms can use."""
    try:
        validate_questions(version.intake_questions)
    except ValidationError as error:
        return list(error.messages)
    wrong = [q["key"] for q in version.intake_questions if not _KEY.fullmatch(q["key"])]
    return [
        _("The key “%(key)s” of an intake question may hold small letters, digits and single hyphens.")
        % {"key": key}
        for key in wrong
    ]


@register
def cancellation(version: PackageVersion) -> list[str]:
    """The cancellation terms can be put in words."""
    try:
        validate_tiers(version.cancellation_tiers)
    except ValidationError as error:
        return list(error.messages)
    return []
