"""Other names under which people ask for a country. The official ones are rows of `Country`."""

from directory.places.country_names import NAMES
from directory.places.names import name_key

# Folded name > ISO 3166-1 code.
ALIASES = {
    **{name_key(name): code for names in NAMES.values() for code, name in names.items()},
    "uk": "GB",
    "u k": "GB",
    "gb": "GB",
    "great britain": "GB",
    "britain": "GB",
    "us": "US",
    "usa": "US",
    "u s a": "US",
    "u s": "US",
    "united states of america": "US",
    "america": "US",
    "uae": "AE",
    "holland": "NL",
    "netherlands": "NL",
    "the netherlands": "NL",
    "nederland": "NL",
    "deutschland": "DE",
    "osterreich": "AT",
    "schweiz": "CH",
    "suisse": "CH",
    "svizzera": "CH",
    "espana": "ES",
    "italia": "IT",
    "belgie": "BE",
    "belgique": "BE",
    "danmark": "DK",
    "norge": "NO",
    "sverige": "SE",
    "suomi": "FI",
    "island": "IS",
    "polska": "PL",
    "czech republic": "CZ",
    "cesko": "CZ",
    "eire": "IE",
    "republic of ireland": "IE",
    "turkiye": "TR",
    "brasil": "BR",
    "south korea": "KR",
    "north korea": "KP",
    "macedonia": "MK",
    "aotearoa": "NZ",
    "nippon": "JP",
    "cape verde": "CV",
    "swaziland": "SZ",
    "burma": "MM",
}

# Parts of a country that people name as one; searched as the whole.
PARTS = {
    "england": "GB",
    "scotland": "GB",
    "wales": "GB",
    "cymru": "GB",
    "northern ireland": "GB",
}
