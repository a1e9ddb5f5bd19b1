"""A small gazetteer of real places, and factories for made-up ones.

The rows are GeoNames' (geonames.org, CC BY 4.0), with the qualifiers the whole import gives them.
"""

from datetime import UTC, datetime
from typing import Any

import factory

from directory.places.models import CachedGeocode, Country, Outcode, Place, PlaceName, PracticeSetting
from directory.places.names import name_key
from directory.places.practice_settings import plant

_COUNTRIES = """
AE United Arab Emirates
AT Austria
AU Australia
BR Brazil
CA Canada
CH Switzerland
DE Germany
DK Denmark
ES Spain
FJ Fiji
FR France
GB United Kingdom
GE Georgia
IE Ireland
IN India
IT Italy
JE Jersey
JP Japan
KR South Korea
KW Kuwait
LU Luxembourg
NL The Netherlands
NO Norway
NZ New Zealand
PL Poland
PT Portugal
SE Sweden
US United States
ZA South Africa
"""
# geoname id|name|qualifier|country|admin1|population|lat|lon|time zone|other names
_PLACES = """
2636177|Taunton||GB|ENG|64621|51.01494|-3.10293|Europe/London|
4952629|Taunton|Massachusetts|US|MA|56789|41.9001|-71.08977|America/New_York|
2654730|Bridgwater||GB|ENG|41276|51.12837|-3.00356|Europe/London|Bridgewater
2649808|Exeter||GB|ENG|130709|50.7236|-3.52751|Europe/London|
2641598|Newport|Wales|GB|WLS|161506|51.58774|-2.99835|Europe/London|
2641599|Newport|near Gosport|GB|ENG|24884|50.70146|-1.29124|Europe/London|
2641595|Newport|near Telford|GB|ENG|12741|52.76684|-2.37734|Europe/London|
5223593|Newport|Rhode Island|US|RI|24232|41.4901|-71.31283|America/New_York|
4302529|Newport|Kentucky|US|KY|15354|39.09145|-84.49578|America/New_York|
2155411|Newport|Victoria|AU|07|13658|-37.84427|144.88483|Australia/Melbourne|
2155412|Newport|New South Wales|AU|02|9048|-33.65639|151.31401|Australia/Sydney|
3345439|Telford||GB|ENG|155570|52.67659|-2.44926|Europe/London|
2648272|Gosport||GB|ENG|81952|50.79509|-1.12902|Europe/London|
2637891|Shrewsbury||GB|ENG|76782|52.71009|-2.75208|Europe/London|
2638911|Ryde||GB|ENG|24096|50.72999|-1.1621|Europe/London|
2643743|London||GB|ENG|8961989|51.50853|-0.12574|Europe/London|Londres
6058560|London|Ontario|CA|08|422324|42.98339|-81.23304|America/Toronto|
2654675|Bristol||GB|ENG|479024|51.45523|-2.59665|Europe/London|
2656173|Bath||GB|ENG|101557|51.3751|-2.36172|Europe/London|Bata
2643123|Manchester||GB|ENG|568996|53.48095|-2.23743|Europe/London|
2644688|Leeds||GB|ENG|536280|53.79648|-1.54785|Europe/London|
2655603|Birmingham||GB|ENG|1157603|52.48142|-1.89983|Europe/London|
2648579|Glasgow||GB|SCT|626410|55.86515|-4.25763|Europe/London|
2650225|Edinburgh||GB|SCT|514990|55.95206|-3.19648|Europe/London|
2653822|Cardiff||GB|WLS|372089|51.48|-3.18|Europe/London|
2655984|Belfast||GB|NIR|348005|54.59682|-5.92541|Europe/London|
2640194|Plymouth||GB|ENG|260203|50.37153|-4.14305|Europe/London|
2641673|Newcastle upon Tyne||GB|ENG|300125|54.97328|-1.61396|Europe/London|Newcastle
2636841|Stoke-on-Trent||GB|ENG|258366|53.00415|-2.18538|Europe/London|
2638867|St Albans||GB|ENG|84561|51.75|-0.33333|Europe/London|
2645456|King's Lynn||GB|ENG|46093|52.75172|0.39516|Europe/London|
2640358|Perth||GB|SCT|47350|56.39522|-3.43139|Europe/London|
2063523|Perth|Western Australia|AU|08|2384371|-31.95224|115.8614|Australia/Perth|
2964574|Dublin||IE|L|1024027|53.33306|-6.24889|Europe/Dublin|
5344157|Dublin|California|US|CA|57721|37.70215|-121.93579|America/Los_Angeles|
2886242|Köln||DE|07|1024621|50.93333|6.95|Europe/Berlin|Cologne, Koeln
3178287|Cologne||IT|09|7032|45.57862|9.9418|Europe/Rome|
2950159|Berlin||DE|16|3426354|52.52437|13.41053|Europe/Berlin|
2867714|Munich||DE|02|1505005|48.13743|11.57549|Europe/Berlin|
2911298|Hamburg||DE|04|1973896|53.55073|9.99302|Europe/Berlin|
3093133|Łódź||PL|74|639890|51.77058|19.47395|Europe/Warsaw|Lodz, Lodzh
2988507|Paris||FR|11|2138551|48.85341|2.3488|Europe/Paris|
4717560|Paris|Texas|US|TX|24782|33.66094|-95.55551|America/Chicago|
5128581|New York City|New York|US|NY|8804190|40.71427|-74.00597|America/New_York|New York, NYC
4930956|Boston|Massachusetts|US|MA|653833|42.35843|-71.05977|America/New_York|
5109797|Boston|New York|US|NY|8049|42.62895|-78.73753|America/New_York|
2655138|Boston||GB|ENG|45339|52.97633|-0.02664|Europe/London|
4409896|Springfield|Missouri|US|MO|170188|37.21533|-93.29824|America/Chicago|
4951788|Springfield|Massachusetts|US|MA|154341|42.10148|-72.58981|America/New_York|
4250542|Springfield|Illinois|US|IL|114394|39.80172|-89.64371|America/Chicago|
4887398|Chicago|Illinois|US|IL|2664452|41.85003|-87.65005|America/Chicago|
2147714|Sydney|New South Wales|AU|02|5638830|-33.86785|151.20732|Australia/Sydney|
2158177|Melbourne|Victoria|AU|07|5435590|-37.814|144.96332|Australia/Melbourne|
1850147|Tokyo||JP|40|9733276|35.6895|139.69171|Asia/Tokyo|東京
285787|Kuwait City||KW|02|60064|29.367|47.97429|Asia/Kuwait|Kuwait
3143244|Oslo||NO|12|1082575|59.91273|10.74609|Europe/Oslo|
2673730|Stockholm||SE|26|1515017|59.32938|18.06871|Europe/Stockholm|
2618425|Copenhagen||DK|17|1153615|55.67594|12.56553|Europe/Copenhagen|København
2759794|Amsterdam||NL|07|741636|52.37403|4.88969|Europe/Amsterdam|
2657896|Zürich||CH|ZH|415367|47.36667|8.55|Europe/Zurich|Zurich, Zuerich
2761369|Vienna||AT|09|1691468|48.20849|16.37208|Europe/Vienna|Wien
3117735|Madrid||ES|29|3255944|40.4165|-3.70256|Europe/Madrid|
3182351|Bari||IT|13|316491|41.12066|16.86982|Europe/Rome|
2960316|Luxembourg||LU|LU|76684|49.60982|6.13268|Europe/Luxembourg|
6167865|Toronto|Ontario|CA|08|2794356|43.70643|-79.39864|America/Toronto|
2179537|Wellington||NZ|G2|381900|-41.28664|174.77557|Pacific/Auckland|
2193733|Auckland||NZ|E7|1547200|-36.84853|174.76349|Pacific/Auckland|
2198148|Suva||FJ|01|77366|-18.13683|178.42531|Pacific/Fiji|
8299576|Bridgewater|New Jersey|US|NJ|44464|40.60079|-74.64815|America/New_York|
3042091|Saint Helier||JE|3237864|28000|49.18804|-2.10491|Europe/Jersey|
4744091|Alexandria|Virginia|US|VA|159467|38.80484|-77.04692|America/New_York|
4781708|Richmond|Virginia|US|VA|226610|37.55376|-77.46026|America/New_York|
3369157|Cape Town||ZA|11|4772846|-33.92584|18.42322|Africa/Johannesburg|Kaapstad
1275339|Mumbai||IN|16|12691836|19.07283|72.88261|Asia/Kolkata|
3448439|São Paulo||BR|27|12400232|-23.5475|-46.63611|America/Sao_Paulo|Sampa
"""


def load_some_places() -> dict[str, Place]:
    """Store some seventy real places of two dozen countries and return them by label."""
    return load_places(_PLACES)


def load_places(table: str) -> dict[str, Place]:
    """Store the places of a table such as `_PLACES` and return all that are stored by label.

    Calling it again stores nothing more. Bulk inserts: three statements.
    """
    countries = dict(line.split(" ", 1) for line in _COUNTRIES.strip().splitlines())
    rows = [Country(code=code, name=name, name_folded=name_key(name)) for code, name in countries.items()]
    Country.objects.bulk_create(rows, ignore_conflicts=True)
    lines = [line.split("|") for line in table.strip().splitlines() if not line.startswith("#")]
    Place.objects.bulk_create([_place(line, countries) for line in lines], ignore_conflicts=True)
    stored = {place.geoname_id: place for place in Place.objects.filter(geoname_id__isnull=False)}
    names = [
        PlaceName(place=stored[int(line[0])], name=name, name_folded=name_key(name))
        for line in lines
        for name in filter(None, line[9].split(", "))
    ]
    PlaceName.objects.bulk_create(names, ignore_conflicts=True)
    return {place.label: place for place in stored.values()}


def load_practice_settings() -> dict[str, PracticeSetting]:
    """Make sure of the tree of practice settings and return it by slug; a flush takes away the seed."""
    plant(PracticeSetting)
    return {setting.slug: setting for setting in PracticeSetting.objects.all()}


def _place(line: list[str], countries: dict[str, str]) -> Place:
    place = Place(
        geoname_id=int(line[0]),
        name=line[1],
        qualifier=line[2],
        country_code=line[3],
        country_name=countries[line[3]],
        admin1=line[4],
        population=int(line[5]),
        lat=float(line[6]),
        lon=float(line[7]),
        time_zone=line[8],
    )
    place.derive()
    return place


class PlaceFactory(factory.django.DjangoModelFactory[Place]):
    """A made-up town in Somerset."""

    class Meta:
        model = Place

    name = factory.Sequence(lambda number: f"Combe {number}")
    country_code = "GB"
    country_name = "United Kingdom"
    population = 1000
    lat = 51.01494
    lon = -3.10293
    time_zone = "Europe/London"

    @classmethod
    def with_names(cls, *names: str, **kwargs: Any) -> Place:
        """A place that bears other names too."""
        place = cls.create(**kwargs)
        for name in names:
            PlaceName.objects.create(place=place, name=name)
        return place


class PracticeSettingFactory(factory.django.DjangoModelFactory[PracticeSetting]):
    class Meta:
        model = PracticeSetting

    name = factory.Sequence(lambda number: f"Setting {number}")
    slug = factory.Sequence(lambda number: f"setting-{number}")
    position = 99


class OutcodeFactory(factory.django.DjangoModelFactory[Outcode]):
    class Meta:
        model = Outcode

    code = "TA1"
    country_code = "GB"
    lat = 51.0164
    lon = -3.1019
    post_town = "Taunton"


class CachedGeocodeFactory(factory.django.DjangoModelFactory[CachedGeocode]):
    class Meta:
        model = CachedGeocode

    query_folded = "hestercombe"
    country_code = "GB"
    lat = 51.0556
    lon = -3.0856
    label = "Hestercombe, United Kingdom"
    provider = "test"
    looked_up_at = datetime(2026, 1, 2, tzinfo=UTC)
