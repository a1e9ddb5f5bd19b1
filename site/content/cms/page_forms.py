"""The page editor's form: what it refuses, and why, beside the field."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

SCHEDULE = ("go_live_at", "expire_at")


class SiteTimeField(forms.DateTimeField):
    """A day and time in the site's zone. An hour that comes twice means its first time; one left out is refused."""

    def to_python(self, value: Any) -> dt.datetime | None:
        """The instant, or a sentence that names an hour there is. Django refuses both nights with one sentence."""
        try:
            instant: dt.datetime | None = super().to_python(value)
        except ValidationError as refusal:
            if refusal.code != "ambiguous_timezone" or refusal.params is None:
                raise
            return self._on_such_a_night(refusal.params["datetime"])
        return instant

    def _on_such_a_night(self, typed: dt.datetime) -> dt.datetime:
        zone = timezone.get_current_timezone()
        instant = typed.replace(tzinfo=zone, fold=0).astimezone(dt.UTC)
        there_is = instant.astimezone(zone).replace(tzinfo=None)
        if there_is == typed:
            return instant
        raise ValidationError(
            _("The clocks go forward that night: there is no %(typed)s in %(zone)s. %(there_is)s is next.")
            % {
                "typed": f"{typed:%H:%M}",
                "zone": zone.key if isinstance(zone, zoneinfo.ZoneInfo) else zone,
                "there_is": f"{there_is:%H:%M}",
            },
            code="no_such_time",
        )


class NobodyElsesWords(WagtailAdminPageForm):
    """Refuses once to save over what somebody else saved since this page was opened.

    Wagtail itself refuses only what the editor saves by itself. The form comes back with the newest version's
    number, so that whoever has read the sentence may save again; the other version stays in the history.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in SCHEDULE:
            if name in self.fields:
                field = self.fields[name]
                self.fields[name] = SiteTimeField(
                    required=field.required,
                    widget=field.widget,
                    label=field.label,
                    help_text=field.help_text,
                )

    def clean(self) -> dict[str, Any]:
        """Whatever else there is to say is said as well."""
        cleaned: dict[str, Any] = super().clean()
        latest = self.instance.latest_revision if self.instance.pk else None
        if latest is not None and self._was_opened_before(latest):
            self.add_error(None, _overtaken(latest))
        return cleaned

    def _was_opened_before(self, latest: Any) -> bool:
        """As Wagtail reckons it: by the version this window saved itself, else by the one it loaded."""
        own = self.data.get("overwrite_revision_id")
        if own:
            return bool(own != str(latest.pk))
        loaded = self.data.get("loaded_revision_id")
        if not loaded:
            return False
        seen = (loaded, self.data.get("loaded_revision_created_at", ""))
        return bool(seen != (str(latest.pk), latest.created_at.isoformat()))


def _overtaken(latest: Any) -> str:
    who = str(latest.user) if latest.user else _("Somebody")
    return _(
        "%(who)s saved this page at %(time)s, after you had opened it. Your words are still here and not saved. "
        "Saving again puts them in the place of the other version, which stays in the history for comparing."
    ) % {"who": who, "time": timezone.localtime(latest.created_at).strftime("%H:%M")}
