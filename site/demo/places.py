"""Real places for invented people."""

from directory.places.models import Place, PracticeSetting
from demo.errors import PlacesMissing, SettingsMissing


def place_called(name: str, country_code: str) -> Place:
    """The place that is meant by this name in this country. Raises PlacesMissing."""
    found = Place.objects.called([name]).filter(country_code=country_code).main_name_first(name).first()
    if found is None:
        raise PlacesMissing(
            f"“{name}” ({country_code}) is not among the places. Run `manage.py import_places`."
        )
    return found


def settings_called(slugs: list[str]) -> list[PracticeSetting]:
    """Practice settings by their slugs. Raises SettingsMissing."""
    found = list(PracticeSetting.objects.filter(slug__in=slugs))
    missing = set(slugs) - {setting.slug for setting in found}
    if missing:
        raise SettingsMissing(
            f"No practice setting is called {', '.join(sorted(missing))}. Run `manage.py migrate`."
        )
    return found
