"""How the name of a place is compared, and how it is shown."""

from django.conf import settings

from core.text import searchable_words
from directory.places.country_names import country_in

NAME_LENGTH = 200
# "near" as the labels of places say it, by language.
NEAR = {"de": "bei"}


def name_key(name: str) -> str:
    """Return the form under which a name is stored and asked for: `"Stoke-on-Trent"`, `"stoke on trent"`
    and `"STOKE ON TRENT"` are one. Empty when the text holds no letter or digit."""
    return " ".join(searchable_words(name))[:NAME_LENGTH]


def place_label(
    *, name: str, qualifier: str, country_name: str, country_code: str, language: str = "en-gb"
) -> str:
    """Return the name with what tells it apart: "Taunton, United Kingdom", "Newport, near Telford",
    "Taunton, Massachusetts, United States"; in German "Taunton, Vereinigtes Königreich", "Newport, bei Telford".
    The site's own country goes unsaid after a qualifier."""
    country_name = country_in(language, country_code, country_name)
    if qualifier.startswith("near "):
        qualifier = f"{NEAR.get(language, 'near')} {qualifier.removeprefix('near ')}"
    if qualifier and country_code == settings.SITE_COUNTRY:
        return f"{name}, {qualifier}"
    return ", ".join(part for part in (name, qualifier, country_name or country_code) if part)
