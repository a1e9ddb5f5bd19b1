"""The book under `/cms/`: read by finance, written by actions alone."""

from typing import Any

from django.db.models import BigIntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from core.cms import MONEY, Inspecting, Listing, NarrowPolicy, ReadingViewSet, column, section
from core.money import Money
from marketplace.ledger.models import NOBODY, Account, LedgerTransaction, Posting

for _model in (LedgerTransaction, Account):
    register_permission_policy(_model, NarrowPolicy(_model, "view"))


def _total(side: str) -> Coalesce:
    """The sum of an account's postings on one side, as a column."""
    sums = (
        Posting.objects.filter(**{side: OuterRef("pk")}).order_by().values(side).annotate(total=Sum("amount"))
    )
    return Coalesce(Subquery(sums.values("total")), Value(0), output_field=BigIntegerField())


class AccountList(Listing):
    page_title = "Ledger accounts"

    def get_base_queryset(self) -> QuerySet[Account]:
        found: QuerySet[Account] = super().get_base_queryset()
        return found.annotate(debited=_total("debit"), credited=_total("credit"))


def _balance(account: Any) -> Money:
    """Debits less credits: assets and costs are positive, liabilities and income negative."""
    return Money(account.debited - account.credited, account.currency)


class AccountViewSet(ReadingViewSet):
    model = Account
    name = "cms_accounts"
    url_prefix = "ledger-accounts"
    icon = "list-ul"
    menu_label = "Ledger accounts"
    menu_hook = MONEY
    menu_order = 500
    index_view_class = AccountList
    list_display = [
        column("Account", "get_code_display", sort_key="code"),
        column("Owner", lambda account: "the community" if account.owner == NOBODY else account.owner),
        column("Currency", "currency", sort_key="currency"),
        column("Mode", "get_mode_display", sort_key="mode"),
        column("Debited", lambda account: Money(account.debited, account.currency)),
        column("Credited", lambda account: Money(account.credited, account.currency)),
        column("Balance", _balance),
    ]
    list_filter = ["code", "mode"]
    search_fields = ["code", "owner"]
    ordering = ["code", "currency"]


class TransactionList(Listing):
    page_title = "Ledger"
    prefetched = ("postings__debit", "postings__credit")


def _spoken(booked: LedgerTransaction) -> str:
    """ "stripe_fee" as people read it: "Stripe fee"."""
    return booked.kind.replace("_", " ").capitalize()


def _postings(booked: LedgerTransaction) -> str:
    return "; ".join(_words(posting) for posting in booked.postings.all())


def _words(posting: Posting) -> str:
    amount = Money(posting.amount, posting.debit.currency)
    return f"{posting.debit.get_code_display()} > {posting.credit.get_code_display()} {amount}"


class TransactionPage(Inspecting):
    def sections(self) -> list[dict[str, Any]]:
        rows = [
            [str(p.debit), str(p.credit), Money(p.amount, p.debit.currency)]
            for p in self.object.postings.select_related("debit", "credit")
        ]
        return [section("Postings", ["Debit", "Credit", "Amount"], rows)]


class TransactionViewSet(ReadingViewSet):
    model = LedgerTransaction
    name = "cms_ledger"
    url_prefix = "ledger"
    icon = "table"
    menu_label = "Ledger"
    menu_hook = MONEY
    menu_order = 400
    index_view_class = TransactionList
    inspect_view_class = TransactionPage
    list_display = [
        column("Event", _spoken, sort_key="kind"),
        column("When", "occurred_at", sort_key="occurred_at"),
        column("Debit, credit, amount", _postings),
        column("About", "reference"),
    ]
    list_filter = ["kind"]
    search_fields = ["kind", "reference", "idempotency_key"]
    ordering = ["-pk"]


hooks.register("register_admin_viewset", lambda: [TransactionViewSet(), AccountViewSet()])
