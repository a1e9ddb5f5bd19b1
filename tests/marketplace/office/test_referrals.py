from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from directory.groups.models import PracticeGroup
from marketplace.office.me import office_links
from marketplace.payments.refunds import refund_in_full
from marketplace.referrals.actions import create_code, share_name
from marketplace.referrals.models import OrderAttribution, ReferralCode
from tests.factories import orders as make
from tests.factories.groups import GroupMembershipFactory, PersonFactory, PracticeGroupFactory
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def group_of(client: Client, *, role: str = "champion", **given: Any) -> PracticeGroup:
    """A group whose champion is signed in."""
    membership = GroupMembershipFactory.create(group=PracticeGroupFactory.create(**given), role=role)
    client.force_login(membership.user, backend=BACKEND)
    return membership.group


def page(group: PracticeGroup) -> str:
    return reverse("office:group-referrals", args=[group.slug])


def text_of(client: Client, group: PracticeGroup) -> str:
    answer = client.get(page(group))
    assert answer.status_code == 200
    return answer.content.decode()


def test_visitor_is_sent_to_log_in(client: Client) -> None:
    group = PracticeGroupFactory.create()

    assert client.get(page(group))["Location"] == f"{reverse('account_login')}?next={page(group)}"


@pytest.mark.parametrize("role", ["champion", "deputy"])
def test_who_looks_after_the_group_sees_it(client: Client, role: str) -> None:
    group = group_of(client, role=role)

    assert "No bookings yet" in text_of(client, group)


def test_members_and_other_champions_find_no_page(client: Client) -> None:
    assert client.get(page(group_of(client, role="member"))).status_code == 404
    group_of(client)
    assert client.get(page(PracticeGroupFactory.create())).status_code == 404
    assert (
        client.post(reverse("office:code-add", args=[PracticeGroupFactory.create().slug])).status_code == 404
    )
    assert not ReferralCode.objects.exists()


def test_booking_is_counted_with_pending_then_earned_credit(client: Client) -> None:
    group = group_of(client)
    order = make.confirmed_order(group=group)

    text = text_of(client, group)
    assert "brought 1 booking so far: 1 with credit pending, 0 with credit earned" in text
    assert "Pending: 0 of 4 sessions earned" in text
    assert "£7.60" in text
    assert "SANDBOX" in text

    make.earned(order)

    text = text_of(client, group)
    assert "1 with credit pending, 1 with credit earned" in text
    assert "Pending: 1 of 4 sessions earned" in text
    assert "<dd><b>£1.90</b></dd>" in text
    assert "<dd>£5.70</dd>" in text
    assert order.attribution.get_absolute_url() in text


def test_a_booking_that_earns_nothing_shows_no_credit(client: Client) -> None:
    group = group_of(client)
    order = make.confirmed_order(group=group)
    OrderAttribution.objects.filter(order=order).update(
        flag="Self-referral: the buyer looks after the group."
    )

    (row,) = client.get(page(group)).context["rows"]

    assert (row["state"], row["amount"]) == ("Earns nothing; the receipt says why", None)


def test_refund_takes_the_credit_back(client: Client) -> None:
    group = group_of(client)
    order = make.confirmed_order(group=group)

    refund_in_full(order=order, reason="The trainer is ill.", actor=None)

    text = text_of(client, group)
    assert "Cancelled and refunded" in text
    assert "£7.60 went back" in text
    assert "0 with credit pending" in text


def test_nobody_is_named_unless_they_agreed(client: Client) -> None:
    group = group_of(client)
    order = make.confirmed_order(
        group=group,
        attendee_name="Jo Attends",
        attendee_email="jo@mail.example",
        note="My note",
        intake_answers={"field": "My answer"},
    )
    planted = ("Ilka Sund", "ilka@mail.example", "Jo Attends", "jo@mail.example", "My note", "My answer")
    assert order.buyer_name == "Ilka Sund"

    pages = text_of(client, group) + client.get(order.attribution.get_absolute_url()).content.decode()
    for word in planted:
        assert word not in pages
    assert "not shared" in pages

    share_name(order=order)
    text = text_of(client, group)
    assert "Ilka Sund" in text
    for word in planted[1:]:
        assert word not in text


def test_champion_sees_the_whole_link(client: Client) -> None:
    group = group_of(client)
    create_code(group=group, code="QUANTOCK")

    assert 'value="http://localhost:8000/r/QUANTOCK/"' in text_of(client, group)


def test_code_is_created_retired_and_taken_up_again(client: Client) -> None:
    group = group_of(client)
    target = group.get_absolute_url()
    client.post(reverse("office:code-add", args=[group.slug]), {"code": "quantock", "target": target})
    code = ReferralCode.objects.get()
    assert (code.group, code.code, code.target) == (group, "quantock", target)

    client.post(reverse("office:code-retire", args=[group.slug, code.uid]))
    code.refresh_from_db()
    assert code.retired_at is not None
    assert "Use again" in text_of(client, group)

    client.post(reverse("office:code-restore", args=[group.slug, code.uid]))
    code.refresh_from_db()
    assert code.retired_at is None


def test_code_without_a_wish_is_made_up(client: Client) -> None:
    group = group_of(client)

    client.post(reverse("office:code-add", args=[group.slug]), {"code": "", "target": "/"})

    assert len(ReferralCode.objects.get().code) == 6


@pytest.mark.parametrize(
    ("typed", "told"), [("QUANTOCK", "This code is taken."), ("a b", "A code has 3 to 32 letters")]
)
def test_code_that_cannot_be_is_told_and_kept(client: Client, typed: str, told: str) -> None:
    group = group_of(client)
    create_code(group=PracticeGroupFactory.create(), code="quantock")

    answer = client.post(reverse("office:code-add", args=[group.slug]), {"code": typed, "target": "/"})

    text = answer.content.decode()
    assert answer.status_code == 400
    assert told in text
    assert f'value="{typed}"' in text


def test_link_leads_to_this_site_alone(client: Client) -> None:
    group = group_of(client)

    answer = client.post(
        reverse("office:code-add", args=[group.slug]), {"code": "", "target": "https://elsewhere.example/"}
    )

    assert answer.status_code == 400
    assert not ReferralCode.objects.exists()


def test_codes_of_other_groups_are_not_touched(client: Client) -> None:
    group = group_of(client)
    other = create_code(group=PracticeGroupFactory.create())

    assert client.post(reverse("office:code-retire", args=[group.slug, other.uid])).status_code == 404
    other.refresh_from_db()
    assert other.retired_at is None


def test_page_costs_twelve_queries_for_one_and_three_bookings(client: Client) -> None:
    group = group_of(client)
    version = make.sellable_version()
    make.earned(make.confirmed_order(version=version, group=group))
    text_of(client, group)

    with CaptureQueriesContext(connection) as one:
        client.get(page(group))
    make.confirmed_order(version=version, group=group)
    make.confirmed_order(version=version, group=group)
    create_code(group=group)
    with CaptureQueriesContext(connection) as three:
        client.get(page(group))

    assert len(three) == len(one) <= 12


def labels_of(user: User) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        labels = [link.label for link in office_links(user)]
    assert len(captured) == 1
    return labels


def test_desk_and_groups_stand_under_the_name() -> None:
    user = PersonFactory.create()
    assert labels_of(user) == []

    TrainerFactory.create(user=user)
    for name, role in (("Zed", "deputy"), ("Ash", "champion"), ("Moss", "member")):
        GroupMembershipFactory.create(user=user, role=role, group=PracticeGroupFactory.create(name=name))

    assert labels_of(user) == ["Your desk", "Ash", "Zed"]
