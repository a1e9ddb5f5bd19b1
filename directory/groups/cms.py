"""Forms and pages of groups in the back office; what they write goes through the room's actions."""

from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm

from accounts.models import User
from core.cms import Act, Archive, Changing, Making, Restore, WordsField, without_empty_slug
from directory.groups import actions
from directory.groups.models import GroupMembership, PracticeGroup
from directory.places.cms import PlaceField
from directory.trainers.cms import LANGUAGES_HINT, account_called, settings_field


class GroupForm(WagtailAdminModelForm):
    """Everything about a group that moderators keep."""

    slug = forms.SlugField(required=False, help_text="The address; made from the name when left empty.")
    place = PlaceField(required=False, help_text="The town; no street.")
    languages = WordsField(required=False, help_text=LANGUAGES_HINT)
    champion = forms.EmailField(
        required=False, help_text="Whoever will look after the group: the address of their account."
    )

    class Meta:
        model = PracticeGroup
        fields = [
            *("name", "slug", "summary", "description", "place", "online", "time_zone", "rhythm", "capacity"),
            *("joining", "reward_policy", "founded_on"),
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settings"] = settings_field()
        self.initial["languages"] = self.instance.languages
        if self.instance.pk:
            del self.fields["champion"]
            self.initial["settings"] = self.instance.settings.all()
        if self.instance.place:
            self.fields["place"].country = self.instance.place.country_code

    def clean_champion(self) -> User | None:
        """Who looks after it from the beginning."""
        return account_called(self.cleaned_data["champion"])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if not data.get("place") and not data.get("online") and "place" not in self.errors:
            self.add_error("place", "Say in which town the group meets, or tick “online”.")
        return data


class MakingGroup(Making):
    def act(self, data: dict[str, Any]) -> PracticeGroup:
        return actions.create_group(**without_empty_slug(data))


class ChangingGroup(Changing):
    def act(self, data: dict[str, Any]) -> PracticeGroup:
        group = PracticeGroup.objects.get(pk=self.object.pk)
        return actions.update_group(group=group, **without_empty_slug(data))


class ArchiveGroup(Archive):
    explanation = "The group is out of search, its page is there for members. Bookings and credit stand."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.archive_group(group=instance)


class RestoreGroup(Restore):
    explanation = "The group is there again, as it was."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.restore_group(group=instance)


class MemberForm(WagtailAdminModelForm):
    """Who belongs to which group, and as what."""

    person = forms.EmailField(help_text="The address of their account.")

    class Meta:
        model = GroupMembership
        fields = ["group", "role"]

    def clean_person(self) -> User | None:
        """Whom it is about."""
        return account_called(self.cleaned_data["person"])


class MakingMember(Making):
    ends_at = "inspect"

    def act(self, data: dict[str, Any]) -> GroupMembership:
        return actions.add_member(group=data["group"], user=data["person"], role=data["role"])


class RoleForm(forms.Form):
    role = forms.ChoiceField(choices=GroupMembership.Role.choices, widget=forms.RadioSelect)


class _Present(Act):
    """An act on somebody who has not left."""

    back = "inspect"

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.left_at is None


class ChangeRole(_Present):
    name = "role"
    label = "Change role"
    icon = "group"
    form_class = RoleForm
    explanation = "Champions and deputies look after the group and see what it brought."

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.object.role}

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        member = actions.add_member(group=instance.group, user=instance.user, role=data["role"])
        return f"{instance.user} is now: {member.get_role_display().lower()}."


class End(_Present):
    name = "end"
    label = "End membership"
    icon = "cross"
    danger = True
    explanation = "The person belongs to the group no more. They can be added again."

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.end_membership(membership=instance)
        return f"{instance.user} has left {instance.group}."
