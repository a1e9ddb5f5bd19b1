"""Which group an order is credited to, and that it stays so."""

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from accounts.models import User
from core import clock
from directory.groups.actions import archive_group
from directory.groups.models import GroupMembership, PracticeGroup
from marketplace.checkout.actions import place_order
from marketplace.orders.models import Order
from marketplace.referrals.actions import (
    choose_code,
    create_code,
    freeze_attribution,
    note_signup,
    open_attribution,
    remove_attribution,
    restore_code,
    retire_code,
    share_name,
    touch,
)
from marketplace.referrals.errors import BadCode, CodeInUse, Frozen, RetiredCode, UnknownCode
from marketplace.referrals.models import OrderAttribution, ReferralCode, SignupAttribution, Touch
from marketplace.referrals.queries import receipt
from marketplace.referrals.sweeping import forget_old_touches
from tests.factories.groups import GroupMembershipFactory, PersonFactory, PracticeGroupFactory
from tests.factories.orders import confirmed_order, details, held_order, sellable_version
from tests.factories.trainers import TrainerFactory
from tests.marketplace.payments.scenes import awaiting

pytestmark = pytest.mark.django_db
DAY = 24 * 3600


def of(order: Order) -> OrderAttribution:
    return OrderAttribution.objects.select_related("group", "code").get(order=order)


def group_of(order: Order) -> PracticeGroup | None:
    return of(order).group


def code() -> ReferralCode:
    return create_code(group=PracticeGroupFactory.create())


def ilka(**given: Any) -> User:
    return PersonFactory.create(**{"email": "ilka@mail.example"} | given)


# --- what counts ---


def test_no_reference_is_a_row_too() -> None:
    order = held_order()

    assert (of(order).rule, of(order).group, of(order).frozen_at) == ("none", None, None)


def test_the_link_of_this_visit_counts_in_any_case() -> None:
    brought = code()

    order = held_order()
    open_attribution(order=order, reference=brought.code.lower(), user=None)

    assert (of(order).rule, of(order).code) == ("link", brought)


def test_a_newer_link_counts_until_the_buyer_has_chosen() -> None:
    first, second, third = code(), code(), code()
    order = held_order(group=first.group)
    open_attribution(order=order, reference=second.code, user=None)
    assert group_of(order) == second.group
    open_attribution(order=order, reference="", user=None)
    open_attribution(order=order, reference="NO-SUCH-CODE", user=None)
    assert group_of(order) == second.group

    choose_code(order=order, code=f"  {third.code.lower()} ")
    open_attribution(order=order, reference=first.code, user=None)

    assert (of(order).rule, group_of(order)) == ("code", third.group)


def test_removed_stays_removed() -> None:
    brought = code()
    order = held_order(group=brought.group)

    remove_attribution(order=order)
    open_attribution(order=order, reference=brought.code, user=None)
    order = place_order(order=order, details=details())

    assert (of(order).rule, group_of(order)) == ("none", None)


def test_the_last_touch_of_90_days_counts_for_who_is_signed_in() -> None:
    user, old, new = ilka(), code(), code()
    touch(user=user, reference=old.code)
    clock.advance(DAY)
    touch(user=user, reference=new.code)

    assert group_of(held_order(user=user)) == new.group
    clock.advance(91 * DAY)
    assert forget_old_touches() == 2
    assert group_of(held_order(user=user)) is None
    assert Touch.objects.count() == 0


def test_a_touch_of_a_retired_code_is_passed_over() -> None:
    user, kept, retired = ilka(), code(), code()
    touch(user=user, reference=kept.code)
    clock.advance(60)
    touch(user=user, reference=retired.code)
    retire_code(code=retired)

    assert group_of(held_order(user=user)) == kept.group


def test_the_group_of_the_sign_up_counts_for_twelve_months() -> None:
    user, brought = ilka(), code()
    note_signup(user=user, reference=brought.code)
    assert note_signup(user=user, reference=code().code) == SignupAttribution.objects.get()

    assert (of(held_order(user=user)).rule, group_of(held_order(user=user))) == ("signup", brought.group)

    clock.advance(366 * DAY)
    assert group_of(held_order(user=user)) is None


def test_a_touch_within_the_hour_is_kept_once() -> None:
    user, brought = ilka(), code()

    first, again = (touch(user=user, reference=brought.code) for _ in range(2))

    assert first == again
    assert touch(user=user, reference="NO-SUCH-CODE") is None
    assert Touch.objects.count() == 1


# --- codes ---


def test_an_unknown_code_is_told() -> None:
    with pytest.raises(UnknownCode, match="check it with the group"):
        choose_code(order=held_order(), code="NO-SUCH-CODE")


def test_a_retired_code_and_one_of_an_archived_group_are_told_and_change_nothing() -> None:
    retired, archived, brought = code(), code(), code()
    retire_code(code=retired)
    archive_group(group=archived.group)
    order = held_order(group=brought.group)

    for gone in (retired, archived):
        with pytest.raises(RetiredCode, match="present one"):
            choose_code(order=order, code=gone.code)

    assert group_of(order) == brought.group
    restore_code(code=retired)
    assert choose_code(order=order, code=retired.code).group == retired.group


def test_codes_do_not_differ_by_case() -> None:
    create_code(group=PracticeGroupFactory.create(), code="Quantock")

    with pytest.raises(CodeInUse, match="taken"):
        create_code(group=PracticeGroupFactory.create(), code="QUANTOCK")
    with pytest.raises(IntegrityError), transaction.atomic():
        ReferralCode.objects.create(group=PracticeGroupFactory.create(), code="quantock")


@pytest.mark.parametrize("text", ["ab", "a b c", "x" * 33, "<script>", "ümlaut", "a/b/c"])
def test_what_is_no_code(text: str) -> None:
    with pytest.raises(BadCode):
        create_code(group=PracticeGroupFactory.create(), code=text)


@pytest.mark.parametrize("target", ["https://evil.example", "//evil.example", "/\\evil.example", ""])
def test_a_link_leads_to_this_site_alone(target: str) -> None:
    with pytest.raises(BadCode, match="page of this site"):
        create_code(group=PracticeGroupFactory.create(), target=target)


def test_a_code_is_made_up_that_can_be_read_out() -> None:
    made = code().code

    assert len(made) == 6
    assert not set(made) & set("IOL01")


# --- frozen ---


def test_place_order_freezes_what_the_buyer_saw(settings: Any) -> None:
    brought = code()
    order = held_order(group=brought.group)
    retire_code(code=brought)

    order = place_order(order=order, details=details())
    settings.REWARD_BP = 9_000

    frozen = of(order)
    assert (frozen.group, frozen.rate_bp, frozen.rule_version) == (brought.group, 2_000, 1)
    assert frozen.frozen_at == pytest.approx(order.placed_at, abs=clock.dt.timedelta(seconds=5))


@pytest.mark.parametrize("act", ["choose", "remove", "open"])
def test_after_that_nobody_changes_it(act: str) -> None:
    brought, other = code(), code()
    order = place_order(order=held_order(group=brought.group), details=details())

    if act == "open":
        open_attribution(order=order, reference=other.code, user=None)
    else:
        with pytest.raises(Frozen):
            choose_code(order=order, code=other.code) if act == "choose" else remove_attribution(order=order)

    freeze_attribution(order=order, user=None, addresses=[])
    assert group_of(order) == brought.group


@pytest.mark.parametrize(
    "change",
    [{"rate_bp": 1}, {"rule": "code"}, {"frozen_at": None}, {"rule": "none", "group": None, "code": None}],
)
def test_nor_does_the_database_let_them(change: dict[str, Any]) -> None:
    order = awaiting(group=PracticeGroupFactory.create())

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        OrderAttribution.objects.filter(order=order).update(**change)


def test_a_group_archived_after_the_booking_stays_credited() -> None:
    group = PracticeGroupFactory.create()
    order = confirmed_order(group=group)

    archive_group(group=group)

    assert group_of(order) == group
    assert receipt(of(order)).pending.amount == 760


def test_a_group_archived_between_hold_and_order_stays_as_the_buyer_saw_it() -> None:
    brought = code()
    order = held_order(group=brought.group)
    archive_group(group=brought.group)

    assert group_of(place_order(order=order, details=details())) == brought.group


def test_the_name_is_shared_only_on_consent_and_can_be_taken_back() -> None:
    order = awaiting(group=PracticeGroupFactory.create())
    assert of(order).name_shared_at is None
    assert share_name(order=order).name_shared_at is not None

    assert share_name(order=order, share=False).name_shared_at is None


# --- own codes and loops ---


@pytest.mark.parametrize(
    "address",
    [
        "champion@mail.example",
        "Champion@Mail.Example",
        "champion+club@mail.example",
        "cham.pi.on@mail.example",
    ],
)
@pytest.mark.parametrize("field", ["buyer_email", "attendee_email"])
@pytest.mark.parametrize("role", ["champion", "deputy"])
def test_whoever_looks_after_the_group_earns_it_nothing(address: str, field: str, role: str) -> None:
    group = PracticeGroupFactory.create()
    steward(group, "champion@mail.example", role)

    order = place_order(order=held_order(group=group), details=details(**{field: address}))

    assert of(order).group == group
    assert of(order).flag.startswith("Self-referral")


def steward(group: PracticeGroup, email: str, role: str = "champion") -> User:
    user: User = PersonFactory.create(email=email)
    GroupMembershipFactory.create(group=group, user=user, role=role)
    return user


def test_logged_in_under_another_address_is_self_referral_too() -> None:
    group = PracticeGroupFactory.create()
    champion = steward(group, "champion@mail.example")

    order = place_order(
        order=held_order(group=group, user=champion),
        details=details(user=champion, buyer_email="elsewhere@mail.example"),
    )

    assert of(order).flag.startswith("Self-referral")


def test_a_trainer_who_looks_after_the_group_is_a_loop() -> None:

    group = PracticeGroupFactory.create()
    user = steward(group, "trainer@mail.example")
    version = sellable_version(trainer=TrainerFactory.create(user=user))

    order = awaiting(version=version, group=group)

    assert of(order).flag.startswith("Loop")


def test_members_and_former_champions_are_welcome_buyers() -> None:
    group = PracticeGroupFactory.create()
    steward(group, "member@mail.example", "member")
    former = steward(group, "former@mail.example")
    GroupMembership.objects.filter(user=former).update(left_at=clock.now())

    for address in ("member@mail.example", "former@mail.example", "champion@other.example"):
        order = place_order(order=held_order(group=group), details=details(buyer_email=address))
        assert of(order).flag == ""
