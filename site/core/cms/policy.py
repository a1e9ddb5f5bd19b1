"""Who may do what with rows under `/cms/`."""

from typing import Any

from django.db import models
from wagtail.permission_policies import ModelPermissionPolicy


class NarrowPolicy(ModelPermissionPolicy):
    """Django's model permissions for these actions alone, superusers included."""

    def __init__(self, model: type[models.Model], *actions: str) -> None:
        super().__init__(model)
        self._actions = frozenset(actions)

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self._actions and bool(super().user_has_permission(user, action))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        return self.user_has_permission(user, action)

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        return self.user_has_any_permission(user, actions)
