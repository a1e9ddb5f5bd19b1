"""Keep in which other languages a document's thing can be found."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0004_synonyms"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchdocument",
            name="translated_into",
            field=models.CharField(blank=True, db_default="", default="", max_length=200),
        ),
    ]
