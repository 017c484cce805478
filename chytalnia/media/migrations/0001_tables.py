import chytalnia.core.translated
import chytalnia.media.models
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('media', '0001_initial'), ('media', '0002_uploads')]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Asset',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.FileField(editable=False, max_length=120, upload_to=chytalnia.media.models.place, verbose_name='file')),
                ('sha256', models.CharField(editable=False, max_length=64, unique=True)),
                ('size', models.BigIntegerField(editable=False, verbose_name='size')),
                ('kind', models.CharField(choices=[('image', 'picture'), ('document', 'document'), ('audio', 'sound'), ('video', 'film'), ('text', 'text')], editable=False, max_length=8, verbose_name='kind')),
                ('media_type', models.CharField(editable=False, max_length=100, verbose_name='media type')),
                ('extension', models.CharField(editable=False, max_length=8)),
                ('width', models.PositiveIntegerField(editable=False, null=True, verbose_name='width')),
                ('height', models.PositiveIntegerField(editable=False, null=True, verbose_name='height')),
                ('name', models.CharField(help_text='As the file is called when somebody saves it.', max_length=200, verbose_name='name')),
                ('description', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, help_text='Said to those who do not see the picture.', verbose_name='description')),
                ('rights_holder', models.CharField(blank=True, max_length=200, verbose_name='rights holder')),
                ('licence', models.CharField(blank=True, choices=[('', 'not stated'), ('pdm', 'public domain'), ('cc0', 'CC0'), ('cc-by-4.0', 'CC BY 4.0'), ('cc-by-sa-4.0', 'CC BY-SA 4.0'), ('cc-by-nc-4.0', 'CC BY-NC 4.0'), ('inc', 'in copyright; shown with permission')], default='', max_length=16, verbose_name='licence')),
                ('public', models.BooleanField(default=True, verbose_name='shown to readers')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assets', to='network.unit', verbose_name='unit')),
                ('uploaded_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('uploaded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='uploaded')),
            ],
            options={
                'verbose_name': 'file',
                'verbose_name_plural': 'files',
                'ordering': ['-uploaded_at', '-pk'],
                'indexes': [models.Index(fields=['unit', '-uploaded_at'], name='assets_of_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='uploaded by')),
                ('purpose', models.CharField(max_length=40)),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('size', models.BigIntegerField(verbose_name='size')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'upload in pieces',
                'verbose_name_plural': 'uploads in pieces',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gt', 0)), name='upload_has_bytes')],
            },
        ),
    ])
