"""Keep the language an order was placed in."""

from django.db import migrations, models

import core.languages


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="buyer_language",
            field=models.CharField(
                choices=core.languages.choices,
                db_default="en-gb",
                default=core.languages.first,
                help_text="The language the order was placed in: of its mails, and of the page where it is paid.",
                max_length=16,
            ),
        ),
    ]
