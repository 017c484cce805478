import django.db.models.deletion
from django.db import migrations, models


def say_shelf(apps, schema_editor):
    """What was written as the label of a shelf is from now on written as people say it."""
    Exhibition = apps.get_model("exhibitions", "Exhibition")
    for one in Exhibition.objects.exclude(shelf="").filter(shelf__regex=r"^[0-9]+[^ ]*$"):
        one.shelf = f"№ {one.shelf}"[:60]
        one.save(update_fields=["shelf"])


class Migration(migrations.Migration):

    dependencies = [
        ('exhibitions', '0001_exhibitions'),
        ('spaces', '0002_letters_about_bookings'),
    ]

    operations = [
        migrations.AddField(
            model_name='exhibition',
            name='place',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exhibitions', to='spaces.piece', verbose_name='place on the plan'),
        ),
        migrations.AlterField(
            model_name='exhibition',
            name='shelf',
            field=models.CharField(blank=True, max_length=60, verbose_name='shelf or place'),
        ),
        migrations.RunPython(say_shelf, migrations.RunPython.noop),
    ]
