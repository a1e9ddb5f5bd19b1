from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0001_initial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="articlepage",
            name="drawing",
            field=models.CharField(
                blank=True,
                choices=[
                    ("ward", "A bed and a chair turned towards each other, under a clock"),
                    ("door", "An open door, two chairs in the light"),
                    ("cups", "Two cups"),
                    ("bench", "Two people on a bench, seen from behind"),
                    ("bench-empty", "An empty bench"),
                    ("letter", "A letter coming out of its envelope"),
                    ("string-knot", "A string with a knot"),
                    ("string-loose", "A string, loosened"),
                    ("rope", "Two pairs of boots, a slack rope between them"),
                    ("apple", "A blood-sugar meter and an apple"),
                    ("whistle", "A whistle and a running shoe"),
                    ("glasses", "Reading glasses on a sheet of feedback"),
                    ("chairs", "Four chairs around a kettle"),
                    ("boats", "Two paper boats sailing towards each other"),
                ],
                help_text="Used where there is no picture.",
                max_length=24,
            ),
        ),
    ]
