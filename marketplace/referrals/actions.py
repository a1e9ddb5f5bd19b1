"""The verbs of referrals."""

import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import clock
from core.middleware import REFERENCE
from directory.groups.models import PracticeGroup
from marketplace.orders.locks import lock_order
from marketplace.orders.models import Order
from marketplace.referrals.errors import BadCode, CodeInUse, Frozen, RetiredCode, UnknownCode
from marketplace.referrals.loops import flag_of
from marketplace.referrals.models import (
    OrderAttribution,
    ReferralCode,
    SignupAttribution,
    Touch,
)
from marketplace.referrals.rules import RULE_VERSION, Finding, find, usable_code

# No letters or digits that are mistaken for one another when read out.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"


def touch(*, user: User, reference: str) -> Touch | None:
    """Keep that a signed-in visitor came by a code; the same code within an hour is kept once."""
    code = usable_code(reference)
    if code is None:
        return None
    newest = Touch.objects.filter(user=user).order_by("-at").first()
    if newest is not None and newest.code_id == code.pk and (clock.now() - newest.at).total_seconds() < 3600:
        return newest
    return Touch.objects.create(user=user, code=code, at=clock.now())


def note_signup(*, user: User, reference: str) -> SignupAttribution | None:
    """Keep the group through which somebody signed up, once."""
    code = usable_code(reference)
    if code is None:
        return None
    found, _ = SignupAttribution.objects.get_or_create(user=user, defaults={"code": code, "at": clock.now()})
    return found


@transaction.atomic
def open_attribution(*, order: Order, reference: str, user: User | None) -> OrderAttribution:
    """The order's attribution from the hold on; a newer reference counts until the buyer has chosen."""
    lock_order(order)
    found = OrderAttribution.objects.select_related("group", "code").filter(order=order).first()
    if found is not None and (found.frozen_at or found.chosen_by_buyer or not usable_code(reference)):
        return found
    finding = find(reference=reference, user=user)
    if found is None:
        found = OrderAttribution(order=order, created_at=clock.now())
    return _set(found, finding, chosen=False)


@transaction.atomic
def choose_code(*, order: Order, code: str) -> OrderAttribution:
    """The buyer enters a code: it stays. Raises UnknownCode, RetiredCode, Frozen."""
    found = usable_code(code)
    if found is None:
        known = ReferralCode.objects.filter(code__iexact=code.strip()).exists()
        raise RetiredCode() if known else UnknownCode()
    return _set(_open(order), Finding(OrderAttribution.Rule.CODE, found, clock.now()), chosen=True)


@transaction.atomic
def remove_attribution(*, order: Order) -> OrderAttribution:
    """The buyer wants no group credited: it stays so. Raises Frozen."""
    return _set(_open(order), Finding(OrderAttribution.Rule.NONE), chosen=True)


def carry_over(*, old: Order, new: Order) -> OrderAttribution | None:
    """A time was chosen anew: the new draft begins with what stood for the old one."""
    before = OrderAttribution.objects.filter(order=old).first()
    if before is None or OrderAttribution.objects.filter(order=new).exists():
        return None
    return OrderAttribution.objects.create(
        order=new,
        group=before.group,
        code=before.code,
        rule=before.rule,
        chosen_by_buyer=before.chosen_by_buyer,
        touched_at=before.touched_at,
        created_at=clock.now(),
    )


def _open(order: Order) -> OrderAttribution:
    lock_order(order)
    found, _ = OrderAttribution.objects.get_or_create(order=order, defaults={"created_at": clock.now()})
    if found.frozen_at is not None:
        raise Frozen
    return found


def _set(attribution: OrderAttribution, finding: Finding, *, chosen: bool) -> OrderAttribution:
    attribution.rule = finding.rule
    attribution.code = finding.code
    attribution.group = finding.code.group if finding.code else None
    attribution.touched_at = finding.at
    attribution.chosen_by_buyer = chosen
    attribution.save()
    return attribution


def freeze_attribution(*, order: Order, user: User | None, addresses: list[str]) -> OrderAttribution:
    """Freeze what the buyer saw, with rule version, rate and flag; in the transaction of place_order."""
    found = OrderAttribution.objects.select_related("group", "code").filter(order=order).first()
    if found is None:
        found = _set(
            OrderAttribution(order=order, created_at=clock.now()), find(reference="", user=user), chosen=False
        )
    if found.frozen_at is not None:
        return found
    found.rule_version = RULE_VERSION
    if found.group is not None:
        pays = found.group.reward_policy == PracticeGroup.RewardPolicy.CREDIT
        found.rate_bp = settings.REWARD_BP if pays else 0
        found.flag = flag_of(order=order, group=found.group, user=user, addresses=addresses)
    found.frozen_at = clock.now()
    found.save()
    return found


@transaction.atomic
def share_name(*, order: Order, share: bool = True) -> OrderAttribution:
    """The buyer lets the group see their name, or takes that back."""
    attribution = OrderAttribution.objects.get(order=order)
    attribution.name_shared_at = clock.now() if share else None
    attribution.save(update_fields=["name_shared_at"])
    return attribution


def create_code(*, group: PracticeGroup, code: str = "", target: str = "/") -> ReferralCode:
    """A code for a group, made up when none is given. Raises BadCode, CodeInUse."""
    text = code.strip() or _made_up()
    if not REFERENCE.fullmatch(text):
        raise BadCode
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        raise BadCode(_("The link leads to a page of this site: it begins with one /."))
    try:
        with transaction.atomic():
            return ReferralCode.objects.create(group=group, code=text, target=target, created_at=clock.now())
    except IntegrityError as error:
        raise CodeInUse from error


def retire_code(*, code: ReferralCode) -> ReferralCode:
    """The code counts no more; what it brought stays credited."""
    code.retired_at = code.retired_at or clock.now()
    code.save(update_fields=["retired_at"])
    return code


def restore_code(*, code: ReferralCode) -> ReferralCode:
    """Undo: the code counts again."""
    code.retired_at = None
    code.save(update_fields=["retired_at"])
    return code


def _made_up() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(6))
