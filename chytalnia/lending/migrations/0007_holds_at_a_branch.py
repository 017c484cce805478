import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("lending", "0006_money_at_the_desk")]

    operations = [
        migrations.RemoveIndex(model_name="hold", name="holds_of_a_branch"),
        migrations.AddIndex(
            model_name="hold", index=models.Index(fields=["pickup_unit", "state"], name="holds_at_a_branch")
        ),
        migrations.AlterField(
            model_name="hold",
            name="pickup_unit",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="holds",
                to="network.unit",
                verbose_name="where to pick up",
            ),
        ),
    ]
