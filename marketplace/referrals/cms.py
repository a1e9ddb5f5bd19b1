"""Forms and pages of referral codes in the back office."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from core.cms import Act, Making
from marketplace.referrals import actions
from marketplace.referrals.models import ReferralCode


class CodeForm(WagtailAdminModelForm):
    """A new code of a group."""

    code = forms.CharField(
        required=False, max_length=32, help_text="Left empty, one is made up. Codes do not differ by case."
    )

    class Meta:
        model = ReferralCode
        fields = ["group", "code", "target"]

    def _get_validation_exclusions(self) -> set[str]:
        """The action judges the code, in a sentence."""
        found: set[str] = super()._get_validation_exclusions()
        return {*found, "code"}


class MakingCode(Making):
    ends_at = "inspect"

    def act(self, data: dict[str, Any]) -> ReferralCode:
        return actions.create_code(**data)


class Retire(Act):
    name = "retire"
    label = "Retire"
    icon = "cross"
    back = "inspect"
    explanation = "The code counts no more; its link still leads on. What it brought stays credited."

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.retired_at is None

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.retire_code(code=instance)
        return f"The code {instance} is retired. “Restore” takes that back."


class Restore(Act):
    name = "restore"
    label = "Restore"
    icon = "rotate"
    back = "inspect"
    explanation = "The code counts again."

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.retired_at is not None

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.restore_code(code=instance)
        return f"The code {instance} counts again."
