"""Titles of a work that were set by hand are kept apart from those made of its records."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0004_merged_only")]

    operations = [
        migrations.AddField(
            model_name="work",
            name="named",
            field=models.JSONField(blank=True, editable=False, null=True, verbose_name="titles set by hand"),
        ),
    ]
