import chytalnia.receptions.models
import django.db.models.deletion
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('receptions', '0001_initial')]

    initial = True

    dependencies = [
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Series',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reception', serialize=False, to='programmes.programme')),
                ('kind', models.CharField(choices=[('lawyer', 'lawyer'), ('psychologist', 'psychologist'), ('social', 'social and pension questions'), ('deputy', 'deputy'), ('eservice', 'help with e-services'), ('other', 'other specialist')], max_length=12, verbose_name='kind')),
                ('specialist', models.CharField(max_length=200, verbose_name='who receives')),
                ('slot_minutes', models.PositiveSmallIntegerField(default=30, verbose_name='minutes for one')),
                ('has_queue', models.BooleanField(default=True, verbose_name='live queue for those who come without a booking')),
                ('agreement', models.CharField(blank=True, max_length=300, verbose_name='agreed with, and on what terms')),
                ('token', models.CharField(default=chytalnia.receptions.models.new_token, editable=False, max_length=24, unique=True)),
            ],
            options={
                'verbose_name': 'series of receptions',
                'verbose_name_plural': 'series of receptions',
                'constraints': [models.CheckConstraint(condition=models.Q(('slot_minutes__gte', 5), ('slot_minutes__lte', 240)), name='reception_slot_is_sane'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'deputy'), _negated=True), models.Q(('agreement', ''), _negated=True), _connector='OR'), name='deputy_receives_by_an_agreement')],
            },
        ),
        migrations.CreateModel(
            name='Day',
            fields=[
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='reception', serialize=False, to='programmes.occasion')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='days', to='receptions.series')),
                ('next_ticket', models.PositiveSmallIntegerField(default=1, editable=False)),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('services_done', models.PositiveSmallIntegerField(default=0, verbose_name='e-services done')),
                ('services_not', models.PositiveSmallIntegerField(default=0, verbose_name='e-services not done')),
            ],
            options={
                'verbose_name': 'day of receptions',
                'verbose_name_plural': 'days of receptions',
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='receptions.day')),
                ('offset', models.PositiveSmallIntegerField(verbose_name='minutes from the beginning')),
                ('minutes', models.PositiveSmallIntegerField(verbose_name='minutes')),
                ('is_off', models.BooleanField(default=False, verbose_name='called off')),
            ],
            options={
                'verbose_name': 'slot',
                'verbose_name_plural': 'slots',
                'ordering': ['offset'],
                'constraints': [models.UniqueConstraint(fields=('day', 'offset'), name='reception_one_slot_at_once')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bookings', to='receptions.day')),
                ('slot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='receptions.slot')),
                ('enrolment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='reception_booking', to='programmes.enrolment')),
                ('ticket', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of the ticket')),
                ('state', models.CharField(choices=[('booked', 'booked'), ('waiting', 'waits in the live queue'), ('called', 'called'), ('served', 'received'), ('missed', 'did not come'), ('cancelled', 'given up')], max_length=9, verbose_name='state')),
                ('code', models.CharField(default=chytalnia.receptions.models.new_code, editable=False, max_length=6, verbose_name='code')),
                ('token', models.CharField(default=chytalnia.receptions.models.new_token, editable=False, max_length=24, unique=True)),
                ('key', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('served_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ('booked', 'called', 'served', 'missed'))), fields=('slot',), name='reception_one_person_a_slot'), models.UniqueConstraint(fields=('day', 'ticket'), name='reception_one_ticket_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('slot__isnull', False), ('ticket', None)), models.Q(('slot', None), ('ticket__isnull', False)), _connector='OR'), name='reception_slot_or_ticket'), models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'waiting', 'called', 'served', 'missed', 'cancelled'])), name='reception_state_known')],
            },
        ),
        migrations.CreateModel(
            name='ThemeCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='themes', to='receptions.day')),
                ('theme', models.CharField(choices=[('housing', 'housing and land'), ('family', 'family'), ('work', 'work'), ('benefits', 'pensions and benefits'), ('documents', 'documents'), ('town', 'town and services'), ('other', 'other')], max_length=10, verbose_name='theme')),
                ('number', models.PositiveSmallIntegerField(default=0, verbose_name='how many')),
            ],
            options={
                'verbose_name': 'theme',
                'verbose_name_plural': 'themes',
                'constraints': [models.UniqueConstraint(fields=('day', 'theme'), name='reception_theme_once_a_day')],
            },
        ),
    ])
