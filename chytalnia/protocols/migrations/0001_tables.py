import chytalnia.protocols.models.device
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('protocols', '0001_device'), ('protocols', '0002_offline_conflicts'), ('protocols', '0003_tokens'), ('protocols', '0004_conflicts_move_to_lending')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('network', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Device',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('unit', models.ForeignKey(help_text='Where it stands: what it lends and takes back is counted there.', on_delete=django.db.models.deletion.PROTECT, related_name='devices', to='network.unit', verbose_name='library')),
                ('location', models.CharField(blank=True, help_text='Such as: hall, ground floor.', max_length=120, verbose_name='place')),
                ('login', models.CharField(max_length=60, unique=True, verbose_name='login')),
                ('password', models.CharField(editable=False, max_length=128)),
                ('is_active', models.BooleanField(default=True, verbose_name='in use')),
                ('messages', models.JSONField(default=chytalnia.protocols.models.device.usual_messages, verbose_name='may')),
                ('networks', models.TextField(blank=True, help_text='Addresses or networks, one a line. Empty: any address.', validators=[chytalnia.protocols.models.device.check_networks], verbose_name='allowed addresses')),
                ('encoding', models.CharField(choices=[('utf-8', 'UTF-8'), ('cp1251', 'CP1251')], default='utf-8', max_length=6, verbose_name='encoding')),
                ('language', models.CharField(blank=True, choices=[('', 'as the library'), ('uk', 'Українська'), ('ru', 'Русский'), ('kk', 'Қазақша'), ('en', 'English')], help_text='Used when neither the reader nor the machine names one.', max_length=2, verbose_name='language')),
                ('number_uk', models.CharField(default='804', help_text='The standard has no number for Ukrainian and Kazakh. Enter here the ones that are set in the machine.', max_length=3, validators=[django.core.validators.RegexValidator('^[0-9]{3}\\Z', 'Three digits.')], verbose_name='number of Ukrainian')),
                ('number_kk', models.CharField(default='398', max_length=3, validators=[django.core.validators.RegexValidator('^[0-9]{3}\\Z', 'Three digits.')], verbose_name='number of Kazakh')),
                ('due_dates', models.CharField(choices=[('moment', 'for the machine: 20261222    235900'), ('day', 'for people: 22.12.2026')], default='moment', max_length=6, verbose_name='due dates are written')),
                ('names_holder', models.BooleanField(default=False, help_text='Otherwise only the number of the card is sent.', verbose_name='names the reader for whom a returned book is kept')),
                ('last_seen_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last login')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'machine',
                'verbose_name_plural': 'machines',
                'ordering': ['unit__path', 'name'],
            },
        ),
        migrations.CreateModel(
            name='ItemProperties',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='machine_properties', to='catalogue.item')),
                ('text', models.CharField(blank=True, max_length=255, verbose_name='properties')),
                ('device', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='protocols.device')),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'properties of a copy',
                'verbose_name_plural': 'properties of copies',
            },
        ),
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('reader', "for one's own account"), ('staff', 'for the desk of a library')], max_length=6, verbose_name='kind')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to=settings.AUTH_USER_MODEL, verbose_name='whose')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='tokens', to='network.unit', verbose_name='library')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('scopes', models.JSONField(default=list, verbose_name='may')),
                ('digest', models.CharField(editable=False, max_length=64, unique=True)),
                ('beginning', models.CharField(editable=False, max_length=12, verbose_name='begins with')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='valid until')),
                ('last_used_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last used')),
                ('revoked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='taken back')),
                ('revoked_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'token',
                'verbose_name_plural': 'tokens',
                'ordering': ['-made_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'reader'), ('unit', None)), models.Q(('kind', 'staff'), ('unit__isnull', False)), _connector='OR'), name='a_token_of_staff_has_a_library'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at'))), name='a_token_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='GivenAnswer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='protocols.token')),
                ('key', models.UUIDField(default=uuid.uuid4)),
                ('asked', models.CharField(max_length=64)),
                ('status', models.PositiveSmallIntegerField()),
                ('body', models.JSONField(null=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'answer to a program',
                'verbose_name_plural': 'answers to programs',
                'indexes': [models.Index(fields=['made_at'], name='answers_to_forget')],
                'constraints': [models.UniqueConstraint(fields=('token', 'key'), name='a_key_has_one_answer')],
            },
        ),
    ])
