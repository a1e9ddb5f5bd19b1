"""An identity for each update, by which search and feeds know it.

The table is empty until now: editors could make no news before its public page was there. So one default does.
"""

import uuid

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("content", "0007_term_sees_others"),
    ]

    operations = [
        migrations.AddField(
            model_name="newspage",
            name="uid",
            field=models.UUIDField(default=uuid.uuid4, editable=False, unique=True),
        ),
    ]
