"""The twin's objects: made, found, listed, expanded. Every change happens inside `exclusive()`."""

import datetime as dt
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet

from core import clock
from marketplace.payments.twin.models import TwinObject
from marketplace.payments.twin.problems import StripeProblem, bad_parameter, missing

Json = dict[str, Any]

_PREFIX = {
    "checkout.session": "cs_test",
    "payment_intent": "pi",
    "charge": "ch",
    "balance_transaction": "txn",
    "refund": "re",
    "transfer": "tr",
    "transfer_reversal": "trr",
    "v2.core.account": "acct",
}
# Which fields of an object hold the id of another.
_EXPANDABLE = (
    *("payment_intent", "latest_charge", "balance_transaction"),
    *("charge", "source_transaction", "transfer"),
)
_LOCK = 0x7377696E  # any number of our own


class CalledInsideTransaction(RuntimeError):
    """A network call inside a transaction: Stripe would not take part in it, so neither does the twin."""


@contextmanager
def exclusive() -> Iterator[None]:
    """One request of the twin's: a transaction of its own, one at a time.

    Django's own test transaction does not count as outer. On SQLite BEGIN IMMEDIATE makes requests take
    turns, on PostgreSQL an advisory lock does. Raises CalledInsideTransaction.
    """
    outer = connection.atomic_blocks
    if outer and not getattr(outer[-1], "_from_testcase", False):
        raise CalledInsideTransaction("Stripe was called inside a transaction: commit first, then call.")
    with transaction.atomic(durable=True):
        take_turn()
        yield


def take_turn() -> None:
    """Wait for the request before; SQLite has done so at BEGIN IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def epoch(instant: dt.datetime) -> int:
    """Whole seconds, as Stripe writes instants."""
    return int(instant.timestamp())


def create(
    kind: str, data: Json, *, parent: str = "", changes_at: dt.datetime | None = None, **given: str
) -> TwinObject:
    """A new object with id, `created` and the common fields."""
    now = clock.now()
    external_id = given.get("external_id") or f"{_PREFIX[kind]}_{secrets.token_hex(12)}"
    common = {"id": external_id, "object": kind, "created": epoch(now), "livemode": False}
    return TwinObject.objects.create(
        external_id=external_id,
        kind=kind,
        parent=parent,
        data={**common, **data},
        created=now,
        changes_at=changes_at,
    )


def find(kind: str, external_id: str, *, param: str = "id") -> TwinObject:
    """The object, or Stripe's 404."""
    found = TwinObject.objects.filter(kind=kind, external_id=external_id).first()
    if found is None:
        raise missing(kind, external_id, param=param)
    return found


def of_parent(kind: str, parent: str) -> QuerySet[TwinObject]:
    """Objects by what they belong to, newest first."""
    return TwinObject.objects.filter(kind=kind, parent=parent).order_by("-pk")


def public(obj: TwinObject, expand: list[str] | None = None) -> Json:
    """What the API answers for `obj`, the asked fields expanded. Raises Stripe's problem for unknown ones."""
    data = {name: value for name, value in obj.data.items() if not name.startswith("_")}
    for path in expand or []:
        _expand(data, path.split("."), path)
    return data


def page(rows: QuerySet[TwinObject], params: Json, url: str) -> Json:
    """A list object, newest first, with cursor pagination."""
    limit = params.get("limit", 10)
    if not 1 <= limit <= 100:
        raise bad_parameter("Limit is 1 to 100.", param="limit", code="parameter_invalid_integer")
    if after := params.get("starting_after"):
        last = TwinObject.objects.filter(external_id=after).first()
        if last is None:
            raise missing("object", after, param="starting_after")
        rows = rows.filter(pk__lt=last.pk)
    found = list(rows[: limit + 1])
    expand = [path.removeprefix("data.") for path in params.get("expand", [])]
    data = [public(row, expand) for row in found[:limit]]
    return {"object": "list", "url": url, "data": data, "has_more": len(found) > limit}


def _expand(data: Json, path: list[str], whole: str) -> None:
    name, *rest = path
    if name not in _EXPANDABLE or name not in data:
        raise StripeProblem(f"This property cannot be expanded ({whole}).", stored=False)
    if data[name] is None:
        return
    if isinstance(data[name], str):
        data[name] = public(TwinObject.objects.get(external_id=data[name]))
    if rest:
        _expand(data[name], rest, whole)
