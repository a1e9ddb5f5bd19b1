from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from directory.places.errors import UnreadablePostcodeFile
from directory.places.models import Outcode
from directory.places.outcodes import import_outcodes
from tests.factories.places import OutcodeFactory

pytestmark = pytest.mark.django_db

ONSPD = """pcd,pcds,oseast1m,lat,long
"TA1 3PF","TA1 3PF",322800,51.0,-3.0
"TA1 3PG","TA1 3PG",322900,51.2,-3.2
"N1  9GU","N1 9GU",530000,51.5,-0.1
"JE2 3AB","JE2 3AB",0,49.2,-2.1
"TA9 9ZZ","TA9 9ZZ",,99.999999,0
"""
CODE_POINT = """"TA1 3PF",10,322800,124700,"E92000001"
"TA13PG",90,0,0,"E92000001"
"""


def test_onspd_gives_the_middle_of_each_outcode() -> None:
    assert import_outcodes(StringIO(ONSPD)) == 3

    rows = Outcode.objects.values_list("code", "country_code", "lat", "lon", "post_town")
    assert [
        (code, country, round(lat, 6), round(lon, 6), town) for code, country, lat, lon, town in rows
    ] == [
        ("JE2", "JE", 49.2, -2.1, "Saint Helier"),
        ("N1", "GB", 51.5, -0.1, "London"),
        ("TA1", "GB", 51.1, -3.1, "Taunton"),
    ]


def test_code_point_open_is_turned_from_the_national_grid() -> None:
    assert import_outcodes(StringIO(CODE_POINT)) == 1

    outcode = Outcode.objects.get()
    assert (outcode.code, round(outcode.lat, 3), round(outcode.lon, 3)) == ("TA1", 51.016, -3.102)


def test_second_import_updates_and_keeps_the_rest() -> None:
    OutcodeFactory(code="TA1", lat=1, lon=1)
    OutcodeFactory(code="ZZ9", lat=2, lon=2)

    import_outcodes(StringIO(ONSPD))

    assert dict(Outcode.objects.filter(code__in=["TA1", "ZZ9"]).values_list("code", "lat")) == {
        "TA1": pytest.approx(51.1),
        "ZZ9": 2,
    }


@pytest.mark.parametrize(
    "text", ["", "a,b\n1,2\n", "not a csv at all", "pcds,lat,long\n", "pcds,x\nTA1 3PF,2\n"]
)
def test_unreadable_file_is_refused(text: str) -> None:
    with pytest.raises(UnreadablePostcodeFile, match="Nothing was imported"):
        import_outcodes(StringIO(text))

    assert not Outcode.objects.exists()


def test_command_reports_what_it_did(tmp_path: Path) -> None:
    file = tmp_path / "onspd.csv"
    file.write_text("\ufeff" + ONSPD, encoding="utf-8")
    out = StringIO()

    call_command("import_outcodes", str(file), stdout=out)

    assert out.getvalue() == "3 outcodes imported.\n"


def test_command_says_what_is_wrong_with_a_file(tmp_path: Path) -> None:
    binary = tmp_path / "onspd.zip"
    binary.write_bytes(b"PK\x03\x04\xff\xfe")

    with pytest.raises(CommandError, match="neither ONSPD"):
        call_command("import_outcodes", str(binary))
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_outcodes", str(tmp_path / "missing.csv"))
