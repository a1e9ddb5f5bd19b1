"""A group's link, and the attribution receipt."""

from django.http import HttpRequest, HttpResponse


def follow(request: HttpRequest, code: str) -> HttpResponse:
    return HttpResponse()


def receipt(request: HttpRequest, uid: object) -> HttpResponse:
    return HttpResponse()
