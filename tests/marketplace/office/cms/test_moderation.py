"""Moderators keep trainers, packages, times, groups and codes, through the actions the site uses."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.permissions import policy_registry

from accounts import roles
from content.permissions import ensure_page_permissions
from core import clock
from directory.groups.models import GroupMembership, PracticeGroup
from directory.trainers.models import Credential, Trainer
from marketplace.offerings.models import Package, PackageVersion
from marketplace.referrals.models import ReferralCode
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule
from tests.factories import orders as make
from tests.factories.groups import GroupMembershipFactory, PersonFactory, PracticeGroupFactory
from tests.factories.places import load_practice_settings, load_some_places
from tests.factories.trainers import CredentialFactory, TrainerFactory
from tests.marketplace.office.staff import sign_in_as

pytestmark = pytest.mark.django_db
TRAINER = {
    "name": "Nerys Callow",
    "time_zone": "Europe/London",
    "country_code": "GB",
    "headline": "Probation, mostly.",
    "story": "",
    "languages": "en, cy",
    "formats": ["online", "in_person"],
    "questions": "How do you work?\nWhat does it cost?",
    "places": "Taunton, United Kingdom, 25 km\nNewport, Wales",
}
PACKAGE = {
    **{"kind": "coaching", "title": "Four sessions", "summary": "", "description": "", "online": "on"},
    **{"sessions": "4", "minutes": "50", "currency": "gbp", "participants": "1", "price": "380.50"},
    **{"buffer_before": "0", "buffer_after": "10", "notice_minutes": "1440", "horizon_days": "60"},
    **{"step_minutes": "30", "validity_days": "183", "languages": "en", "places": ""},
    "intake_questions": "* Where do you work?\nWhat brings you?…",
    "cancellation_tiers": "48 hours: 100 %\n24 hours: 50 %",
}
GROUP = {
    **{"name": "Quantock Listening Group", "summary": "", "description": "", "place": "Bridgwater"},
    **{"time_zone": "Europe/London", "rhythm": "second Thursday", "capacity": "12", "joining": "open"},
    **{"reward_policy": "credit", "languages": "en"},
}


@pytest.fixture(autouse=True)
def _moderator(client: Client) -> None:
    sign_in_as(client, "moderator")


def post(client: Client, view: str, /, *args: Any, **data: Any) -> Any:
    return client.post(reverse(f"cms_{view}", args=args), data)


def get(client: Client, name: str, *args: Any) -> str:
    answer = client.get(reverse(f"cms_{name}", args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_trainer_is_made_with_places_settings_and_account(client: Client) -> None:
    load_some_places()
    user = PersonFactory.create()
    setting = load_practice_settings()["probation"]
    assert "Towns only" in get(client, "trainers:add")

    answer = post(client, "trainers:add", **TRAINER, account=user.email.upper(), settings=[setting.pk])

    trainer = Trainer.objects.get()
    assert answer["Location"] == reverse("cms_trainers:edit", args=[trainer.pk])
    assert (trainer.slug, trainer.user, trainer.languages) == ("nerys-callow", user, ["en", "cy"])
    assert trainer.questions == ["How do you work?", "What does it cost?"]
    assert [(p.place.label, p.travel_km) for p in trainer.places.all()] == [
        ("Taunton, United Kingdom", 25),
        ("Newport, Wales", 0),
    ]
    assert [*trainer.settings.all()] == [setting]


def test_trainer_form_shows_what_it_would_save(client: Client) -> None:
    load_some_places()
    post(client, "trainers:add", **TRAINER)
    trainer = Trainer.objects.get()

    form = client.get(reverse("cms_trainers:edit", args=[trainer.pk])).context["form"]
    shown = {name: form[name].value() for name in TRAINER}
    post(client, "trainers:edit", trainer.pk, **{**shown, "slug": trainer.slug, "headline": "Changed."})

    assert shown["places"] == "Taunton, United Kingdom, 25 km\nNewport, Wales, 0 km"
    trainer = Trainer.objects.get()
    assert (trainer.headline, trainer.questions) == ("Changed.", ["How do you work?", "What does it cost?"])
    assert trainer.places.count() == 2


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("places", "Newport", "may be one of these"),
        ("places", "Nowhereville-on-Sea", "Nowhereville-on-Sea"),
        ("places", "Newport, Wales, 7 km", "A travel radius is 0, 25, 50 or 100 km."),
        ("account", "nobody@mail.example", "Nobody has an account with this address yet."),
        ("time_zone", "Europe/Atlantis", "is not a time zone we know"),
    ],
)
def test_trainer_form_says_what_is_wrong_and_keeps_the_rest(
    client: Client, field: str, typed: str, told: str
) -> None:
    load_some_places()

    answer = post(client, "trainers:add", **{**TRAINER, field: typed})

    text = answer.content.decode()
    assert told in text
    assert "Probation, mostly." in text
    assert not Trainer.objects.exists()


@pytest.mark.parametrize(
    ("country", "meant"),
    [("GB", "Taunton, United Kingdom"), ("US", "Taunton, Massachusetts, United States")],
)
def test_a_town_that_is_the_only_one_of_its_name_at_home_is_meant(
    client: Client, country: str, meant: str
) -> None:
    load_some_places()

    post(client, "trainers:add", **{**TRAINER, "places": "Taunton, 25 km", "country_code": country})

    assert Trainer.objects.get().places.get().place.label == meant


def test_a_town_of_several_at_home_is_asked_for_with_the_choices(client: Client) -> None:
    load_some_places()

    answer = post(client, "groups:add", **{**GROUP, "place": "Newport"})

    said = answer.context["form"].errors["place"][0]
    assert said.startswith("“Newport” may be one of these: Newport, Wales; ")
    assert "Newport, near Gosport" in said


def test_a_trainers_photo_is_chosen_among_the_pictures(client: Client) -> None:
    form = client.get(reverse("cms_trainers:add")).context["form"]

    assert "data-chooser-url" in str(form["photo"])


@pytest.mark.parametrize("act", ["choose", "add"])
def test_moderators_may_choose_a_portrait_and_bring_one(act: str) -> None:
    moderator = PersonFactory.create()
    moderator.groups.set(roles.ensure_roles("moderator"))

    ensure_page_permissions()

    assert policy_registry.get_by_type(get_image_model()).user_has_permission(moderator, act)


def test_trainer_is_published_archived_and_restored(client: Client) -> None:
    trainer = TrainerFactory.create(published_at=None)
    assert reverse("cms_trainers:publish", args=[trainer.pk]) in get(client, "trainers:edit", trainer.pk)

    for act, listed in (("publish", True), ("archive", False), ("restore", True)):
        get(client, f"trainers:{act}", trainer.pk)
        assert post(client, f"trainers:{act}", trainer.pk).status_code == 302
        trainer.refresh_from_db()
        assert trainer.is_listed is listed


def test_trainer_in_person_without_a_town_is_not_published(client: Client) -> None:
    trainer = TrainerFactory.create(published_at=None, formats=["in_person"])

    answer = post(client, "trainers:publish", trainer.pk)

    assert answer.status_code == 400
    assert "Choose a town where you meet people" in answer.content.decode()


def test_seller_details_are_kept(client: Client) -> None:
    trainer = TrainerFactory.create()

    post(
        client, "trainers:seller", trainer.pk, legal_name="N. Callow", address="1 High St", country_code="GB"
    )

    assert trainer.seller_details.legal_name == "N. Callow"
    assert "N. Callow" in get(client, "trainers:seller", trainer.pk)


def test_credential_is_verified_with_a_date(client: Client) -> None:
    credential = CredentialFactory.create()
    until = clock.now().date() + dt.timedelta(days=100)

    post(client, "credentials:verify", credential.pk, until=until.isoformat())

    credential.refresh_from_db()
    assert (credential.status, credential.verified_until) == (Credential.Status.VERIFIED, until)


def test_credential_is_verified_up_to_a_coming_date_only(client: Client) -> None:
    credential = CredentialFactory.create()

    answer = post(client, "credentials:verify", credential.pk, until="2020-01-01")

    assert answer.status_code == 400
    assert "Choose a coming date" in answer.content.decode()


def test_credential_is_refused_with_a_reason(client: Client) -> None:
    credential = CredentialFactory.create()
    assert post(client, "credentials:refuse", credential.pk, reason=" ").status_code == 400

    post(client, "credentials:refuse", credential.pk, reason="We could not find the listing.")

    credential.refresh_from_db()
    assert (credential.status, credential.private_reason) == (
        Credential.Status.REFUSED,
        "We could not find the listing.",
    )


def test_evidence_is_added_for_a_trainer(client: Client) -> None:
    trainer = TrainerFactory.create()

    post(client, "credentials:add", trainer=trainer.pk, membership="MINT membership", evidence="Listed.")

    assert Credential.objects.get().status == Credential.Status.PENDING


def make_package(client: Client) -> Package:
    trainer = TrainerFactory.create()
    make.payable(trainer)
    answer = post(client, "packages:add", **PACKAGE, trainer=trainer.pk)
    assert answer.status_code == 302
    return Package.objects.get()


def test_package_begins_as_a_draft(client: Client) -> None:
    get(client, "packages:add")

    package = make_package(client)

    draft = package.versions.get()
    assert (package.slug, package.current, draft.state) == ("four-sessions", None, "draft")
    assert (draft.price_minor, draft.currency) == (38_050, "GBP")
    assert draft.cancellation_tiers == [[48, 10_000], [24, 5_000]]
    assert draft.intake_questions == [
        {"key": "where-do-you-work", "label": "Where do you work?", "required": True, "long": False},
        {"key": "what-brings-you", "label": "What brings you?", "required": False, "long": True},
    ]


def test_new_version_is_drafted_and_published_beside_the_sold_one(client: Client) -> None:
    package = make_package(client)
    post(client, "packages:publish", package.pk)

    form = client.get(reverse("cms_packages:edit", args=[package.pk])).context["form"]
    shown = {name: form[name].value() for name in PACKAGE if form[name].value() is not None}
    post(client, "packages:edit", package.pk, **{**shown, "price": "400"})
    first, second = package.versions.order_by("number")
    package.refresh_from_db()
    assert (package.current, second.state, second.price_minor) == (first, "draft", 40_000)
    assert second.intake_questions == first.intake_questions

    assert "is sold from now on" in get(client, "packages:publish", package.pk)
    post(client, "packages:publish", package.pk)

    package.refresh_from_db()
    assert package.current == second
    first.refresh_from_db()
    assert first.price_minor == 38_050
    page = get(client, "packages:inspect", package.pk)
    assert "£380.50" in page
    assert "£400" in page


def test_obstacles_are_told_before_and_after(client: Client) -> None:
    trainer = TrainerFactory.create()
    post(client, "packages:add", **PACKAGE, trainer=trainer.pk)
    package = Package.objects.get()
    told = "The trainer needs an account with our payment service"

    assert told in get(client, "packages:publish", package.pk)
    answer = post(client, "packages:publish", package.pk)

    assert answer.status_code == 400
    assert told in answer.content.decode()
    assert package.versions.get().state == PackageVersion.State.DRAFT


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("price", "1.234", "GBP has no such small part."),
        ("cancellation_tiers", "sometimes", "could be written like this: 48 hours: 100 %"),
        (
            "cancellation_tiers",
            "24 hours: 100 %\n48 hours: 50 %",
            "The longer the notice, the more is given back.",
        ),
        ("sessions", "0", "sessions"),
    ],
)
def test_package_form_says_what_is_wrong(client: Client, field: str, typed: str, told: str) -> None:
    trainer = TrainerFactory.create()

    answer = post(client, "packages:add", **{**PACKAGE, field: typed}, trainer=trainer.pk)

    assert told in answer.content.decode()
    assert not Package.objects.exists()


def test_package_is_archived_and_restored(client: Client) -> None:
    package = make_package(client)

    post(client, "packages:archive", package.pk)
    package.refresh_from_db()
    assert package.archived_at is not None

    post(client, "packages:restore", package.pk)
    package.refresh_from_db()
    assert package.archived_at is None


def test_weekly_time_is_added_changed_and_removed(client: Client) -> None:
    trainer = TrainerFactory.create()
    given = {"trainer": trainer.pk, "weekday": "0", "starts": "09:00", "ends": "12:00"}
    post(client, "rules:add", **given)
    rule = AvailabilityRule.objects.get()

    post(client, "rules:edit", rule.pk, **{**given, "ends": "13:00"})
    rule.refresh_from_db()
    assert (rule.weekday, rule.ends) == (0, dt.time(13))

    post(client, "rules:delete", rule.pk)
    assert not AvailabilityRule.objects.exists()


def test_backward_window_is_refused_in_a_sentence(client: Client) -> None:
    trainer = TrainerFactory.create()

    answer = post(client, "rules:add", trainer=trainer.pk, weekday="0", starts="12:00", ends="09:00")

    assert "The end has to be after the start" in answer.content.decode()
    assert not AvailabilityRule.objects.exists()


def test_date_is_closed_and_opened_again(client: Client) -> None:
    trainer = TrainerFactory.create()
    get(client, "exceptions:add")

    answer = post(client, "exceptions:add", trainer=trainer.pk, date="2027-05-03", kind="closed")
    found = AvailabilityException.objects.get()
    assert answer["Location"] == reverse("cms_exceptions:index")

    post(client, "exceptions:delete", found.pk)
    assert not AvailabilityException.objects.exists()


def test_group_is_made_with_its_champion(client: Client) -> None:
    load_some_places()
    user = PersonFactory.create()
    get(client, "groups:add")

    post(client, "groups:add", **GROUP, champion=user.email)

    group = PracticeGroup.objects.get()
    assert (group.slug, group.place.label if group.place else "") == (
        "quantock-listening-group",
        "Bridgwater, United Kingdom",
    )
    membership = group.memberships.get()
    assert (membership.user, membership.role) == (user, GroupMembership.Role.CHAMPION)


def test_group_is_changed_archived_and_restored(client: Client) -> None:
    load_some_places()
    post(client, "groups:add", **GROUP)
    group = PracticeGroup.objects.get()
    assert "Bridgwater" in get(client, "groups:edit", group.pk)

    post(client, "groups:edit", group.pk, **{**GROUP, "slug": group.slug, "capacity": "8"})
    post(client, "groups:archive", group.pk)
    group.refresh_from_db()
    assert (group.capacity, group.archived_at is not None) == (8, True)

    post(client, "groups:restore", group.pk)
    group.refresh_from_db()
    assert group.archived_at is None


def test_group_meets_somewhere(client: Client) -> None:
    answer = post(client, "groups:add", **{**GROUP, "place": ""})

    assert "Say in which town the group meets" in answer.content.decode()
    assert not PracticeGroup.objects.exists()


def test_member_is_added_gets_a_role_and_leaves(client: Client) -> None:
    champion = GroupMembershipFactory.create(role="champion")
    user = PersonFactory.create()
    post(client, "members:add", group=champion.group.pk, person=user.email, role="member")
    member = GroupMembership.objects.get(user=user)

    post(client, "members:role", member.pk, role="deputy")
    member.refresh_from_db()
    assert member.role == GroupMembership.Role.DEPUTY

    post(client, "members:end", member.pk)
    member.refresh_from_db()
    assert member.left_at is not None


def test_last_champion_cannot_be_taken_away(client: Client) -> None:
    champion = GroupMembershipFactory.create(role="champion")
    GroupMembershipFactory.create(group=champion.group)

    answer = post(client, "members:end", champion.pk)

    assert answer.status_code == 400
    assert "Somebody has to look after the group" in answer.content.decode()


def test_code_is_made_retired_and_restored(client: Client) -> None:
    group = PracticeGroupFactory.create()
    post(client, "codes:add", group=group.pk, code="QUANTOCK", target="/")
    code = ReferralCode.objects.get()
    assert code.code == "QUANTOCK"

    post(client, "codes:retire", code.pk)
    code.refresh_from_db()
    assert code.retired_at is not None

    post(client, "codes:restore", code.pk)
    code.refresh_from_db()
    assert code.retired_at is None


@pytest.mark.parametrize(
    ("typed", "told"), [("quantock", "This code is taken."), ("a b", "letters, digits or hyphens")]
)
def test_code_that_cannot_be_is_told(client: Client, typed: str, told: str) -> None:
    group = PracticeGroupFactory.create()
    post(client, "codes:add", group=group.pk, code="QUANTOCK", target="/")

    answer = post(client, "codes:add", group=group.pk, code=typed, target="/")

    assert told in answer.content.decode()
    assert ReferralCode.objects.count() == 1
