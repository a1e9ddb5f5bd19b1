"""Forms and pages of trainers' time in the back office."""

from typing import Any

from wagtail.admin.forms.models import WagtailAdminModelForm

from core.cms import Changing, Making, Removing
from marketplace.scheduling import actions
from marketplace.scheduling.models import AvailabilityException, AvailabilityRule


class RuleForm(WagtailAdminModelForm):
    """A weekly window on the trainer's wall clock."""

    class Meta:
        model = AvailabilityRule
        fields = ["trainer", "weekday", "starts", "ends", "valid_from", "valid_until"]

    def _get_validation_exclusions(self) -> set[str]:
        """The action judges the window, in a sentence."""
        found: set[str] = super()._get_validation_exclusions()
        return {*found, "starts", "ends"}


class MakingRule(Making):
    def act(self, data: dict[str, Any]) -> AvailabilityRule:
        return actions.save_rule(**data)


class ChangingRule(Changing):
    def act(self, data: dict[str, Any]) -> AvailabilityRule:
        return actions.save_rule(rule=AvailabilityRule.objects.get(pk=self.object.pk), **data)


class RemovingRule(Removing):
    def remove(self, instance: Any) -> None:
        actions.delete_rule(rule=instance)


class ExceptionForm(WagtailAdminModelForm):
    """One date on which the week is different."""

    class Meta:
        model = AvailabilityException
        fields = ["trainer", "date", "kind", "starts", "ends", "reason"]

    def _get_validation_exclusions(self) -> set[str]:
        """The action judges the window, in a sentence."""
        found: set[str] = super()._get_validation_exclusions()
        return {*found, "starts", "ends"}


class MakingException(Making):
    ends_at = "index"

    def get_success_url(self) -> str:
        return str(super(Making, self).get_success_url())

    def act(self, data: dict[str, Any]) -> AvailabilityException:
        return actions.add_exception(**data)


class RemovingException(Removing):
    def remove(self, instance: Any) -> None:
        actions.delete_exception(exception=instance)
