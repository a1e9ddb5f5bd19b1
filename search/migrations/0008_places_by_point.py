"""What a place has by its point, it has no longer by itself."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("search", "0007_points")]

    operations = [
        migrations.RemoveConstraint(model_name="searchplace", name="search_place_on_earth"),
        migrations.RemoveIndex(model_name="searchplace", name="search_place_lat_lon"),
        *(
            migrations.RemoveField(model_name="searchplace", name=name)
            for name in ("lat", "lon", "x", "y", "z")
        ),
        migrations.AlterField(
            model_name="searchplace",
            name="point",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="search.searchpoint",
            ),
        ),
        migrations.AddIndex(
            model_name="searchplace",
            index=models.Index(fields=["point", "reach", "document"], name="search_place_point"),
        ),
    ]
