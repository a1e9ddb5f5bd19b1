"""How the name of a place is compared, and how it is shown."""

from django.conf import settings

from core.text import searchable_words

NAME_LENGTH = 200


def name_key(name: str) -> str:
    """Return the form under which a name is stored and asked for: `"Stoke-on-Trent"`, `"stoke on trent"`
    and `"STOKE ON TRENT"` are one. Empty when the text holds no letter or digit."""
    return " ".join(searchable_words(name))[:NAME_LENGTH]


def place_label(*, name: str, qualifier: str, country_name: str, country_code: str) -> str:
    """Return the name with what tells it apart: "Taunton, United Kingdom", "Newport, near Telford",
    "Taunton, Massachusetts, United States". The site's own country goes unsaid after a qualifier."""
    if qualifier and country_code == settings.SITE_COUNTRY:
        return f"{name}, {qualifier}"
    return ", ".join(part for part in (name, qualifier, country_name or country_code) if part)
