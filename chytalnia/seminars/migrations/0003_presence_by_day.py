from datetime import timedelta

import django.db.models.deletion
from django.db import migrations, models


def by_day(apps, schema_editor):
    """Minutes of a seminar of several days were one sum: they are spread over its days evenly."""
    Presence = apps.get_model("seminars", "Presence")
    for row in Presence.objects.select_related("enrolment__occasion"):
        occasion = row.enrolment.occasion
        days = [occasion.day + timedelta(days=n) for n in range((occasion.last_day - occasion.day).days + 1)]
        minutes = row.minutes
        row.day, row.minutes = days[0], minutes // len(days)
        row.save(update_fields=["day", "minutes"])
        for day in days[1:]:
            Presence.objects.create(enrolment=row.enrolment, day=day, minutes=minutes // len(days))


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0003_posted'),
        ('seminars', '0002_files'),
    ]

    operations = [
        migrations.AddField(
            model_name='talk',
            name='enrolment',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='talks', to='programmes.enrolment'),
        ),
        migrations.AddField(
            model_name='certificate',
            name='days',
            field=models.JSONField(blank=True, default=list, editable=False),
        ),
        migrations.AlterModelOptions(
            name='presence',
            options={'verbose_name': 'presence', 'verbose_name_plural': 'presence'},
        ),
        migrations.AlterField(
            model_name='presence',
            name='enrolment',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='programmes.enrolment'),
        ),
        migrations.AlterField(
            model_name='presence',
            name='minutes',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='minutes'),
        ),
        migrations.AddField(
            model_name='presence',
            name='day',
            field=models.DateField(null=True, verbose_name='day'),
        ),
        migrations.RunPython(by_day, migrations.RunPython.noop),
    ]
