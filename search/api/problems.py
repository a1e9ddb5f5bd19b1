"""Errors as problem details (RFC 9457), for whoever asks below /api/."""

from collections.abc import Sequence
from http import HTTPStatus

from django.http import HttpResponse
from ninja import Schema

CONTENT_TYPE = "application/problem+json"


class WrongValue(Schema):
    """A parameter of the address that cannot be used, and why."""

    parameter: str
    detail: str


class Problem(Schema):
    """What went wrong. `errors` names each parameter with a wrong value."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[WrongValue] = []


def problem(status: HTTPStatus, detail: str, errors: Sequence[WrongValue] = ()) -> HttpResponse:
    """Return the answer for an error."""
    said = Problem(title=status.phrase, status=status, detail=detail, errors=list(errors))
    return HttpResponse(said.model_dump_json(), status=status, content_type=CONTENT_TYPE)
