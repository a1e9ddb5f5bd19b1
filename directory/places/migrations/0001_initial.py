"""The gazetteer, postcodes and the table of practice settings."""

import uuid

import django.core.validators
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Country",
            fields=[
                ("code", models.CharField(max_length=2, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("name_folded", models.CharField(db_index=True, max_length=80)),
            ],
            options={
                "verbose_name_plural": "countries",
                "ordering": ("name",),
            },
        ),
        migrations.CreateModel(
            name="Outcode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=8, unique=True)),
                ("country_code", models.CharField(max_length=2)),
                (
                    "lat",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ]
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ]
                    ),
                ),
                ("post_town", models.CharField(blank=True, max_length=80)),
            ],
            options={
                "ordering": ("code",),
            },
        ),
        migrations.CreateModel(
            name="CachedGeocode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("query_folded", models.CharField(max_length=200)),
                ("country_code", models.CharField(blank=True, max_length=2)),
                (
                    "lat",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ]
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ]
                    ),
                ),
                ("label", models.CharField(max_length=300)),
                ("provider", models.CharField(max_length=40)),
                ("looked_up_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("query_folded", "country_code"), name="cached_geocode_once_per_query"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("geoname_id", models.BigIntegerField(blank=True, null=True, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("name_folded", models.CharField(db_index=True, editable=False, max_length=200)),
                ("qualifier", models.CharField(blank=True, max_length=220)),
                ("country_code", models.CharField(max_length=2)),
                ("country_name", models.CharField(blank=True, max_length=80)),
                ("admin1", models.CharField(blank=True, max_length=20)),
                ("population", models.PositiveIntegerField(default=0)),
                (
                    "lat",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-90),
                            django.core.validators.MaxValueValidator(90),
                        ]
                    ),
                ),
                (
                    "lon",
                    models.FloatField(
                        validators=[
                            django.core.validators.MinValueValidator(-180),
                            django.core.validators.MaxValueValidator(180),
                        ]
                    ),
                ),
                ("x", models.FloatField(editable=False)),
                ("y", models.FloatField(editable=False)),
                ("z", models.FloatField(editable=False)),
                ("time_zone", models.CharField(default="UTC", max_length=64)),
            ],
            options={
                "ordering": ("name", "country_code"),
                "indexes": [models.Index(fields=["lat", "lon"], name="place_lat_lon")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("lat__gte", -90), ("lat__lte", 90), ("lon__gte", -180), ("lon__lte", 180)
                        ),
                        name="place_on_earth",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PlaceName",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200)),
                ("name_folded", models.CharField(db_index=True, editable=False, max_length=200)),
                (
                    "place",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="places.place",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("place", "name_folded"), name="place_name_once_per_place")
                ],
            },
        ),
        migrations.CreateModel(
            name="PracticeSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("uid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("name", models.CharField(max_length=80)),
                (
                    "position",
                    models.PositiveSmallIntegerField(default=0, help_text="Lower numbers are shown first."),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="places.practicesetting",
                    ),
                ),
            ],
            options={
                "ordering": ("position", "name"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("parent", None),
                            models.Q(("parent", models.F("id")), _negated=True),
                            _connector="OR",
                        ),
                        name="practice_setting_not_its_own_parent",
                    ),
                    models.UniqueConstraint(
                        fields=("parent", "name"), name="practice_setting_once_per_parent"
                    ),
                ],
            },
        ),
    ]
