"""First-level divisions by GeoNames' `admin1` code, for the countries whose people say them with a town."""

from typing import NamedTuple

from directory.places.names import name_key


class Region(NamedTuple):
    country_code: str
    admin1: str
    name: str
    short: str = ""


_US = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware
DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas
KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi
MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York
NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island
SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington
WV West Virginia|WI Wisconsin|WY Wyoming
"""
_GB = "ENG England|SCT Scotland|WLS Wales|NIR Northern Ireland"
_CA = """
01 Alberta/AB|02 British Columbia/BC|03 Manitoba/MB|04 New Brunswick/NB|05 Newfoundland and Labrador/NL
07 Nova Scotia/NS|08 Ontario/ON|09 Prince Edward Island/PE|10 Quebec/QC|11 Saskatchewan/SK|12 Yukon/YT
13 Northwest Territories/NT|14 Nunavut/NU
"""
_AU = """
01 Australian Capital Territory/ACT|02 New South Wales/NSW|03 Northern Territory/NT|04 Queensland/QLD
05 South Australia/SA|06 Tasmania/TAS|07 Victoria/VIC|08 Western Australia/WA
"""
_DE = """
01 Baden-Württemberg|02 Bavaria|03 Bremen|04 Hamburg|05 Hesse|06 Lower Saxony|07 North Rhine-Westphalia
08 Rhineland-Palatinate|09 Saarland|10 Schleswig-Holstein|11 Brandenburg|12 Mecklenburg-Vorpommern
13 Saxony|14 Saxony-Anhalt|15 Thuringia|16 Berlin
"""


def _regions(country_code: str, table: str) -> list[Region]:
    found = []
    for entry in table.strip().replace("\n", "|").split("|"):
        admin1, _, names = entry.partition(" ")
        name, _, short = names.partition("/")
        found.append(Region(country_code, admin1, name, short or (admin1 if admin1.isalpha() else "")))
    return found


REGIONS: dict[tuple[str, str], Region] = {
    (region.country_code, region.admin1): region
    for country_code, table in (("US", _US), ("GB", _GB), ("CA", _CA), ("AU", _AU), ("DE", _DE))
    for region in _regions(country_code, table)
}
# Countries whose towns are always named with their region: "Taunton, Massachusetts".
REGION_SAID = frozenset({"US", "CA", "AU"})

_BY_KEY: dict[str, list[Region]] = {}
for _region in REGIONS.values():
    for _name in filter(None, (_region.name, _region.short)):
        _BY_KEY.setdefault(name_key(_name), []).append(_region)


def regions_called(key: str) -> list[Region]:
    """Return the regions with this folded name or abbreviation: "texas", "tx", "wa" (two of them)."""
    return _BY_KEY.get(key, [])
