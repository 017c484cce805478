from django.db import migrations, models
from django.db.models import Count, Q, Sum

import django.db.models.deletion


def fill(apps, schema_editor):
    traveller, unit_sum = apps.get_model("bookcrossing", "Traveller"), apps.get_model("bookcrossing", "UnitSum")
    rows = traveller.objects.order_by().values_list("unit").annotate(
        n=Count("pk"), on_the_road=Count("pk", filter=Q(stage__in=("released", "found", "reading"))),
        found_once=Count("pk", filter=Q(finds__gt=0)), all_finds=Sum("finds"), all_metres=Sum("metres"),
    )  # fmt: skip
    unit_sum.objects.bulk_create(
        unit_sum(unit_id=unit, books=n, roaming=roaming, found=found, finds=finds, metres=metres)
        for unit, n, roaming, found, finds, metres in rows
    )


class Migration(migrations.Migration):

    dependencies = [
        ("bookcrossing", "0004_steps_by_day_were_never_asked"),
        ("network", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="UnitSum",
            fields=[
                (
                    "unit",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="network.unit",
                    ),
                ),
                ("books", models.IntegerField(default=0)),
                ("roaming", models.IntegerField(default=0)),
                ("found", models.IntegerField(default=0)),
                ("finds", models.IntegerField(default=0)),
                ("metres", models.BigIntegerField(default=0)),
            ],
        ),
        # The key to the shelf has an index already.
        migrations.RemoveIndex(model_name="traveller", name="crossing_on_shelves"),
        migrations.AddField(
            model_name="report",
            name="weighed_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="follow",
            name="asked_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddIndex(
            model_name="follow",
            index=models.Index(condition=models.Q(("confirmed_at", None)), fields=["email"], name="crossing_asked"),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
    ]
