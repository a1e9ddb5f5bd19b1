"""Real places for invented people."""

from demo.errors import PlacesMissing, SettingsMissing
from directory.places.models import Place, PracticeSetting


def place_called(text: str, country_code: str) -> Place:
    """The place meant by "Exeter", or by "Wellington near Taunton", in this country. Raises PlacesMissing."""
    name, _, beside = text.partition(" near ")
    named = Place.objects.called([name]).filter(country_code=country_code)
    if beside:
        other = place_called(beside, country_code)
        found = named.nearest_first(lat=other.lat, lon=other.lon).first()
    else:
        found = named.main_name_first(name).first()
    if found is None:
        raise PlacesMissing(
            f"“{text}” ({country_code}) is not known here. `manage.py import_places` might help."
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
