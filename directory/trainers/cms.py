"""Forms and pages of trainers in the back office; what they write goes through the room's actions."""

import datetime as dt
from typing import Any

from django import forms
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.widgets import AdminImageChooser

from accounts.models import User
from core import clock
from core.cms import Act, Archive, Changing, LinesField, Making, Restore, WordsField
from directory.places.cms import PlacesField
from directory.places.models import PracticeSetting
from directory.trainers import actions
from directory.trainers.models import Credential, Format, Trainer

LANGUAGES_HINT = "Codes with commas between, as in: en, pt."


def account_called(email: str) -> User | None:
    """The account with this address, None for no address. Raises ValidationError where there is none."""
    if not email:
        return None
    found = User.objects.filter(email__iexact=email).first()
    if found is None:
        raise forms.ValidationError(
            "Nobody has an account with this address yet. They could sign up first, or leave this empty."
        )
    return found


def settings_field() -> "forms.ModelMultipleChoiceField[PracticeSetting]":
    """Practice settings to tick."""
    return forms.ModelMultipleChoiceField(
        queryset=PracticeSetting.objects.select_related("parent").order_by("parent__position", "position"),
        required=False,
        label="Practice settings",
        widget=forms.CheckboxSelectMultiple,
    )


class TrainerForm(WagtailAdminModelForm):
    """Everything about a trainer that moderators keep."""

    slug = forms.SlugField(required=False, help_text="The address; made from the name when left empty.")
    account = forms.EmailField(required=False, help_text="Whose account opens the trainer's desk.")
    languages = WordsField(required=False, help_text=LANGUAGES_HINT)
    formats = forms.MultipleChoiceField(choices=Format.choices, widget=forms.CheckboxSelectMultiple)
    questions = LinesField(required=False, help_text="Questions a client may ask, one a line.")
    places = PlacesField(
        required=False,
        travel=True,
        help_text="Towns only, one a line, with how far the trainer travels (0, 25, 50 or 100 km): Taunton, 25 km",
    )
    accepts_until = forms.DateField(
        required=False, label="Accepts clients until", widget=AdminDateInput, help_text="Empty: not now."
    )

    class Meta:
        model = Trainer
        fields = ["name", "slug", "headline", "story", "photo", "time_zone", "country_code"]
        widgets = {"photo": AdminImageChooser}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["settings"] = settings_field()
        trainer = self.instance
        self.fields["places"].country = str(self.data.get("country_code") or trainer.country_code)
        self.initial.update(
            languages=trainer.languages, formats=trainer.formats or ["online"], questions=trainer.questions
        )
        if trainer.pk:
            places = trainer.places.select_related("place")
            self.initial.update(
                account=trainer.user.email if trainer.user else "",
                places="\n".join(f"{row.place.label}, {row.travel_km} km" for row in places),
                accepts_until=trainer.accepting_until,
                settings=trainer.settings.all(),
            )

    def clean_account(self) -> User | None:
        """Whose desk it is."""
        user = account_called(self.cleaned_data["account"])
        if user is not None and Trainer.objects.filter(user=user).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("This account is another trainer's already.")
        return user


def _profile(data: dict[str, Any]) -> dict[str, Any]:
    names = ("name", "headline", "story", "photo", "time_zone", "country_code", "languages", "formats")
    given = {name: data[name] for name in (*names, "questions", "settings")}
    return {**given, "user": data["account"], **({"slug": data["slug"]} if data["slug"] else {})}


def _rest(trainer: Trainer, data: dict[str, Any]) -> Trainer:
    actions.set_places(trainer=trainer, places=data["places"])
    if data["accepts_until"] != trainer.accepting_until:
        actions.confirm_accepting(trainer=trainer, until=data["accepts_until"])
    return trainer


class MakingTrainer(Making):
    def act(self, data: dict[str, Any]) -> Trainer:
        return _rest(actions.create_trainer(**_profile(data)), data)


class ChangingTrainer(Changing):
    def act(self, data: dict[str, Any]) -> Trainer:
        trainer = Trainer.objects.get(pk=self.object.pk)
        return _rest(actions.update_trainer(trainer=trainer, **_profile(data)), data)


class Publish(Act):
    name = "publish"
    label = "Publish"
    icon = "view"
    explanation = "Visitors see the profile, and its published packages can be booked."

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return instance.published_at is None

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.publish_trainer(trainer=instance)
        return f"{instance} is published."


class ArchiveTrainer(Archive):
    explanation = "Profile and packages go out of sight. Bookings stand, and you can restore it."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.archive_trainer(trainer=instance)


class RestoreTrainer(Restore):
    explanation = "Profile and packages are there again, as they were."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.restore_trainer(trainer=instance)


class SellerForm(forms.Form):
    """What fiscal documents say of the seller."""

    legal_name = forms.CharField(max_length=160)
    address = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    country_code = forms.RegexField(r"^[A-Z]{2}$", help_text="Two capital letters, as in GB.")
    tax_id = forms.CharField(max_length=40, required=False)


class Seller(Act):
    name = "seller"
    label = "Seller details"
    icon = "doc-full"
    form_class = SellerForm
    explanation = "Shown on fiscal documents alone. Those written already keep what they said."

    def get_initial(self) -> dict[str, Any]:
        details = getattr(self.object, "seller_details", None)
        names = ("legal_name", "address", "country_code", "tax_id")
        return {name: getattr(details, name) for name in names} if details else {}

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.save_seller_details(trainer=instance, **data)
        return f"The seller details of {instance} are saved."


class CredentialForm(WagtailAdminModelForm):
    """Evidence of a membership that staff will look at."""

    class Meta:
        model = Credential
        fields = ["trainer", "membership", "evidence"]


class MakingCredential(Making):
    ends_at = "inspect"

    def act(self, data: dict[str, Any]) -> Credential:
        return actions.submit_credential(**data)


class UntilForm(forms.Form):
    until = forms.DateField(label="Counts as verified until", widget=AdminDateInput)


class Verify(Act):
    name = "verify"
    label = "Verify"
    icon = "check"
    back = "inspect"
    form_class = UntilForm
    explanation = "You have seen the membership. The profile says so until the date you choose."

    def get_initial(self) -> dict[str, Any]:
        return {"until": clock.now().date() + dt.timedelta(days=365)}

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.verify_credential(credential=instance, until=data["until"], actor=self.actor)
        return f"{instance} is verified until {data['until']:%d %B %Y}."


class WhyForm(forms.Form):
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Seen by staff and the trainer alone."
    )


class Refuse(Act):
    name = "refuse"
    label = "Could not be verified"
    icon = "cross"
    back = "inspect"
    form_class = WhyForm
    explanation = "The profile does not say that the membership is verified. You can verify it later."

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return bool(instance.status != Credential.Status.REFUSED)

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        actions.refuse_credential(credential=instance, reason=data["reason"], actor=self.actor)
        return f"{instance} is noted as not verified."
