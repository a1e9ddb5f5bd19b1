"""Development pages: every component, the mails that were sent, and a clock to move."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from core import clock as site_clock
from core.refusal import Refusal
from dev import mailbox as kept
from dev import samples
from dev.forms import AdvanceForm

# Mails style inline and run nothing; only this site may frame them.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with every state."""
    return render(request, "dev/styleguide.html", samples.everything())


@require_safe
def mailbox(request: HttpRequest) -> HttpResponse:
    """The mails that were sent, newest first."""
    return render(request, "dev/mailbox.html", {"mails": kept.mails(), "folder": kept.folder()})


@require_safe
def message(request: HttpRequest, key: str) -> HttpResponse:
    """One mail: HTML, text, attachments."""
    return render(request, "dev/message.html", {"mail": _mail(key)})


@require_safe
def message_html(request: HttpRequest, key: str) -> HttpResponse:
    """The HTML part by itself, as a mail program shows it; the frame around it runs no script."""
    response = HttpResponse(_mail(key).html)
    response["Content-Security-Policy"] = MAIL_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@require_safe
def attachment(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An attachment to keep."""
    for file in _mail(key).files:
        if file.number == number:
            response = HttpResponse(file.content, content_type=file.content_type)
            name = file.name.replace('"', "")
            response["Content-Disposition"] = f'attachment; filename="{name}"'
            return response
    raise Http404


def clock(request: HttpRequest) -> HttpResponse:
    """Shows the site's time and moves it forward."""
    form = AdvanceForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            site_clock.advance(form.seconds())
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "The clock has moved.")
            return redirect("dev:clock")
    context = {"form": form, "now": site_clock.now(), "offset": site_clock.offset()}
    status = 422 if form.errors else 200
    return render(request, "dev/clock.html", context, status=status)


def _mail(key: str) -> kept.Mail:
    found = kept.mail(key)
    if found is None:
        raise Http404
    return found
