"""Free times on two clocks, and holding one."""

import datetime as dt
import uuid

import pytest
from django.test import Client

from core import clock
from marketplace.checkout.presenters.weeks import value
from marketplace.offerings.models import Package
from marketplace.orders.models import CoachingSession, Order
from tests.factories.groups import PersonFactory, PracticeGroupFactory
from tests.factories.offerings import published_package
from tests.factories.orders import code_of, confirmed_order, held_order, sellable_version
from tests.factories.places import PlaceFactory
from tests.factories.trainers import TrainerFactory
from tests.marketplace.checkout.buying import free, hold
from tests.marketplace.checkout.counting import queries_of

pytestmark = pytest.mark.django_db


def archive(package: Package) -> None:
    package.archived_at = clock.now()
    package.save()


def test_slots_are_shown_on_both_clocks(client: Client) -> None:
    trainer = TrainerFactory.create(name="Nerys Callow", time_zone="Europe/London")
    version = sellable_version(trainer=trainer)

    page = client.get(f"/book/{version.package.uid}/?zone=Asia/Tokyo").content.decode()

    assert "Large: your time, Tokyo." in page
    assert "Small: Nerys Callow’s time, London." in page
    assert '<b><span class="vh">' in page
    assert "data-detect-zone" not in page


def test_every_slot_shown_can_be_held(client: Client) -> None:
    version = sellable_version(step_minutes=240)
    page = client.get(f"/book/{version.package.uid}/").content.decode()
    offered = [slot for slot in free(version) if f'value="{value(slot.start)}"' in page]

    assert offered
    for slot in offered:
        assert held_order(version=version, start=slot.start).slot_start == slot.start


def test_without_a_zone_the_page_asks_the_browser_once(client: Client) -> None:
    version = sellable_version()
    address = f"/book/{version.package.uid}/"

    assert "data-detect-zone" in client.get(address).content.decode()
    assert "data-detect-zone" not in client.get(address + "?zone=Europe/Berlin").content.decode()
    assert "data-detect-zone" not in client.get(address + "?zone=Nowhere/Else").content.decode()


def test_a_signed_in_person_reads_their_own_clock(client: Client) -> None:
    version = sellable_version()
    client.force_login(PersonFactory.create(time_zone="Australia/Lord_Howe"))

    page = client.get(f"/book/{version.package.uid}/").content.decode()

    assert "Large: your time, Lord Howe." in page
    assert "data-detect-zone" not in page


def test_choosing_a_time_holds_it_and_leads_on(client: Client) -> None:
    version = sellable_version()
    slot = free(version)[0]

    response = client.post(
        f"/book/{version.package.uid}/", {"slot": value(slot.start), "zone": "Europe/Berlin"}
    )

    order = Order.objects.get()
    assert response.url == f"/orders/{order.uid}/details/"
    assert (order.slot_start, order.buyer_time_zone, order.online) == (slot.start, "Europe/Berlin", True)
    assert client.get(response.url).status_code == 200


def test_the_reference_travels_into_the_order(client: Client) -> None:
    version, group = sellable_version(), PracticeGroupFactory.create()
    code = code_of(group).code

    order = hold(client, version, ref=code)

    assert order.attribution.group == group


def test_the_way_to_meet_is_chosen_and_kept(client: Client) -> None:
    version = sellable_version(in_person=True, places=[PlaceFactory.create(name="Taunton")])

    order = hold(client, version, where="Taunton")

    assert (order.online, order.place_label) == (False, "Taunton")


def test_a_way_that_is_not_offered_is_refused(client: Client) -> None:
    version = sellable_version(in_person=True, places=[PlaceFactory.create(name="Taunton")])
    slot = free(version)[0]

    response = client.post(f"/book/{version.package.uid}/", {"slot": value(slot.start), "where": "Mars"})

    assert response.status_code == 422
    assert not Order.objects.exists()


def test_a_time_that_is_gone_brings_fresh_ones(client: Client) -> None:
    version = sellable_version()
    slot, later = free(version)[0], free(version)[-1]
    held_order(version=version, start=slot.start)

    response = client.post(f"/book/{version.package.uid}/", {"slot": value(slot.start)})

    page = response.content.decode()
    assert response.status_code == 409
    assert "That time is no longer free." in page
    assert f'value="{value(slot.start)}"' not in page
    assert later.start > slot.start
    assert Order.objects.count() == 1


@pytest.mark.parametrize(
    "slot",
    ["", "yesterday", "2026-03-19T09:15", "9999-12-31T23:59Z", "0001-01-01T00:00Z", "2026-13-40T09:15Z"],
)
def test_what_is_no_time_is_said_beside_the_times(client: Client, slot: str) -> None:
    version = sellable_version()

    response = client.post(f"/book/{version.package.uid}/", {"slot": slot})

    assert response.status_code == 422
    assert 'class="mistake"' in response.content.decode()
    assert not Order.objects.exists()


def test_a_time_that_was_never_offered_is_refused(client: Client) -> None:
    version = sellable_version()
    odd = free(version)[0].start + dt.timedelta(minutes=7)

    response = client.post(f"/book/{version.package.uid}/", {"slot": value(odd)})

    assert response.status_code == 409
    assert not Order.objects.exists()


def test_three_holds_at_once_are_too_many(client: Client) -> None:
    versions = [sellable_version() for _ in range(3)]
    hold(client, versions[0])
    hold(client, versions[1])

    response = client.post(f"/book/{versions[2].package.uid}/", {"slot": value(free(versions[2])[0].start)})

    assert response.status_code == 409
    assert "You are already holding two times." in response.content.decode()


def test_a_package_that_is_archived_says_so_with_a_way_on(client: Client) -> None:
    version = sellable_version()
    archive(version.package)

    response = client.get(f"/book/{version.package.uid}/")

    assert response.status_code == 410
    assert "This package is not offered any more" in response.content.decode()
    assert version.package.trainer.get_absolute_url() in response.content.decode()


def test_an_unknown_package_is_nothing(client: Client) -> None:
    assert client.get(f"/book/{uuid.uuid4()}/").status_code == 404


def test_a_trainer_without_free_time_gets_kind_words(client: Client) -> None:
    package = published_package()

    page = client.get(f"/book/{package.uid}/").content.decode()

    assert "has no free time just now" in page
    assert 'name="slot"' not in page


def test_an_empty_week_names_the_next_free_day(client: Client) -> None:
    version = sellable_version(notice_minutes=20 * 24 * 60)
    soonest = free(version)[0].start.astimezone(dt.UTC).date()

    page = client.get(f"/book/{version.package.uid}/?zone=Europe/London").content.decode()

    assert "No free time in these days." in page
    assert f"?from={soonest.isoformat()}&amp;zone=Europe%2FLondon" in page


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31", "last week", "2026-02-30"])
def test_an_odd_day_in_the_address_is_left_aside(client: Client, day: str) -> None:
    version = sellable_version()

    assert client.get(f"/book/{version.package.uid}/?from={day}").status_code == 200


def test_slots_stay_within_their_queries(client: Client) -> None:
    version = sellable_version(in_person=True, places=PlaceFactory.create_batch(3))
    user = PersonFactory.create()
    client.force_login(user)

    assert len(queries_of(client, f"/book/{version.package.uid}/")) <= 12


def test_the_next_session_is_booked_without_paying(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)
    slot = free(order.package_version)[5]

    response = client.post(f"/orders/{order.uid}/sessions/2/book/", {"slot": value(slot.start)})

    session = CoachingSession.objects.get(order=order, number=2)
    assert response.url == f"/orders/{order.uid}/"
    assert session.appointment.starts_at == slot.start
    assert order.payments.count() == 1


def test_a_session_that_has_a_time_leads_back_to_the_order(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)

    assert client.get(f"/orders/{order.uid}/sessions/1/book/").url == f"/orders/{order.uid}/"


def test_a_session_whose_time_is_gone_brings_fresh_ones(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)
    slot = free(order.package_version)[5]
    held_order(version=order.package_version, start=slot.start)

    response = client.post(f"/orders/{order.uid}/sessions/2/book/", {"slot": value(slot.start)})

    assert response.status_code == 409
    assert CoachingSession.objects.get(order=order, number=2).status == "unscheduled"


def test_a_package_that_has_ended_says_so(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)
    order.valid_until = clock.now()
    order.save()

    response = client.get(f"/orders/{order.uid}/sessions/2/book/")

    assert response.status_code == 410
    assert "This package has ended" in response.content.decode()


def test_no_time_is_offered_after_the_package_ends(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)
    order.valid_until = free(order.package_version, from_day=3)[0].start
    order.save()

    page = client.get(f"/orders/{order.uid}/sessions/2/book/").content.decode()

    last = order.valid_until - dt.timedelta(minutes=order.package_version.minutes)
    shown = [s for s in free(order.package_version) if f'value="{value(s.start)}"' in page]
    assert shown
    assert all(slot.start < last for slot in shown)


def test_sessions_of_strangers_are_nothing(client: Client) -> None:
    order = confirmed_order()

    assert client.get(f"/orders/{order.uid}/sessions/2/book/").status_code == 404


def test_booking_the_next_session_stays_within_its_queries(client: Client) -> None:
    user = PersonFactory.create()
    order = confirmed_order(user=user)
    client.force_login(user)

    assert len(queries_of(client, f"/orders/{order.uid}/sessions/2/book/")) <= 12
