import datetime as dt
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import reverse

from core import clock
from dev import mailbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def box(tmp_path: Path, settings: Any) -> Path:
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def keep(box: Path, key: str, subject: str) -> None:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "MI Commons <hello@mi-commons.example>"
    message["To"] = "ilka@mail.example"
    message["Date"] = dt.datetime(2026, 3, 14, 14, 6, tzinfo=dt.UTC)
    message.set_content("Plain words\n")
    message.add_alternative("<p style='color:red'>Rich words</p>", subtype="html")
    message.add_attachment("BEGIN:VCALENDAR\n", subtype="calendar", filename="session.ics")
    (box / f"{key}.eml").write_bytes(message.as_bytes())


def test_styleguide_shows_every_component(client: Client) -> None:
    page = client.get(reverse("dev:styleguide")).content.decode()

    components = settings.ROOT / "templates" / "components"
    source = (settings.ROOT / "templates" / "dev" / "styleguide.html").read_text("utf-8")
    shown_by_tags = {"_field", "_form_errors", "_stops"}
    shown_in_others = {"_masthead", "_footer", "_ahead"}
    missing = {path.stem for path in components.glob("_*.html")} - shown_by_tags - shown_in_others
    assert {name for name in missing if f"{name}.html" not in source} == set()
    assert "None" not in page


def test_mailbox_says_when_it_is_empty(client: Client, box: Path) -> None:
    assert b"No mail yet" in client.get(reverse("dev:mailbox")).content


def test_mailbox_shows_the_newest_first(client: Client, box: Path) -> None:
    keep(box, "1", "The first")
    keep(box, "2", "The second")

    page = client.get(reverse("dev:mailbox")).content.decode()

    assert page.index("The second") < page.index("The first")
    assert "session.ics" in page


def test_message_shows_text_and_frames_the_html(client: Client, box: Path) -> None:
    keep(box, "1", "The first")

    page = client.get(reverse("dev:message", args=["1"])).content.decode()

    assert "Plain words" in page
    assert f'src="{reverse("dev:message-html", args=["1"])}"' in page
    assert "Rich words" not in page


def test_message_html_runs_no_script(client: Client, box: Path) -> None:
    keep(box, "1", "The first")

    response = client.get(reverse("dev:message-html", args=["1"]))

    assert b"Rich words" in response.content
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["X-Frame-Options"] == "SAMEORIGIN"


def test_attachment_comes_as_a_file(client: Client, box: Path) -> None:
    keep(box, "1", "The first")

    response = client.get(reverse("dev:attachment", args=["1", 0]))

    assert response["Content-Disposition"] == 'attachment; filename="session.ics"'
    assert response["Content-Type"] == "text/calendar"
    assert response.content == b"BEGIN:VCALENDAR\n"


@pytest.mark.parametrize("address", ["/dev/mailbox/7/", "/dev/mailbox/7/html/", "/dev/mailbox/7/0/"])
def test_mail_that_is_not_there_is_not_found(client: Client, box: Path, address: str) -> None:
    assert client.get(address).status_code == 404


def test_mailbox_reads_only_its_own_folder(box: Path) -> None:
    (box.parent / "other.eml").write_text("Subject: secret\n\n")

    assert mailbox.mail("../other") is None


def test_clock_moves_forward(client: Client) -> None:
    response = client.post(reverse("dev:clock"), {"amount": "2", "unit": "hours"})

    assert response.status_code == 302
    assert clock.offset() == dt.timedelta(hours=2)


@pytest.mark.parametrize("amount", ["-1", "0", "soon", ""])
def test_clock_refuses_to_go_back(client: Client, amount: str) -> None:
    response = client.post(reverse("dev:clock"), {"amount": amount, "unit": "hours"})

    assert response.status_code == 422
    assert clock.offset() == dt.timedelta()


@override_settings(MOVABLE_CLOCK=False)
def test_clock_says_where_it_cannot_be_moved(client: Client) -> None:
    response = client.post(reverse("dev:clock"), {"amount": "1", "unit": "hours"})

    assert b"The clock of this site cannot be moved." in response.content
