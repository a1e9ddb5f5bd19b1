"""Put in the synonyms to start with."""

from django.db import migrations

from search.starting_synonyms import plant


def forwards(apps, schema_editor):
    plant(apps.get_model("search", "Synonym"))


class Migration(migrations.Migration):
    dependencies = [("search", "0003_names_words_and_upkeep")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
