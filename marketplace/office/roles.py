"""What moderators and finance may do in the back office, over all rooms below."""

from accounts.roles import FINANCE, MODERATOR, grants

_KEPT_BY_MODERATORS = (
    *("trainers.trainer", "groups.practicegroup", "groups.groupmembership"),
    *("offerings.package", "referrals.referralcode"),
)
_WINDOWS = ("scheduling.availabilityrule", "scheduling.availabilityexception")
_READ_BY_FINANCE = (
    *("orders.order", "orders.payment", "orders.refund", "orders.coachingsession"),
    *("payments.transfer", "payments.connectedaccount", "payments.webhookevent"),
    *("ledger.account", "ledger.ledgertransaction", "outbox.outboxmessage"),
)


def _each(models: tuple[str, ...], *acts: str) -> list[str]:
    pairs = [model.split(".") for model in models]
    return [f"{app}.{act}_{model}" for app, model in pairs for act in acts]


def grant_all() -> None:
    """Called when the room is loaded; `accounts.roles` turns it into rows after every migrate."""
    grants(MODERATOR, *_each(_KEPT_BY_MODERATORS, "view", "add", "change"))
    grants(MODERATOR, *_each(_WINDOWS, "view", "add", "change", "delete"))
    grants(MODERATOR, "trainers.view_credential", "trainers.add_credential", "trainers.change_credential")
    grants(MODERATOR, "places.change_practicesetting", "places.view_practicesetting")
    grants(FINANCE, *_each(_READ_BY_FINANCE, "view"))
    grants(FINANCE, "orders.add_refund", "outbox.change_outboxmessage")
