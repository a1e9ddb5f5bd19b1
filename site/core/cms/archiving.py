"""Archiving and restoring, for rows with an `archived_at`."""

from collections.abc import Callable
from typing import Any

from core.cms.acts import Act


class Archive(Act):
    """Take a row out of sight. A subclass names the action and says what becomes of what hangs on it."""

    name = "archive"
    label = "Archive"
    icon = "bin"
    danger = True
    action: Callable[[Any], Any]

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.archived_at is None

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        type(self).action(instance)
        return f"{instance} is archived. “Restore” takes that back."


class Restore(Act):
    """Bring an archived row back."""

    name = "restore"
    label = "Restore"
    icon = "rotate"
    action: Callable[[Any], Any]

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.archived_at is not None

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        type(self).action(instance)
        return f"{instance} is restored."
