"""Points of their own, once for all documents that stand there; every place gets its point."""

from hashlib import blake2b
from math import cos, radians, sin

import django.db.models.deletion
from django.db import migrations, models

CHUNK = 1_000


def number(lat, lon):
    """As search/points.py had it when this was written."""
    return int.from_bytes(blake2b(f"{lat!r},{lon!r}".encode(), digest_size=8).digest()) >> 1


def give_points(apps, schema_editor):
    point, place = apps.get_model("search", "SearchPoint"), apps.get_model("search", "SearchPlace")
    found = {number(*at): at for at in place.objects.order_by().values_list("lat", "lon").distinct()}
    made = [
        point(
            key=key,
            lat=lat,
            lon=lon,
            x=cos(radians(lat)) * cos(radians(lon)),
            y=cos(radians(lat)) * sin(radians(lon)),
            z=sin(radians(lat)),
        )
        for key, (lat, lon) in found.items()
    ]
    point.objects.bulk_create(made, batch_size=CHUNK, ignore_conflicts=True)
    for key, (lat, lon) in found.items():
        place.objects.filter(lat=lat, lon=lon).update(point=key)


class Migration(migrations.Migration):
    dependencies = [("search", "0006_uncounted_full_text")]

    operations = [
        migrations.CreateModel(
            name="SearchPoint",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("lat", models.FloatField()),
                ("lon", models.FloatField()),
                ("x", models.FloatField()),
                ("y", models.FloatField()),
                ("z", models.FloatField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["lat", "lon", "x", "y", "z", "key"], name="search_point_lat_lon")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90), ("lat__lte", 90), ("lon__gte", -180), ("lon__lte", 180)
                        ),
                        name="search_point_on_earth",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="searchplace",
            name="point",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="search.searchpoint",
            ),
        ),
        migrations.RunPython(give_points, migrations.RunPython.noop),
    ]
