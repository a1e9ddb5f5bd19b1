"""Seeding at a small scale, once for all: what stands afterwards, and that the rules of the house hold."""

import datetime as dt
import json
import tempfile
from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client, TestCase, override_settings
from django.urls import reverse

from accounts.models import User
from content.seeding import HERE
from core import clock
from demo import people
from demo.errors import NotHere
from demo.seeding import seed
from directory.groups.models import GroupMembership, PracticeGroup
from directory.trainers.models import Trainer
from marketplace.ledger.models import Account, Posting
from marketplace.offerings.models import Package, PackageVersion
from marketplace.offerings.obstacles import obstacles_of
from marketplace.orders.models import CoachingSession, Order, Payment, Refund
from marketplace.orders.queries import sessions_to_mark
from marketplace.payments.models import Transfer
from marketplace.referrals.models import ReferralCode, Reward
from marketplace.scheduling.models import CalendarBlock
from marketplace.scheduling.slots import free_slots
from outbox.models import OutboxMessage, State
from search.models import SearchDocument
from tests.factories.articles import article_files
from tests.site.demo.world import SMALL, lay_the_ground


class Seeded(TestCase):
    """Everything is laid out once; each test reads."""

    told: list[str]
    folder: Path

    @classmethod
    def setUpTestData(cls) -> None:
        clock.reset()
        cls.folder = Path(tempfile.mkdtemp())
        cls.told = []
        lay_the_ground()
        with override_settings(VAR=cls.folder):
            assert seed(scale=SMALL, say=cls.told.append) is True

    def nerys(self) -> Trainer:
        return Trainer.objects.get(slug="nerys-callow")

    def logins(self) -> list[dict[str, str]]:
        return list(json.loads((self.folder / "demo-logins.json").read_text("utf-8")))

    def test_seeding_tells_how_it_goes(self) -> None:
        assert [line.rsplit(" (", 1)[0] for line in self.told] == [
            "front page, articles, library and terms",
            "2 of 2 trainers with packages and hours",
            "1 groups with their people",
            f"{Order.objects.count()} orders in {self.told[3].split(' ')[3]} steps",
            "log-ins written to demo-logins.json",
        ]

    def test_seeding_again_changes_nothing(self) -> None:
        before = [m.objects.count() for m in (User, Trainer, Package, PracticeGroup, Order, OutboxMessage)]
        with override_settings(VAR=self.folder):
            assert seed(scale=SMALL) is False
        after = [m.objects.count() for m in (User, Trainer, Package, PracticeGroup, Order, OutboxMessage)]
        assert after == before

    def test_seeding_goes_on_after_a_failure(self) -> None:
        """As if the last step had failed: nothing is made twice, and the log-ins come in the end."""
        counted = (
            Trainer,
            Package,
            PackageVersion,
            PracticeGroup,
            GroupMembership,
            ReferralCode,
            Order,
            Payment,
        )
        before = [m.objects.count() for m in counted]
        User.objects.get(email=people.ADMIN.email).delete()
        with override_settings(VAR=self.folder):
            assert seed(scale=SMALL) is True
        assert [m.objects.count() for m in counted] == before
        assert people.have_passwords()

    def test_command_says_that_it_is_there_already(self) -> None:
        out = StringIO()
        with override_settings(VAR=self.folder):
            call_command("seed_demo", stdout=out)
        assert out.getvalue().strip() == "The demo content is already there."

    def test_command_gives_new_passwords_when_the_file_is_gone(self) -> None:
        elsewhere, out = Path(tempfile.mkdtemp()), StringIO()
        with override_settings(VAR=elsewhere):
            call_command("seed_demo", stdout=out)
        renewed = json.loads((elsewhere / "demo-logins.json").read_text("utf-8"))
        assert "new passwords" in out.getvalue()
        assert User.objects.get(email=renewed[0]["email"]).check_password(renewed[0]["password"])

    def test_every_log_in_opens(self) -> None:
        for login in self.logins():
            assert Client().login(username=login["email"], password=login["password"]), login["role"]
            address = EmailAddress.objects.get(email=login["email"])
            assert (address.verified, address.primary) == (True, True)

    def test_log_ins_are_of_every_role(self) -> None:
        assert [login["role"] for login in self.logins()] == [
            *("trainer", "champion", "practitioner", "editor", "moderator", "finance", "admin")
        ]
        assert [u.email for u in User.objects.filter(is_superuser=True)] == ["admin@mi-commons.example"]
        assert len({login["password"] for login in self.logins()}) == 7

    def test_members_cannot_log_in(self) -> None:
        member = GroupMembership.objects.filter(role="member").select_related("user")[0].user
        assert member.has_usable_password() is False
        assert member.email.endswith(".example")

    def test_no_active_blocks_of_a_trainer_overlap(self) -> None:
        blocks = list(CalendarBlock.objects.active().order_by("trainer", "busy_start"))
        pairs = [(a, b) for a, b in zip(blocks, blocks[1:], strict=False) if a.trainer_id == b.trainer_id]
        assert len(pairs) > 5
        assert [pair for pair in pairs if pair[0].busy_end > pair[1].busy_start] == []

    def test_every_listed_package_could_be_published(self) -> None:
        versions = PackageVersion.objects.filter(state="published").select_related("package__trainer")
        assert versions.count() == Package.objects.listed().count() + 1  # one has a second version
        assert {str(version): obstacles_of(version) for version in versions} == {str(v): [] for v in versions}

    def test_ledger_sums_to_nothing(self) -> None:
        for currency in set(Account.objects.values_list("currency", flat=True)):
            balance = Counter[int]()
            for posting in Posting.objects.filter(debit__currency=currency):
                balance[posting.debit_id] += posting.amount
                balance[posting.credit_id] -= posting.amount
            assert balance
            assert sum(balance.values()) == 0

    def test_trainers_were_sent_what_they_earned_and_gave_back_what_was_refunded(self) -> None:
        owed = Account.objects.filter(code="trainer_payable")
        assert owed.exists()
        for account in owed:
            assert _turnover(account, "debit") == _turnover(account, "credit")
        assert set(Transfer.objects.values_list("status", flat=True)) == {"sent"}

    def test_deposits_are_what_is_paid_and_neither_earned_nor_refunded(self) -> None:
        deposits = Account.objects.get(code="client_deposits", currency="GBP")
        live = CoachingSession.objects.filter(
            unit__earning__isnull=True, order__status__in=["confirmed", "fulfilled"], order__currency="GBP"
        )
        waiting = live.exclude(status="refunded").aggregate(total=Sum("unit__gross_minor"))["total"]
        assert _turnover(deposits, "credit") - _turnover(deposits, "debit") == waiting

    def test_orders_are_in_every_state(self) -> None:
        assert set(Order.objects.values_list("status", flat=True)) == {
            *("confirmed", "fulfilled", "cancelled", "expired")
        }
        assert set(CoachingSession.objects.values_list("status", flat=True)) >= {
            *("unscheduled", "scheduled", "delivered", "no_show", "refunded", "void")
        }
        assert CoachingSession.objects.filter(objected_at__isnull=False).count() == 1
        assert set(Reward.objects.values_list("status", flat=True)) >= {"pending", "earned", "reversed"}
        assert set(Refund.objects.values_list("status", flat=True)) == {"succeeded"}

    def test_orders_keep_the_version_they_were_sold_under(self) -> None:
        numbers = Order.objects.filter(package_version__package__slug="four-sessions-over-six-months")
        assert set(numbers.values_list("package_version__number", "gross_minor")) >= {(1, 36000), (2, 38000)}

    def test_nothing_lies_in_the_outbox_but_what_is_due_later(self) -> None:
        left = OutboxMessage.objects.exclude(state=State.DONE)
        assert [str(m) for m in left if m.due_at <= clock.now() or m.last_error] == []

    def test_no_mail_of_the_past_was_sent(self) -> None:
        assert OutboxMessage.objects.filter(kind="mail", state=State.DONE).exists()
        assert mail.outbox == []

    def test_nerys_has_something_to_mark_and_something_coming_through_the_group(self) -> None:
        nerys, now = self.nerys(), clock.now()
        coming = Order.objects.filter(
            trainer=nerys,
            attribution__code__code="QUANTOCK",
            sessions__appointments__starts_at__gt=now,
            buyer__email="practitioner@mi-commons.example",
        )
        assert sessions_to_mark(nerys, now=now).count() == 1
        assert coming.count() == 1

    def test_nerys_has_free_times_within_two_weeks(self) -> None:
        version = PackageVersion.objects.get(package__trainer=self.nerys(), sessions=4, number=2)
        assert len(free_slots(version=version, start=clock.now().date(), days=14)) > 20

    def test_search_knows_trainer_packages_and_group(self) -> None:
        found = Counter(SearchDocument.objects.values_list("kind", flat=True))
        assert (found["trainer"], found["package"], found["group"]) == (2, 6, 1)
        assert found["article"] == len(article_files()) + len(
            list((HERE / "translations").glob("*/articles/*.toml"))
        )

    def test_probation_near_taunton_finds_nerys_and_her_group(self) -> None:
        page = Client().get(reverse("search:search"), {"q": "probation", "near": "Taunton"}).content.decode()
        assert "Nerys Callow" in page
        assert "Quantock Listening Group" in page
        assert "Four sessions over six months" in page or "One session" in page

    def test_people_see_their_own(self) -> None:
        for login in self.logins():
            path = {"trainer": "/desk/", "practitioner": "/me/bookings/"}.get(login["role"], "/")
            client = Client()
            client.force_login(User.objects.get(email=login["email"]))
            page = client.get(path)
            assert page.status_code == 200
            if login["role"] == "trainer":
                assert "Ilka Sorrendahl" in page.content.decode()
            if login["role"] == "practitioner":
                assert "Nerys Callow" in page.content.decode()


def _turnover(account: Account, side: str) -> int:
    return Posting.objects.filter(**{side: account}).aggregate(total=Sum("amount"))["total"] or 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    "kept", [{"MOVABLE_CLOCK": False}, {"PAYMENTS_MODE": "stripe_test"}, {"PAYMENTS_MODE": "stripe_live"}]
)
def test_seeding_is_refused_outside_the_sandbox(settings: Any, tmp_path: Path, kept: dict[str, Any]) -> None:
    settings.VAR = tmp_path
    for name, value in kept.items():
        setattr(settings, name, value)
    with pytest.raises(NotHere, match="development in the sandbox only"):
        seed()
    with pytest.raises(CommandError, match="development in the sandbox only"):
        call_command("seed_demo")
    assert not User.objects.exists()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_seeding_says_which_place_is_missing(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    with pytest.raises(CommandError, match="“Taunton” .GB. is not known here"):
        call_command("seed_demo", scale=0.01)
    assert clock.now() - dt.datetime.now(dt.UTC) < dt.timedelta(seconds=5)
