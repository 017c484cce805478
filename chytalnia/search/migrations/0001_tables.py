from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('search', '0001_initial'), ('search', '0002_urgent')]

    initial = True

    dependencies = [
    ]

    operations = together([
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('object_pk', models.CharField(max_length=64)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('urgent', models.BooleanField(default=False)),
            ],
            options={
                'db_table': 'search_outbox',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('urgent', True)), fields=['id'], name='urgent_changes')],
            },
        ),
    ])
