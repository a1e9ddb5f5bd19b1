"""Forms and pages of packages in the back office: a draft is edited, publishing freezes it."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.models import fields_for_model
from django.utils.text import slugify
from wagtail.admin.forms.models import WagtailAdminModelForm

from core.cms import Act, Archive, Changing, Inspecting, LinesField, Making, Restore, WordsField, section
from core.money import Money, exponent
from core.when import spoken
from directory.places.cms import PlacesField
from directory.trainers.cms import LANGUAGES_HINT, settings_field
from directory.trainers.models import Trainer
from marketplace.offerings import actions
from marketplace.offerings.models import Package, PackageVersion
from marketplace.offerings.obstacles import obstacles_of

_TERMS = (
    *("kind", "title", "summary", "description", "in_person", "online", "sessions", "minutes", "currency"),
    *("participants", "buffer_before", "buffer_after", "notice_minutes", "horizon_days", "step_minutes"),
    "validity_days",
)
_TIER = re.compile(r"(\d+)\D+(\d+(?:\.\d+)?)\D*")


class TiersField(LinesField):
    """Cancellation terms, one a line: “48 hours: 100 %”."""

    def clean(self, value: Any) -> list[list[int]]:  # type: ignore[override]  # the lines are read here
        return [self._read(line) for line in super().clean(value)]

    def _read(self, line: str) -> list[int]:
        found = _TIER.fullmatch(line)
        if found is None:
            raise forms.ValidationError(f"“{line}” could be written like this: 48 hours: 100 %")
        return [int(found[1]), int(Decimal(found[2]) * 100)]


class QuestionsField(LinesField):
    """Intake questions, one a line: “* Where do you work?”, the star where an answer is needed."""

    def clean(self, value: Any) -> list[dict[str, Any]]:  # type: ignore[override]  # the lines are read here
        return [_question(line) for line in super().clean(value)]


def _question(line: str) -> dict[str, Any]:
    label = line.removeprefix("*").strip()
    long = label.endswith("…")
    label = label.removesuffix("…").strip()
    key = slugify(label)[:40].strip("-") or "question"
    return {"key": key, "label": label, "required": line.startswith("*"), "long": long}


def _line(question: dict[str, Any]) -> str:
    star = "* " if question.get("required") else ""
    return f"{star}{question['label']}{' …' if question.get('long') else ''}"


class PackageForm(WagtailAdminModelForm):
    """The draft of a package; `trainer` and address are chosen once."""

    slug = forms.SlugField(required=False, help_text="The address; made from the title when left empty.")

    class Meta:
        model = Package
        fields = ["trainer", "slug"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.update(fields_for_model(PackageVersion, fields=_TERMS))
        self.fields["price"] = forms.DecimalField(
            min_value=0, label="Price in all", help_text="For the whole package; 0 for a free one."
        )
        self.fields["languages"] = WordsField(required=False, help_text=LANGUAGES_HINT)
        self.fields["places"] = PlacesField(
            required=False, label="Towns to meet in", help_text="One a line, if it is offered in person."
        )
        self.fields["settings"] = settings_field()
        self.fields["intake_questions"] = QuestionsField(
            required=False,
            help_text="One a line. A star before it: an answer is needed. “…” after it: room for a long one.",
        )
        self.fields["cancellation_tiers"] = TiersField(
            required=False,
            label="What comes back on cancelling",
            help_text="One a line, as in: 48 hours: 100 %",
        )
        self.fields["notice_minutes"].help_text = "Minutes between now and the first time that can be chosen."
        self._begin()

    def _begin(self) -> None:
        """Show the draft, else the version on sale, else what a new version starts with."""
        version = self._version()
        for name in _TERMS:
            self.initial.setdefault(name, getattr(version, name))
        price = Money(version.price_minor, version.currency).decimal if version.currency else None
        tiers = [f"{hours} hours: {points / 100:g} %" for hours, points in version.cancellation_tiers]
        self.initial.update(
            price=price,
            languages=list(version.languages),
            intake_questions=[_line(question) for question in version.intake_questions],
            cancellation_tiers=tiers,
        )
        if self.instance.pk:
            del self.fields["trainer"], self.fields["slug"]
            self.initial["places"] = "\n".join(place.label for place in version.places.all())
            self.initial["settings"] = self.instance.settings.all()

    def _version(self) -> PackageVersion:
        if self.instance.pk:
            found = actions.draft_of(self.instance) or self.instance.current
            if found is not None:
                return found
        return PackageVersion(price_minor=0)

    def clean(self) -> dict[str, Any]:
        """Amounts in minor units; questions keep the key they were asked under."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        if "price" in data and len(data.get("currency", "")) == 3:
            data["currency"] = data["currency"].upper()
            minor = data["price"].scaleb(exponent(data["currency"]))
            if minor != int(minor):
                self.add_error("price", f"{data['currency']} has no such small part.")
            data["price_minor"] = int(minor)
        known = {q["label"]: q["key"] for q in self._version().intake_questions}
        for question in data.get("intake_questions") or []:
            question["key"] = known.get(question["label"], question["key"])
        return data


def terms(data: dict[str, Any]) -> dict[str, Any]:
    """The form's values as the actions take them."""
    names = (*_TERMS, "price_minor", "languages", "places", "settings", "intake_questions")
    return {name: data[name] for name in (*names, "cancellation_tiers")}


class MakingPackage(Making):
    def act(self, data: dict[str, Any]) -> Package:
        trainer: Trainer = data["trainer"]
        return actions.create_package(trainer=trainer, slug=data["slug"], **terms(data))


class ChangingPackage(Changing):
    submit_button_label = "Save the draft"
    success_message = "The draft of %(object)s is saved. It is sold once it is published."

    def act(self, data: dict[str, Any]) -> Package:
        package = Package.objects.select_related("trainer", "current").get(pk=self.object.pk)
        actions.save_draft(package=package, **terms(data))
        return package


class PackagePage(Inspecting):
    """The package, and every version of its terms."""

    def get_object(self, queryset: Any = None) -> Package:
        package: Package = super().get_object(queryset)
        return package

    def sections(self) -> list[dict[str, Any]]:
        rows = [
            [
                version.number,
                version.get_state_display(),
                version.title,
                f"{version.sessions} x {version.minutes} minutes",
                "free" if version.is_free else version.price,
                spoken(version.published_at, "UTC", "dated") if version.published_at else "",
                "on sale" if version.pk == self.object.current_id else "",
            ]
            for version in self.object.versions.order_by("-number")
        ]
        columns = ["Version", "State", "Title", "Sessions", "Price", "Published", ""]
        return [section("Versions", columns, rows)]


class Publish(Act):
    name = "publish"
    label = "Publish the draft"
    icon = "view"

    @classmethod
    def applies(cls, instance: Any) -> bool:
        return actions.draft_of(instance) is not None

    def explain(self, instance: Any) -> str:
        draft = actions.draft_of(instance)
        if draft is None:
            return "There is no draft: what is on sale is the newest version."
        obstacles = obstacles_of(draft)
        if obstacles:
            return "In the way: " + " ".join(obstacles)
        return (
            f"Version {draft.number} is sold from now on, and can never change. "
            "Orders keep the version they were made under."
        )

    def act(self, instance: Any, data: dict[str, Any]) -> str:
        version = actions.publish_version(package=instance)
        return f"{version.title} is on sale in version {version.number}."


class ArchivePackage(Archive):
    explanation = "Nobody can book it any more. Orders keep it, and you can restore it."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.archive_package(package=instance)


class RestorePackage(Restore):
    explanation = "It can be booked again, as it was."

    @staticmethod
    def action(instance: Any) -> Any:
        return actions.restore_package(package=instance)
