from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('clubs', '0001_first'),
    ]

    operations = [
        migrations.AddField(
            model_name='club',
            name='places',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places for members'),
        ),
        migrations.AddConstraint(
            model_name='club',
            constraint=models.CheckConstraint(condition=models.Q(('places', None), ('places__gte', 1), _connector='OR'), name='club_has_places_for_somebody'),
        ),
    ]
