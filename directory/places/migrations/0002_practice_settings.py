"""Seed the tree of practice settings."""

from django.db import migrations

from directory.places.practice_settings import plant


def forwards(apps, schema_editor):
    plant(apps.get_model("places", "PracticeSetting"))


class Migration(migrations.Migration):
    dependencies = [("places", "0001_initial")]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
