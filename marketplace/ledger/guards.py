"""The book is append-only, and a posting stays within one currency and mode: kept by the database."""

from core.guards import Guard, add, append_only

_SENTENCE = "a posting stays within one currency and mode"
_DIFFER = (
    "SELECT 1 FROM ledger_account d, ledger_account c WHERE d.id = NEW.debit_id AND c.id = NEW.credit_id "
    "AND (d.currency <> c.currency OR d.mode <> c.mode)"
)
one_currency = Guard(
    app="ledger",
    name="ledger_posting_one_currency",
    table="ledger_posting",
    sqlite=(
        "DROP TRIGGER IF EXISTS ledger_posting_one_currency",
        "CREATE TRIGGER ledger_posting_one_currency BEFORE INSERT ON ledger_posting FOR EACH ROW "
        f"WHEN EXISTS ({_DIFFER}) BEGIN SELECT RAISE(ABORT, '{_SENTENCE}'); END",
    ),
    postgresql=(
        "CREATE OR REPLACE FUNCTION ledger_posting_one_currency() RETURNS trigger LANGUAGE plpgsql AS $$ "
        f"BEGIN IF EXISTS ({_DIFFER}) THEN RAISE EXCEPTION '{_SENTENCE}' "
        "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$",
        "DROP TRIGGER IF EXISTS ledger_posting_one_currency ON ledger_posting",
        "CREATE TRIGGER ledger_posting_one_currency BEFORE INSERT ON ledger_posting "
        "FOR EACH ROW EXECUTE FUNCTION ledger_posting_one_currency()",
    ),
)

for table in ("ledger_account", "ledger_ledgertransaction", "ledger_posting"):
    add(*append_only(app="ledger", table=table))
add(one_currency)
