from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0004_reader_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='reader',
            name='shows_parents',
            field=models.BooleanField(default=False, help_text='What you borrow stays your own in any case.', verbose_name='my parents may see my events, clubs, courses and marathons'),
        ),
    ]
