"""Who may come where: every address of this project, asked by everybody who might ask.

An address that is not in the table fails, and so does a line of the table that no address answers to.
"""

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from content.cms.moderation.deeds import DEEDS
from content.models import Perspective, QuestionPage
from core import clock
from directory.groups.models import PracticeGroup
from directory.library.models import Activity, Resource
from marketplace.offerings.models import Package
from marketplace.orders.permissions import access_token
from marketplace.payments.refunds import refund_in_full
from marketplace.scheduling.actions import add_exception
from tests.factories import orders as order_factory
from tests.factories.feedback import FeedbackFactory
from tests.factories.groups import PersonFactory
from tests.factories.perspectives import PerspectiveFactory
from tests.factories.terms import term
from tests.journeys import world

ROOMS = {
    *("accounts", "config", "content", "core", "demo", "dev", "directory", "marketplace"),
    *("media", "outbox", "search"),
}
ANONYMOUS, BUYER, PRACTITIONER = "anonymous", "buyer", "practitioner"
TRAINER, OTHER_TRAINER, CHAMPION, OTHER_CHAMPION = "trainer", "other trainer", "champion", "other champion"
AUTHOR, EDITOR, MODERATOR, FINANCE, ADMIN = "author", "editor", "moderator", "finance", "admin"
SIGNED_IN = {
    *(BUYER, PRACTITIONER, TRAINER, OTHER_TRAINER, CHAMPION, OTHER_CHAMPION),
    *(AUTHOR, EDITOR, MODERATOR, FINANCE, ADMIN),
}
EVERYBODY = SIGNED_IN | {ANONYMOUS}
TRAINERS, CHAMPIONS = {TRAINER, OTHER_TRAINER}, {CHAMPION, OTHER_CHAMPION}
MODERATORS, CASHIERS = {MODERATOR, ADMIN}, {FINANCE, ADMIN}
STAFF = {AUTHOR, EDITOR, MODERATOR, FINANCE, ADMIN}
YES, NO, LOG_IN = "answered", "refused", "asked to sign in"


@dataclass(frozen=True)
class Rule:
    """Who is answered; the others find nothing. `anonymous` says what a stranger gets who is not.

    The back office asks whoever has no role to sign in as somebody who has.
    """

    may: set[str]
    method: str = "get"
    anonymous: str = LOG_IN
    back_office: bool = False

    def expected(self, persona: str) -> str:
        if persona in self.may:
            return YES
        if persona == ANONYMOUS:
            return self.anonymous
        return LOG_IN if self.back_office and persona not in STAFF else NO


@dataclass(frozen=True)
class Door(Rule):
    """The back office's way to sign in: no use to somebody who is signed in and may not enter."""

    def expected(self, persona: str) -> str:
        return LOG_IN if persona == ANONYMOUS or persona in STAFF else NO


OPEN = Rule(EVERYBODY)
OWN_ORDER = Rule({BUYER}, anonymous=NO)
DESK, DESK_FORM = Rule(TRAINERS), Rule(TRAINERS, "post")
OWN_DESK, OWN_DESK_FORM = Rule({TRAINER}), Rule({TRAINER}, "post")
OWN_GROUP, OWN_GROUP_FORM = Rule({CHAMPION}), Rule({CHAMPION}, "post")
RULES = {
    "payments:stripe-webhook": Rule(EVERYBODY, "post"),
    "links:follow": OPEN,
    "twin:checkout": OPEN,
    "livez": OPEN,
    "readyz": OPEN,
    "dev:styleguide": OPEN,
    "dev:mailbox": OPEN,
    "dev:message": Rule(set(), anonymous=NO),  # there is no mail
    "dev:message-html": Rule(set(), anonymous=NO),
    "dev:attachment": Rule(set(), anonymous=NO),
    "dev:clock": OPEN,
    "search:search": OPEN,
    "search:feed": OPEN,
    "article-feed": OPEN,
    "news-feed": OPEN,
    "feedback:give": OPEN,
    "feedback:thanks": OPEN,
    "social-card": OPEN,  # of a page that everybody may read: tests/site/content/test_social_card.py
    "api-v1:search": OPEN,
    "api-v1:openapi-json": OPEN,
    "api-v1:docs": OPEN,
    "api-v1:api-root": OPEN,
    "wagtailapi_v3:list_pages": OPEN,
    "wagtailapi_v3:detail_page": OPEN,
    "wagtailapi_v3:find_page": Rule(set(), anonymous=NO),  # no page is named
    "wagtailapi_v3:list_images": OPEN,
    "wagtailapi_v3:list_documents": OPEN,
    "wagtailapi_v3:detail_image": Rule(set(), anonymous=NO),  # no page shows this one
    "wagtailapi_v3:detail_document": Rule(set(), anonymous=NO),  # as above
    "wagtailapi_v3:openapi-json": OPEN,
    "api-nothing": Rule(set(), anonymous=NO),
    "search:suggest": OPEN,
    "search:pins": OPEN,
    "search:towns": OPEN,
    "listings:trainers": OPEN,
    "listings:groups": OPEN,
    "referrals:receipt": Rule({BUYER, TRAINER, CHAMPION, FINANCE, ADMIN}, anonymous=NO),
    "office:desk": DESK,
    "office:booking": OWN_DESK,
    "office:session-held": OWN_DESK_FORM,
    "office:session-missed": OWN_DESK_FORM,
    "office:session-undo": OWN_DESK_FORM,
    "office:availability": DESK,
    "office:rule-add": DESK_FORM,
    "office:rule-remove": OWN_DESK_FORM,
    "office:exception-add": DESK_FORM,
    "office:exception-remove": OWN_DESK_FORM,
    "office:packages": DESK,
    "office:group-referrals": OWN_GROUP,
    "office:code-add": OWN_GROUP_FORM,
    "office:code-retire": OWN_GROUP_FORM,
    "office:code-restore": OWN_GROUP_FORM,
    "checkout:trainer-detail": OPEN,
    "checkout:package-detail": OPEN,
    "checkout:slots": OPEN,
    "checkout:order-detail": OWN_ORDER,
    "checkout:order-state": OWN_ORDER,
    "checkout:order-open": Rule(set(), anonymous=NO),  # with a wrong token; the right one opens it to anybody
    "checkout:order-details": OWN_ORDER,
    "checkout:order-pay": OWN_ORDER,
    "checkout:session-book": OWN_ORDER,
    "checkout:session-calendar": OWN_ORDER,
    "checkout:my-bookings": Rule(SIGNED_IN),
    "groups:group-detail": OPEN,
    "library:activities": OPEN,
    "library:activity-detail": OPEN,
    "library:resources": OPEN,
    "library:resource-detail": OPEN,
    "perspectives:my-perspectives": Rule(SIGNED_IN),
    "perspectives:send": Rule(SIGNED_IN, "post"),
    **dict.fromkeys(
        [f"perspectives:{verb}" for verb in ("edit", "take-back", "appeal")], Rule({PRACTITIONER})
    ),
    "perspectives:helpful": Rule(SIGNED_IN, "post"),
    "perspectives:pick": Rule({EDITOR, MODERATOR, ADMIN}, "post"),
    "perspectives:report": OPEN,
    "glossary:term-list": OPEN,
    "glossary:term-detail": OPEN,
    **dict.fromkeys(
        [f"wagtailsnippets_content_glossaryterm:{verb}" for verb in ("list", "list_results", "inspect")],
        Rule({AUTHOR, EDITOR, ADMIN}, back_office=True),
    ),
    "pages": OPEN,
    "cms-login": Door(set()),
    "cms_search_index": Rule(MODERATORS, back_office=True),
    **dict.fromkeys(
        ("cms_perspectives:index", "cms_perspectives:history", "cms_perspectives:decide"),
        Rule({EDITOR, *MODERATORS}, back_office=True),
    ),
    **dict.fromkeys(
        [f"cms_perspectives:{name}" for name in DEEDS],
        Rule({EDITOR, *MODERATORS}, back_office=True, method="post"),
    ),
}
# Whole sections of the back office, by the name of their addresses.
SECTIONS = {
    **dict.fromkeys(
        (
            "wagtailsnippets_content_author",
            "wagtailsnippets_content_glossaryterm",
            "cms_synonyms",
            "cms_misses",
            "cms_reviews",
            "cms_waiting",
            "cms_activities",
            "cms_resources",
            "cms_feedback",
        ),
        Rule({EDITOR, ADMIN}, back_office=True),
    ),
    "wagtailsnippets_places_practicesetting": Rule(MODERATORS, back_office=True),
    "wagtailusers_users": Rule({ADMIN}, back_office=True),
    **dict.fromkeys(
        (
            *("cms_trainers", "cms_credentials", "cms_groups", "cms_members", "cms_codes"),
            *("cms_packages", "cms_rules", "cms_exceptions"),
        ),
        Rule(MODERATORS, back_office=True),
    ),
    **dict.fromkeys(
        (
            *("cms_orders", "cms_payments", "cms_refunds", "cms_objections", "cms_transfers"),
            *("cms_connected", "cms_events", "cms_ledger", "cms_accounts", "cms_outbox"),
        ),
        Rule(CASHIERS, back_office=True),
    ),
}
# Addresses of those sections to which nobody at all comes.
NOBODY = {
    "wagtailsnippets_places_practicesetting:add",
    "wagtailsnippets_places_practicesetting:delete",
    "wagtailusers_users:delete",  # people are anonymised, never deleted
}


def routes(resolver: URLResolver | None = None, names: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Name and view of each address below a resolver."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            yield ":".join((*names, entry.name or "pages")), entry.callback
        else:
            yield from routes(entry, (*names, entry.namespace) if entry.namespace else names)


def ours() -> list[str]:
    """The names of this project's own addresses: its views, and the back office's views of its rows."""
    return sorted(
        {
            name
            for name, view in routes()
            if room_of(view) in ROOMS or name.split(":")[0] in SECTIONS or name.startswith("cms_")
        }
    )


def room_of(view: Any) -> str:
    """The first part of the module a view is written in."""
    module: str = getattr(view, "view_class", view).__module__
    return module.split(".")[0]


def rule_of(name: str) -> Rule | None:
    """What the table says of an address."""
    if name in NOBODY:
        return Rule(set(), back_office=True)
    return RULES.get(name) or SECTIONS.get(name.split(":")[0])


def test_every_address_stands_in_the_table() -> None:
    assert [name for name in ours() if rule_of(name) is None] == []


def test_every_line_of_the_table_is_an_address() -> None:
    names = ours()
    sections = {name.split(":")[0] for name in names}

    assert [name for name in RULES if name not in names] == []
    assert [section for section in SECTIONS if section not in sections] == []


@pytest.mark.django_db
def test_everybody_gets_what_the_table_says(settings: Any) -> None:
    settings.API_RATE = "10000/min"  # so many ask from one network here
    order, people = a_world()
    addresses = {name: address_of(name, order) for name in ours()}
    sent = {
        "office:rule-remove": {"row": order.trainer.availability_rules.first().pk},
        "office:exception-remove": {"row": order.trainer.availability_exceptions.first().pk},
    }

    wrong = [
        f"{name}: {persona} was {got}, not {expected}"
        for persona, name in itertools.product(sorted(EVERYBODY), addresses)
        if (rule := rule_of(name))
        and (expected := rule.expected(persona))
        != (got := outcome(ask(people[persona], rule.method, addresses[name], sent.get(name))))
    ]

    assert wrong == [], "\n".join(wrong)


@pytest.mark.django_db
def test_nobody_learns_whether_a_foreign_order_exists() -> None:
    order, people = a_world()
    unknown = uuid.uuid4()
    names = [name for name, rule in RULES.items() if rule is OWN_ORDER]

    for name in (*names, "checkout:order-open"):
        foreign = address_of(name, order)
        pages = [foreign, foreign.replace(str(order.uid), str(unknown))]
        answers = [ask(people[PRACTITIONER], "get", page) for page in pages]
        assert [answer.status_code for answer in answers] == [404, 404]
        assert as_read(answers[0], order.uid) == as_read(answers[1], unknown)

    opened = Client().get(reverse("checkout:order-open", args=[order.uid, access_token(order)]))
    assert (opened.status_code, opened.headers["Location"]) == (302, order.get_absolute_url())


@pytest.mark.django_db
def test_forms_alone_are_no_pages() -> None:
    order, people = a_world()
    forms = [name for name, rule in RULES.items() if rule.method == "post" and name.startswith("office:")]

    for name, method in itertools.product(forms, ("get", "put", "delete")):
        answer = ask(people[min(RULES[name].may)], method, address_of(name, order))
        assert (name, method, answer.status_code) == (name, method, 405)


def as_read(page: HttpResponse, uid: uuid.UUID) -> str:
    """A page without what differs each time: the order's id and the forms' tokens."""
    words = page.content.decode().replace(str(uid), "")
    return re.sub(r'(name="csrfmiddlewaretoken" value=)"[^"]+"', r"\1", words)


def a_world() -> tuple[Any, dict[str, Client]]:
    """An order of the buyer, at the trainer's, brought by the champion's group; and everybody's browser."""

    world.build()
    buyer = PersonFactory.create(email="buyer@mail.example", name="Ilka Sund")
    version = Package.objects.get(slug="keeping-it-going").current
    order = order_factory.confirmed_order(
        version=version, group=PracticeGroup.objects.get(name=world.GROUP), user=buyer
    )
    past(version)
    FeedbackFactory.create(email="guest@mail.example")
    PerspectiveFactory.create(
        question=QuestionPage.objects.first(), author=User.objects.get(email=world.PRACTITIONER)
    )
    term("Echo", slug="echo")
    accounts = {
        PRACTITIONER: world.PRACTITIONER,
        TRAINER: world.TRAINER,
        OTHER_TRAINER: world.OTHER_TRAINER,
        CHAMPION: world.CHAMPION,
        OTHER_CHAMPION: world.OTHER_CHAMPION,
        AUTHOR: world.AUTHOR,
        EDITOR: world.EDITOR,
        MODERATOR: world.MODERATOR,
        FINANCE: world.FINANCE,
        ADMIN: world.ADMIN,
    }
    users = {persona: User.objects.get(email=email) for persona, email in accounts.items()}
    people = {ANONYMOUS: Client(), BUYER: browser_of(buyer)}
    return order, people | {persona: browser_of(user) for persona, user in users.items()}


def past(version: Any) -> None:
    """What the back office lists besides: a day off, an earning with its transfer, a refund."""
    add_exception(
        trainer=version.package.trainer, date=clock.now().date() + dt.timedelta(days=90), kind="closed"
    )
    order_factory.earned(order_factory.confirmed_order(version=version))
    refund_in_full(order=order_factory.confirmed_order(version=version), reason="Asked for.", actor=None)
    order_factory.settle()


def browser_of(user: User) -> Client:
    """A browser in which somebody is signed in."""
    client = Client()
    client.force_login(user, "django.contrib.auth.backends.ModelBackend")
    return client


def ask(client: Client, method: str, address: str, data: dict[str, Any] | None = None) -> HttpResponse:
    """Ask, and undo what a form did."""
    send: Callable[..., HttpResponse] = getattr(client, method)
    if method == "get":
        return send(address)
    with transaction.atomic():
        response = send(address, data)
        transaction.set_rollback(True)
    return response


def outcome(response: HttpResponse) -> str:
    """Answered, refused or asked to sign in. The back office refuses by sending people to its front page."""
    target = response.headers.get("Location", "").split("?")[0]
    if target in {reverse("account_login"), reverse("cms-login")}:
        return LOG_IN
    if response.status_code in {403, 404} or target == reverse("wagtailadmin_home"):
        return NO
    assert response.status_code < 500, response.content.decode()
    return YES


def address_of(name: str, order: Any) -> str:
    """An address of that name, about the order and what belongs to it."""
    section, _, verb = name.partition(":")
    if name == "pages":
        return "/articles/"
    if section in SECTIONS:
        return section_address(section, verb, order)
    known: dict[str, Callable[[], list[Any]]] = {
        "payments:stripe-webhook": lambda: ["platform"],
        "wagtailapi_v3:detail_page": lambda: [QuestionPage.objects.first().pk],
        "wagtailapi_v3:detail_image": lambda: [0],
        "wagtailapi_v3:detail_document": lambda: [0],
        "links:follow": lambda: [world.CODE],
        "twin:checkout": lambda: [order.payments.get().external_id],
        "dev:message": lambda: ["1"],
        "dev:message-html": lambda: ["1"],
        "dev:attachment": lambda: ["1", 0],
        "referrals:receipt": lambda: [order.attribution.uid],
        "office:booking": lambda: [order.uid],
        **dict.fromkeys(
            ("office:session-held", "office:session-missed", "office:session-undo"),
            lambda: [order.sessions.get(number=1).uid],
        ),
        **dict.fromkeys(("office:group-referrals", "office:code-add"), lambda: [a_group(order).slug]),
        **dict.fromkeys(
            ("office:code-retire", "office:code-restore"),
            lambda: [a_group(order).slug, a_group(order).referral_codes.get(code=world.CODE).uid],
        ),
        "checkout:trainer-detail": lambda: ["nerys-callow"],
        "checkout:package-detail": lambda: ["nerys-callow", "keeping-it-going"],
        "checkout:slots": lambda: [order.package_version.package.uid],
        **dict.fromkeys(
            [f"checkout:order-{page}" for page in ("detail", "state", "details", "pay")],
            lambda: [order.uid],
        ),
        "checkout:order-open": lambda: [order.uid, "not-the-token"],
        "checkout:session-book": lambda: [order.uid, 2],
        "checkout:session-calendar": lambda: [order.uid, 1],
        "groups:group-detail": lambda: [a_group(order).slug],
        "perspectives:send": lambda: [QuestionPage.objects.first().uid],
        **dict.fromkeys(
            [f"perspectives:{verb}" for verb in ("edit", "take-back", "appeal")],
            lambda: [Perspective.objects.get(author__email=world.PRACTITIONER).uid],
        ),
        **dict.fromkeys(
            [f"perspectives:{verb}" for verb in ("helpful", "pick", "report")],
            lambda: [Perspective.objects.exclude(loaded_from="").first().uid],
        ),
        "glossary:term-detail": lambda: ["echo"],
        "social-card": lambda: [a_question().translation_key, a_question().card().digest],
        "library:activity-detail": lambda: [Activity.objects.first().slug],
        "library:resource-detail": lambda: [Resource.objects.first().slug],
        **dict.fromkeys(
            ("cms_perspectives:decide", *(f"cms_perspectives:{name}" for name in DEEDS)),
            lambda: [Perspective.objects.filter(state="held")[0].pk],
        ),
    }
    return reverse(name, args=known[name]() if name in known else [])


def a_question() -> QuestionPage:
    """One that everybody may read."""
    return QuestionPage.objects.first()


def a_group(order: Any) -> Any:
    """The group that brought the order."""
    return order.attribution.group


def section_address(section: str, verb: str, order: Any) -> str:
    """An address of the back office: of a list, or of a row that is there."""
    name = f"{section}:{verb}"
    if verb in {"index", "index_results", "list", "list_results", "add", "preview_on_add"}:
        return reverse(name)
    if name in {"cms_orders:refund", "cms_orders:objection"}:
        return reverse(name, args=[order.uid])
    row = row_of(section)
    if verb == "revisions_compare":
        return reverse(name, args=[row.pk, "earliest", "latest"])
    if verb.startswith("revisions_"):
        return reverse(name, args=[row.pk, row.latest_revision_id])
    return reverse(name, args=[row.pk])


def row_of(section: str) -> Any:
    """The first row of a section; `a_world` makes one of each kind."""
    view = next(view for name, view in routes() if name.split(":")[0] == section)
    row = view.view_initkwargs["model"]._default_manager.first()
    assert row is not None, f"the world has nothing for {section}"
    return row
