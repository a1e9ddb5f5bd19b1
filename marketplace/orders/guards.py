"""Terms, trail and fiscal documents are written once; the money of a placed order is frozen."""

from core.guards import add, append_only, refuse

for table in ("orders_termsversion", "orders_orderevent", "orders_orderunit"):
    add(*append_only(app="orders", table=table))

add(
    refuse(
        app="orders",
        name="orders_document_no_delete",
        table="orders_fiscaldocument",
        on="DELETE",
        sentence="a fiscal document is never deleted",
    ),
    refuse(
        app="orders",
        name="orders_document_no_update",
        table="orders_fiscaldocument",
        on="UPDATE",
        when="NEW.blanked_at IS NULL OR OLD.number <> NEW.number OR OLD.series <> NEW.series "
        "OR OLD.issuer <> NEW.issuer OR OLD.kind <> NEW.kind OR OLD.order_id <> NEW.order_id",
        sentence="a fiscal document is only ever blanked",
    ),
    refuse(
        app="orders",
        name="orders_placed_is_frozen",
        table="orders_order",
        on="UPDATE",
        when="OLD.placed_at IS NOT NULL AND (OLD.gross_minor <> NEW.gross_minor OR OLD.currency <> NEW.currency "
        "OR OLD.platform_fee_bp <> NEW.platform_fee_bp OR OLD.terms_version_id <> NEW.terms_version_id "
        "OR OLD.trainer_id <> NEW.trainer_id "
        "OR COALESCE(OLD.package_version_id, 0) <> COALESCE(NEW.package_version_id, 0) "
        "OR OLD.mode <> NEW.mode OR NEW.placed_at IS NULL)",
        sentence="the money and terms of a placed order never change",
    ),
    refuse(
        app="orders",
        name="orders_line_is_frozen",
        table="orders_orderline",
        on="UPDATE",
        sentence="the lines of a placed order never change",
    ),
)
