import django.utils.timezone
from django.db import migrations, models

from chytalnia.core.migrating import together
from chytalnia.core.seal import Seal


class Migration(migrations.Migration):

    replaces = [('core', '0001_initial'), ('core', '0002_seal_the_audit_log'), ('core', '0003_letters'), ('core', '0004_letters_of_one_shape')]

    initial = True

    dependencies = [
    ]

    operations = together([
        migrations.CreateModel(
            name='StageMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by_id', models.BigIntegerField(editable=False, null=True, verbose_name='account')),
                ('by_name', models.CharField(blank=True, max_length=300, verbose_name='who')),
                ('object_label', models.CharField(blank=True, max_length=100, verbose_name='kind of object')),
                ('object_id', models.CharField(blank=True, max_length=64, verbose_name='object')),
                ('object_text', models.CharField(blank=True, max_length=300, verbose_name='name of object')),
                ('move', models.CharField(max_length=40, verbose_name='move')),
                ('from_stage', models.CharField(max_length=40, verbose_name='from')),
                ('to_stage', models.CharField(max_length=40, verbose_name='to')),
                ('note', models.TextField(blank=True, verbose_name='note')),
            ],
            options={
                'verbose_name': 'move between stages',
                'verbose_name_plural': 'moves between stages',
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['object_label', 'object_id', 'at'], name='moves_of_an_object')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by_id', models.BigIntegerField(editable=False, null=True, verbose_name='account')),
                ('by_name', models.CharField(blank=True, max_length=300, verbose_name='who')),
                ('object_label', models.CharField(blank=True, max_length=100, verbose_name='kind of object')),
                ('object_id', models.CharField(blank=True, max_length=64, verbose_name='object')),
                ('object_text', models.CharField(blank=True, max_length=300, verbose_name='name of object')),
                ('act', models.CharField(max_length=80, verbose_name='act')),
                ('unit_id', models.BigIntegerField(null=True, verbose_name='unit')),
                ('unit_code', models.CharField(blank=True, max_length=40, verbose_name='unit code')),
                ('before', models.JSONField(blank=True, default=dict, verbose_name='before')),
                ('after', models.JSONField(blank=True, default=dict, verbose_name='after')),
                ('address', models.CharField(blank=True, help_text='Shortened, so that it names a network and not a machine.', max_length=45, verbose_name='network address')),
                ('note', models.TextField(blank=True, verbose_name='note')),
            ],
            options={
                'verbose_name': 'entry of the audit log',
                'verbose_name_plural': 'audit log',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['-at'], name='audit_newest_first'), models.Index(fields=['object_label', 'object_id'], name='audit_of_an_object'), models.Index(fields=['by_id', '-at'], name='audit_of_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(editable=False, max_length=120, unique=True)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('subject', models.CharField(max_length=200, verbose_name='subject')),
                ('text', models.TextField(verbose_name='text')),
                ('state', models.CharField(choices=[('queued', 'to be sent'), ('sent', 'sent'), ('told', 'told by phone'), ('failed', 'failed'), ('called_off', 'not needed any more')], default='queued', max_length=10, verbose_name='state')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='made')),
                ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                ('error', models.CharField(blank=True, max_length=300, verbose_name='what went wrong')),
                ('tries', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('not_before', models.DateTimeField(editable=False, null=True)),
                ('to_id', models.BigIntegerField(db_index=True, editable=False, verbose_name='account')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-made_at', '-pk'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['made_at'], name='core_letters_to_send')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'told', 'failed', 'called_off'])), name='core_letter_state_known')],
            },
        ),
    ]) + [Seal("core_auditentry")]
