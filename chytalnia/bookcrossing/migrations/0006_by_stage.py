from django.db import migrations, models

import django.db.models.deletion


class Migration(migrations.Migration):

    dependencies = [("bookcrossing", "0005_sums")]

    operations = [
        migrations.AlterField(
            model_name="traveller",
            name="stage",
            field=models.CharField(editable=False, max_length=40, verbose_name="stage"),
        ),
        migrations.AlterField(
            model_name="traveller",
            name="unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="travellers",
                to="network.unit",
                verbose_name="library",
            ),
        ),
        migrations.AddIndex(
            model_name="traveller", index=models.Index(fields=["unit", "stage"], name="crossing_by_stage")
        ),
    ]
