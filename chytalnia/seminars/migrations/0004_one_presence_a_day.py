from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('seminars', '0003_presence_by_day'),
    ]

    operations = [
        migrations.AlterField(
            model_name='presence',
            name='day',
            field=models.DateField(verbose_name='day'),
        ),
        migrations.AddConstraint(
            model_name='presence',
            constraint=models.UniqueConstraint(fields=('enrolment', 'day'), name='one_presence_a_day'),
        ),
    ]
