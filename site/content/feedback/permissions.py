"""Who reads what people tell us: editors, and so admins."""

from typing import Any

from accounts import roles

READ, ACT = "content.view_feedback", "content.change_feedback"

roles.grants(roles.EDITOR, READ, ACT)


def may_read(user: Any) -> bool:
    """Whether somebody reads the inbox."""
    return bool(user.is_authenticated and user.has_perm(READ))
