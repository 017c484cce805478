import chytalnia.core.translated
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('clubs', '0001_first'), ('clubs', '0002_places')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('lending', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Club',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='club', serialize=False, to='programmes.programme', verbose_name='programme')),
                ('motto', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='motto')),
                ('profile', models.CharField(choices=[('literary', 'books and literature'), ('local_history', 'local history'), ('craft', 'crafts'), ('language', 'languages'), ('family', 'family reading'), ('seniors', 'for the elderly'), ('arts', 'arts, film and theatre'), ('games', 'games and computers'), ('other', 'other')], default='literary', max_length=16, verbose_name='interest')),
                ('founded', models.DateField(blank=True, null=True, verbose_name='founded')),
                ('statute', models.TextField(blank=True, verbose_name='statute')),
                ('joining', models.CharField(choices=[('open', 'readers with an account join by themselves'), ('desk', 'the leader takes people in')], default='open', max_length=4, verbose_name='how one joins')),
                ('places', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='places for members')),
                ('how_to_join', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='how to join, in a few words')),
                ('rhythm', models.CharField(choices=[('week', 'every week'), ('fortnight', 'every other week'), ('month', 'every month')], default='month', max_length=9, verbose_name='how often it meets')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], null=True, verbose_name='weekday')),
                ('week', models.SmallIntegerField(choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth'), (-1, 'last')], default=1, verbose_name='which week of the month')),
                ('begins', models.TimeField(blank=True, null=True, verbose_name='begins')),
                ('minutes', models.PositiveSmallIntegerField(default=90, verbose_name='length in minutes')),
                ('borrows_as', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.reader', verbose_name='card of the club')),
                ('asked_on', models.DateField(blank=True, editable=False, null=True)),
                ('quiet_until', models.DateField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'club',
                'verbose_name_plural': 'clubs',
                'constraints': [models.CheckConstraint(condition=models.Q(('rhythm__in', ['week', 'fortnight', 'month'])), name='club_rhythm_known'), models.CheckConstraint(condition=models.Q(('weekday', None), ('weekday__lte', 6), _connector='OR'), name='club_weekday_known'), models.CheckConstraint(condition=models.Q(('week__in', [1, 2, 3, 4, -1])), name='club_week_known'), models.CheckConstraint(condition=models.Q(('minutes__gte', 10), ('minutes__lte', 720)), name='club_meets_for_a_while'), models.CheckConstraint(condition=models.Q(('places', None), ('places__gte', 1), _connector='OR'), name='club_has_places_for_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Membership',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('club', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='memberships', to='clubs.club')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='clubs', to='people.reader', verbose_name='reader')),
                ('role', models.CharField(choices=[('leader', 'leader'), ('secretary', 'secretary'), ('member', 'member')], default='member', max_length=9, verbose_name='role')),
                ('joined_on', models.DateField(verbose_name='joined')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left')),
                ('guardian', models.CharField(blank=True, max_length=200, verbose_name='grown-up who agrees')),
                ('guardian_phone', models.CharField(blank=True, max_length=40, verbose_name='phone of the grown-up')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'membership',
                'verbose_name_plural': 'memberships',
                'ordering': ['joined_on', 'id'],
                'indexes': [models.Index(fields=['reader', 'left_on'], name='memberships_of_a_reader')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_on', None), ('reader__isnull', False)), fields=('club', 'reader'), name='one_open_membership'), models.CheckConstraint(condition=models.Q(('left_on', None), ('left_on__gte', models.F('joined_on')), _connector='OR'), name='membership_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('role__in', ['leader', 'secretary', 'member'])), name='club_role_known')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('club', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='readings', to='clubs.club')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='club_readings', to='catalogue.work', verbose_name='book')),
                ('first_day', models.DateField(verbose_name='from')),
                ('last_day', models.DateField(blank=True, null=True, verbose_name='until')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
            options={
                'verbose_name': 'book that is read',
                'verbose_name_plural': 'books that are read',
                'ordering': ['-first_day', '-id'],
                'constraints': [models.UniqueConstraint(fields=('club', 'work', 'first_day'), name='one_reading_begins_once'), models.CheckConstraint(condition=models.Q(('last_day', None), ('last_day__gte', models.F('first_day')), _connector='OR'), name='reading_ends_after_it_begins', violation_error_message='The last day is before the first.')],
            },
        ),
        migrations.CreateModel(
            name='Wanted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reading', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wanted', to='clubs.reading')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wanted', to='clubs.membership')),
                ('hold', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='lending.hold')),
                ('refused', models.CharField(blank=True, max_length=300)),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'wish for a copy',
                'verbose_name_plural': 'wishes for copies',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('reading', 'membership'), name='one_wish_a_member')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('occasion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='club_presences', to='programmes.occasion')),
                ('membership', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='clubs.membership')),
            ],
            options={
                'verbose_name': 'presence',
                'verbose_name_plural': 'presences',
                'constraints': [models.UniqueConstraint(fields=('occasion', 'membership'), name='one_presence_a_meeting')],
            },
        ),
        migrations.CreateModel(
            name='Protocol',
            fields=[
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='protocol', serialize=False, to='programmes.occasion')),
                ('topic', models.CharField(blank=True, max_length=300, verbose_name='topic')),
                ('said', models.TextField(blank=True, verbose_name='what was said')),
                ('decisions', models.TextField(blank=True, verbose_name='decisions')),
                ('guest_children', models.PositiveSmallIntegerField(default=0, verbose_name='guests: children')),
                ('guest_youth', models.PositiveSmallIntegerField(default=0, verbose_name='guests: youth')),
                ('guest_adults', models.PositiveSmallIntegerField(default=0, verbose_name='guests: adults')),
                ('kept_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('kept_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'protocol',
                'verbose_name_plural': 'protocols',
            },
        ),
    ])
