"""The people, groups and packages of the journeys: made by the actions that the site itself uses.

`python -m tests.journeys.world` fills the database of DATABASE_URL: migrated, seeded, ready to be served.
"""

import datetime as dt
from typing import Any

PASSWORD = "a-quiet-lamp-of-july"
TRAINER, OTHER_TRAINER = "nerys@mail.example", "tomasz@mail.example"
CHAMPION, OTHER_CHAMPION = "ruth@mail.example", "olu@mail.example"
PRACTITIONER = "piet@mail.example"
EDITOR, MODERATOR, FINANCE = "editor@mail.example", "moderator@mail.example", "finance@mail.example"
ADMIN, AUTHOR = "admin@mail.example", "author@mail.example"
EVERYBODY = {
    TRAINER: ("Nerys Callow", ""),
    OTHER_TRAINER: ("Tomasz Werle", ""),
    CHAMPION: ("Ruth Ashbee", ""),
    OTHER_CHAMPION: ("Olu Bright", ""),
    PRACTITIONER: ("Piet Marlowe", ""),
    AUTHOR: ("Ottoline Brask", "author"),
    EDITOR: ("Edda Lindqvist", "editor"),
    MODERATOR: ("Mo Sallis", "moderator"),
    FINANCE: ("Fin Abara", "finance"),
    ADMIN: ("Ada Winter", "admin"),
}
GROUP, OTHER_GROUP = "Quantock Listening Group", "Bristol Listening Circle"
CODE, OTHER_CODE, RETIRED_CODE = "QUANTOCK", "BRISTOL", "OLDQUANTOCK"
PACKAGE, FREE_PACKAGE = "Keeping it going", "A first conversation"
PACKAGE_URL, FREE_URL = "/trainers/nerys-callow/keeping-it-going/", "/trainers/nerys-callow/first/"
CONTESTED_URL = "/trainers/tomasz-werle/one-hour/"


def main() -> None:
    """Migrate and fill the database."""
    import django

    django.setup()
    from django.core.management import call_command

    from outbox import worker

    call_command("migrate", verbosity=0, interactive=False)
    build()
    worker.drain()


def build() -> None:
    """Places, site pages, library, everybody, two groups, two trainers and what they offer."""
    from content.seeding import create_site_pages
    from directory.library.seeding import load_library
    from marketplace.orders.actions import publish_terms
    from tests.factories.places import load_practice_settings, load_some_places

    load_some_places()
    load_practice_settings()
    create_site_pages()
    load_library()
    publish_terms(text="What is bought, from whom, and what comes back.")
    people = {email: _person(email, name, role) for email, (name, role) in EVERYBODY.items()}
    _group(GROUP, people[CHAMPION], "Taunton", CODE)
    _group(OTHER_GROUP, people[OTHER_CHAMPION], "Bristol", OTHER_CODE)
    _retired_code()
    _perspectives()
    nerys = _trainer(people[TRAINER], people[MODERATOR], town="Taunton")
    _package(
        nerys,
        PACKAGE,
        "keeping-it-going",
        price_minor=38_000,
        sessions=4,
        cancellation_tiers=[[48, 10_000], [24, 5_000]],
        intake_questions=[
            {"key": "work", "label": "Where do you work?", "required": True, "long": False},
            {"key": "hope", "label": "What would make the first hour worth it?", "long": True},
        ],
        in_person=True,
        places=[_place("Taunton")],
    )
    _package(nerys, FREE_PACKAGE, "first", price_minor=0, sessions=1)
    tomasz = _trainer(people[OTHER_TRAINER], people[MODERATOR], town="Bristol")
    _package(tomasz, "One hour", "one-hour", price_minor=9_000, sessions=1)


def _person(email: str, name: str, role: str) -> Any:
    from allauth.account.models import EmailAddress

    from accounts.models import User
    from accounts.roles import ensure_roles

    user = User.objects.create_user(email, PASSWORD, name=name, is_staff=bool(role))
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    if role:
        user.groups.add(*ensure_roles(role))
    return user


def _group(name: str, champion: Any, town: str, code: str) -> None:
    from directory.groups.actions import create_group
    from marketplace.referrals.actions import create_code

    group = create_group(
        name=name,
        time_zone="Europe/London",
        champion=champion,
        settings=[_setting("probation")],
        summary="Probation, housing and community treatment. We practise in threes.",
        description="We meet on the second Thursday.\n\nBring something that is yours.",
        place=_place(town),
        languages=["en"],
        rhythm="Second Thursday, 18:30",
    )
    create_code(group=group, code=code, target="/trainers/nerys-callow/")


def _perspectives() -> None:
    """Two that wait for a moderator, much alike, under a question that is still a draft and shows nowhere."""
    from tests.factories.perspectives import FlagFactory, PerspectiveFactory, question

    draft = question("How do you ask before you tell?", publish=False)
    happened = "The man from Canal Street put his bag down. Then he told me himself."
    one, other = PerspectiveFactory.create_batch(2, question=draft, state="held", happened=happened)
    FlagFactory(perspective=one, words="man from Canal Street")
    FlagFactory(perspective=one, kind="first", words="")
    FlagFactory(perspective=other, words="man from Canal Street")
    FlagFactory(perspective=other, kind="duplicate", words="", like=one)


def _retired_code() -> None:
    from directory.groups.models import PracticeGroup
    from marketplace.referrals.actions import create_code, retire_code

    retire_code(code=create_code(group=PracticeGroup.objects.get(name=GROUP), code=RETIRED_CODE))


def _trainer(user: Any, moderator: Any, *, town: str) -> Any:
    from core import clock
    from directory.trainers import actions
    from marketplace.scheduling.actions import save_rule
    from tests.factories.orders import payable

    today = clock.now().date()
    trainer = actions.create_trainer(
        name=user.name,
        user=user,
        country_code="GB",
        time_zone="Europe/London",
        settings=[_setting("probation"), _setting("prison")],
        headline="Nineteen years in probation, now training the people who do it.",
        story="I began in a hostel.\n\nToday I listen to recordings with people who would like to listen better.",
        languages=["en"],
        formats=["online", "in_person"],
        questions=["How would we know that it helps?"],
    )
    actions.set_places(trainer=trainer, places=[(_place(town), 25)])
    credential = actions.submit_credential(trainer=trainer, evidence="Listed among the members since 2014.")
    actions.verify_credential(credential=credential, until=today + dt.timedelta(days=400), actor=moderator)
    actions.save_seller_details(
        trainer=trainer, legal_name=user.name, address="1 High Street", country_code="GB"
    )
    actions.confirm_accepting(trainer=trainer, until=today + dt.timedelta(days=60))
    actions.publish_trainer(trainer=trainer)
    for weekday in range(7):
        save_rule(trainer=trainer, weekday=weekday, starts=dt.time(8), ends=dt.time(20))
    payable(trainer)
    return trainer


def _package(trainer: Any, title: str, slug: str, **terms: Any) -> None:
    from marketplace.offerings.actions import create_package, publish_version

    package = create_package(
        trainer=trainer,
        title=title,
        slug=slug,
        settings=[_setting("probation")],
        summary="One to one, for people in probation. Bring a recording or a worry.",
        description="We listen together.\n\nThen you try it again.",
        online=True,
        minutes=50,
        currency="GBP",
        validity_days=182,
        **terms,
    )
    publish_version(package=package)


def _setting(slug: str) -> Any:
    from directory.places.models import PracticeSetting

    return PracticeSetting.objects.get(slug=slug)


def _place(label: str) -> Any:
    from directory.places.models import Place

    return Place.objects.get(name=label, country_code="GB")


if __name__ == "__main__":
    main()
