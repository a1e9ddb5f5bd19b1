"""Calendar files (RFC 5545) and invitations (RFC 5546) of booked times.

The organizer is the site and the only attendee is whoever the file is for, so that no address is shown to
anybody else. UID and SEQUENCE stay with the appointment: a later file replaces an earlier one.
"""

import datetime as dt
from email.utils import parseaddr
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from core.mail import mail_domain
from marketplace.checkout.presenters import words
from marketplace.orders.models import Appointment

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]


def invitation(
    appointment: Appointment,
    *,
    recipient_name: str,
    recipient_email: str,
    method: Method,
    link: str = "",
    partner: str = "",
) -> bytes:
    """One VEVENT with times in UTC. `partner` is whom the recipient meets (else the trainer).

    REQUEST and CANCEL name the recipient as the one attendee; PUBLISH, for a file that is downloaded, names
    nobody (RFC 5546, 3.2.1). `link` is the absolute address where the booking stands.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Bookings//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    event = _event(appointment, link=link, partner=partner)
    event.add("status", "CANCELLED" if method == "CANCEL" else "CONFIRMED")
    if method != "PUBLISH":
        event.add("attendee", _attendee(recipient_name, recipient_email))
    calendar.add_component(event)
    content: bytes = calendar.to_ical()
    return content


def _event(appointment: Appointment, *, link: str, partner: str) -> Event:
    session = appointment.session
    order = session.order
    total = order.package_version.sessions if order.package_version else session.number
    place = words.where(online=appointment.online, place_label=appointment.place_label)
    event = Event()
    event.add("uid", f"{appointment.uid}@{mail_domain()}")
    event.add("sequence", appointment.sequence)
    event.add("dtstamp", _whole(appointment.cancelled_at or appointment.created_at))
    event.add("dtstart", _whole(appointment.starts_at))
    event.add("dtend", _whole(appointment.ends_at))
    event.add(
        "summary",
        _("MI coaching with %(name)s (%(n)d of %(total)d)")
        % {"name": partner or order.trainer.name, "n": session.number, "total": total},
    )
    event.add("location", place)
    title = order.package_version.title if order.package_version else order.reference
    event.add("description", "\n".join(filter(None, [title, f"{place}.", order.reference, link])))
    if link:
        event.add("url", link)
    event.add("organizer", _organizer())
    event.add("transp", "OPAQUE")
    return event


def _whole(instant: dt.datetime) -> dt.datetime:
    return instant.astimezone(dt.UTC).replace(microsecond=0)


def _organizer() -> vCalAddress:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    organizer = vCalAddress(f"mailto:{address}")
    organizer.params["cn"] = vText(name or settings.SITE_NAME)
    return organizer


def _attendee(name: str, email: str) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{email}")
    attendee.params["cn"] = vText(name or email)
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee
