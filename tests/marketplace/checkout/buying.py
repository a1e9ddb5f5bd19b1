"""A buyer's steps in tests, through the pages."""

import datetime as dt
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

from core import clock
from marketplace.checkout.presenters.weeks import value
from marketplace.offerings.models import PackageVersion
from marketplace.orders.actions import publish_terms
from marketplace.orders.models import Order, TermsVersion
from marketplace.scheduling.slots import Slot, free_slots

TERMS = "What is bought, from whom, and what comes back."


def free(version: PackageVersion, *, from_day: int = 0) -> list[Slot]:
    """Free slots from so many days on."""
    day = clock.now().date() + dt.timedelta(days=from_day)
    return free_slots(version=version, start=day, days=version.horizon_days)


def terms() -> TermsVersion:
    """The terms in force."""
    return publish_terms(text=TERMS)


def hold(client: Client, version: PackageVersion, slot: Slot | None = None, **data: str) -> Order:
    """Choose a time on the page; the order it made."""
    slot = slot or free(version)[0]
    before = set(Order.objects.values_list("pk", flat=True))
    response = client.post(f"/book/{version.package.uid}/", {"slot": value(slot.start), **data})
    assert response.status_code == 302, response.content.decode()
    return Order.objects.exclude(pk__in=before).get()


def typed(**given: Any) -> dict[str, Any]:
    """What Ilka types into the details page."""
    wanted = {
        "act": "place",
        "name": "Ilka Sund",
        "email": "ilka@mail.example",
        "terms": "on",
        "terms_number": str(terms().number),
    }
    return wanted | given


def fill(client: Client, order: Order, **given: Any) -> HttpResponse:
    """Send the details page."""
    return client.post(f"/orders/{order.uid}/details/", typed(**given))


def values(page: HttpResponse) -> dict[str, str]:
    """The text fields of a page, by name, as they stand in its HTML."""
    found = re.findall(r'<input[^>]*\bname="([^"]+)"[^>]*\bvalue="([^"]*)"', page.content.decode())
    return dict(found)
