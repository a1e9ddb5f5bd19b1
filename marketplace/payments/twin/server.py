"""One request to the twin: faults, idempotency, routing. The rules are Stripe's ("Idempotent requests").

A key replays the stored status and body of its first execution, errors and 500 included (API v2: only what
succeeded), refuses other parameters, and is forgotten after 24 hours. Validation errors, 409 and 429 store
nothing.
"""

import datetime as dt
import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction

from core import clock
from marketplace.payments.twin import bank, faults, problems, routes, store
from marketplace.payments.twin.models import TwinFault, TwinRequest
from marketplace.payments.twin.parameters import conform, decode
from marketplace.payments.twin.problems import StripeProblem

Json = dict[str, Any]
Kind = TwinFault.Kind

KEY_LIFE = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Call:
    """A request as the library sent it."""

    method: str
    path: str
    params: Json
    key: str

    @property
    def fingerprint(self) -> str:
        """Equal for equal requests."""
        text = json.dumps([self.method, self.path, self.params], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_v2(self) -> bool:
        """API v2 stores successes only."""
        return self.path.startswith("/v2/")


@dataclass(frozen=True, slots=True)
class Answer:
    """Status, JSON text and headers."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)


class NoAnswer(Exception):
    """The connection broke: the caller cannot know what happened."""


def read_call(*, method: str, url: str, body: str | None, key: str) -> Call:
    """A call out of what goes over the wire."""
    parts = urlsplit(url)
    if body and parts.path.startswith("/v2/"):
        params = json.loads(body)
    else:
        params = decode(parts.query if method == "get" else body or "")
    return Call(method.upper(), parts.path, params, key)


def handle(call: Call) -> Answer:
    """Answer `call` in one transaction of its own. Raises NoAnswer, store.CalledInsideTransaction."""
    with store.exclusive():
        fault = faults.take(faults.ON_REQUESTS, f"{call.method} {call.path}")
        kind = fault.kind if fault else ""
        answer = None if kind == Kind.TIMEOUT else _answer(call, kind, fault.code if fault else "")
    if fault and fault.seconds:
        time.sleep(fault.seconds)
    if answer is None or kind == Kind.DROP_AFTER_COMMIT:
        raise NoAnswer("Connection aborted.")
    return answer


def _answer(call: Call, fault: str, code: str) -> Answer:
    if fault == Kind.ERROR_409:
        return _error(problems.conflict())
    if fault == Kind.ERROR_429:
        return _error(problems.too_many())
    TwinRequest.objects.filter(created__lt=clock.now() - KEY_LIFE).delete()
    stored = TwinRequest.objects.filter(key=call.key).first() if call.key and call.method == "POST" else None
    if stored is not None:
        return _replay(call, stored)
    return _first_answer(call, fault, code)


def _replay(call: Call, stored: TwinRequest) -> Answer:
    if stored.fingerprint != call.fingerprint:
        return _error(problems.key_reused(call.key))
    return Answer(stored.status, stored.body, {"Idempotent-Replayed": "true"})


def _first_answer(call: Call, fault: str, code: str) -> Answer:
    try:
        if fault == Kind.ERROR_500:
            raise problems.internal_error()
        if fault == Kind.REFUSE:
            raise StripeProblem("Refused by a switch of the sandbox.", code=code or "refused")
        with transaction.atomic():
            answer = _execute(call)
    except StripeProblem as problem:
        answer = _error(problem)
        if problem.stored and not call.is_v2:
            _store(call, answer)
        return answer
    if fault != Kind.ERROR_500_AFTER_COMMIT:
        _store(call, answer)
        return answer
    failed = _error(problems.internal_error())
    _store(call, answer if call.is_v2 else failed)
    return failed


def _execute(call: Call) -> Answer:
    bank.let_time_pass()
    route, ids = routes.match(call.method, call.path)
    params = conform(call.params, route.spec)
    return Answer(200, json.dumps(route.act(*ids, params)))


def _error(problem: StripeProblem) -> Answer:
    return Answer(problem.status, json.dumps(problem.body))


def _store(call: Call, answer: Answer) -> None:
    if call.key and call.method == "POST":
        TwinRequest.objects.create(
            key=call.key,
            fingerprint=call.fingerprint,
            status=answer.status,
            body=answer.body,
            created=clock.now(),
        )
