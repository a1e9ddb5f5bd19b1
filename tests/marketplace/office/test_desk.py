import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from core import clock
from directory.trainers.models import Trainer
from marketplace.orders.actions import object_to
from marketplace.orders.models import CoachingSession, Order
from tests.factories import orders as make
from tests.factories.groups import PersonFactory, PracticeGroupFactory
from tests.factories.trainers import TrainerFactory

pytestmark = pytest.mark.django_db
DESK = reverse("office:desk")
BACKEND = "django.contrib.auth.backends.ModelBackend"


def desk_of(client: Client, **given: Any) -> Trainer:
    """A trainer who is signed in."""
    trainer = TrainerFactory.create(user=PersonFactory.create(), **given)
    client.force_login(trainer.user, backend=BACKEND)
    return trainer


def sign_in(client: Client) -> User:
    user = PersonFactory.create()
    client.force_login(user, backend=BACKEND)
    return user


def text_of(client: Client, address: str = DESK) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def free_order(trainer: Trainer, **given: Any) -> Order:
    return make.confirmed_order(version=make.sellable_version(trainer=trainer, price_minor=0), **given)


@pytest.mark.parametrize("name", ["desk", "availability", "packages"])
def test_visitor_is_sent_to_log_in(client: Client, name: str) -> None:
    address = reverse(f"office:{name}")

    assert client.get(address)["Location"] == f"{reverse('account_login')}?next={address}"


@pytest.mark.parametrize("name", ["desk", "availability", "packages"])
def test_who_is_no_trainer_finds_no_page(client: Client, name: str) -> None:
    sign_in(client)

    assert client.get(reverse(f"office:{name}")).status_code == 404


def test_empty_desk_says_so(client: Client) -> None:
    desk_of(client)

    text = text_of(client)

    assert "Nothing is booked just now" in text
    assert "Nothing yet. What you earn" in text


def test_desk_shows_the_booking_and_who_brought_it(client: Client) -> None:
    trainer = desk_of(client, time_zone="America/New_York")
    group = PracticeGroupFactory.create(name="Quantock Listening Group")
    order = free_order(trainer, group=group)

    text = text_of(client)

    assert "Ilka Sund" in text
    assert "Session 1 of 4" in text
    assert "All times in New York" in text
    assert order.attribution.get_absolute_url() in text
    assert "Quantock Listening Group" in text


def test_desk_shows_nothing_of_another_trainer(client: Client) -> None:
    desk_of(client)
    order = free_order(TrainerFactory.create())

    assert "Ilka Sund" not in text_of(client)
    assert client.get(reverse("office:booking", args=[order.uid])).status_code == 404


def test_session_is_marked_as_held_and_the_mark_undone(client: Client) -> None:
    session = make.after_start(free_order(desk_of(client)))
    assert "Did it take place?" in text_of(client)

    client.post(reverse("office:session-held", args=[session.uid]))
    session.refresh_from_db()
    assert session.status == CoachingSession.Status.DELIVERED
    assert "Marked, not earned yet" in text_of(client)

    client.post(reverse("office:session-undo", args=[session.uid]))
    session.refresh_from_db()
    assert session.status == CoachingSession.Status.SCHEDULED
    assert "The mark is taken back." in text_of(client)


def test_session_is_marked_as_missed(client: Client) -> None:
    session = make.after_start(free_order(desk_of(client)))

    answer = client.post(reverse("office:session-missed", args=[session.uid]))

    session.refresh_from_db()
    assert (answer.status_code, session.status) == (302, CoachingSession.Status.NO_SHOW)


def test_session_cannot_be_marked_before_its_start(client: Client) -> None:
    session = make.session_of(free_order(desk_of(client)))

    client.post(reverse("office:session-held", args=[session.uid]))

    session.refresh_from_db()
    assert session.status == CoachingSession.Status.SCHEDULED
    assert "has not started yet" in text_of(client)


def test_mark_cannot_be_undone_once_earned(client: Client) -> None:
    session = make.earned(free_order(desk_of(client)))

    client.post(reverse("office:session-undo", args=[session.uid]))

    session.refresh_from_db()
    assert session.status == CoachingSession.Status.DELIVERED
    assert "cannot be undone" in text_of(client)


def test_only_the_own_trainer_marks(client: Client) -> None:
    desk_of(client)
    session = make.after_start(free_order(TrainerFactory.create()))

    answer = client.post(reverse("office:session-held", args=[session.uid]))

    session.refresh_from_db()
    assert (answer.status_code, session.status) == (404, CoachingSession.Status.SCHEDULED)


def test_marking_goes_back_to_this_site_alone(client: Client) -> None:
    session = make.after_start(free_order(desk_of(client)))
    address = reverse("office:session-held", args=[session.uid])

    assert client.post(address, {"next": "https://elsewhere.example/"})["Location"] == DESK
    page = reverse("office:booking", args=[session.order.uid])
    assert client.post(address, {"next": page})["Location"] == page


def test_earning_is_shown_with_its_transfer(client: Client) -> None:
    trainer = desk_of(client)
    make.earned(make.confirmed_order(version=make.sellable_version(trainer=trainer)))

    text = text_of(client)

    assert "£85.50" in text
    assert "Sent on" in text
    assert "£85.50 (sandbox) in all" in text


def test_transfer_that_waits_says_why(client: Client) -> None:
    trainer = desk_of(client)
    order = make.confirmed_order(version=make.sellable_version(trainer=trainer))
    trainer.connected_accounts.update(transfers_status="pending")
    make.earned(order)

    assert "Waiting. The trainer&#x27;s account is not ready to be paid yet." in text_of(client)


def test_booking_shows_what_the_client_wrote(client: Client) -> None:
    trainer = desk_of(client)
    questions = [{"key": "field", "label": "Where do you work?", "required": True, "long": False}]
    version = make.sellable_version(trainer=trainer, price_minor=0, intake_questions=questions)
    order = make.confirmed_order(
        version=version, note="I am new to this.", intake_answers={"field": "Probation"}
    )

    text = text_of(client, reverse("office:booking", args=[order.uid]))

    assert "ilka@mail.example" in text
    assert "I am new to this." in text
    assert "Where do you work?" in text
    assert "Probation" in text
    assert f"Attribution receipt, order {order.reference}" in text


def test_booking_shows_an_objection(client: Client) -> None:
    order = free_order(desk_of(client))
    object_to(session=make.delivered(order), words="Nobody was there.")

    text = text_of(client, reverse("office:booking", args=[order.uid]))

    assert "The client has objected." in text
    assert "Nobody was there." in text


def queries_of(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        text_of(client)
    return len(captured)


def test_desk_costs_twelve_queries_for_one_and_three_rows(client: Client) -> None:
    trainer = desk_of(client)
    group = PracticeGroupFactory.create()
    version = make.sellable_version(trainer=trainer, price_minor=0)

    def fill() -> None:
        """One booking of each kind more: earned, marked, started, coming."""
        kinds = [make.confirmed_order(version=version, group=group) for _ in range(4)]
        make.earned(kinds[0])
        make.delivered(kinds[1])
        make.after_start(kinds[2])

    fill()
    text_of(client)
    one = queries_of(client)
    fill()
    fill()
    assert queries_of(client) == one <= 12


def test_desk_says_what_is_today(client: Client) -> None:
    trainer = desk_of(client)
    order = free_order(trainer)
    appointment = make.session_of(order).appointment
    assert appointment is not None
    assert "Your next session is on" in text_of(client)

    make.go_to(appointment.starts_at - dt.timedelta(minutes=30))

    assert "One session today." in text_of(client)
    assert clock.now() < appointment.starts_at
