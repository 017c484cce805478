import chytalnia.core.translated
import chytalnia.spaces.models.space
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('spaces', '0001_rooms_and_plans'), ('spaces', '0002_letters_about_bookings'), ('spaces', '0003_letters_of_one_shape')]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Space',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='spaces', to='network.unit', verbose_name='library')),
                ('zone', models.ForeignKey(blank=True, help_text='Events that are planned in this zone hold the room.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='spaces', to='network.zone', verbose_name='zone')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('about', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what it is good for')),
                ('rules', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what to keep to')),
                ('equipment', models.JSONField(blank=True, default=list, verbose_name='equipment')),
                ('seats', models.PositiveSmallIntegerField(verbose_name='people at most')),
                ('area', models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True, verbose_name='area, m²')),
                ('norm', models.DecimalField(blank=True, decimal_places=1, help_text='Left empty, the norm of the library holds.', max_digits=4, null=True, verbose_name='norm, m² for one person')),
                ('readers_may', models.BooleanField(default=True, verbose_name='people with an account may book')),
                ('approval', models.CharField(choices=[('at_once', 'at once'), ('librarian', 'a librarian says yes')], default='at_once', max_length=9, verbose_name='how it is booked')),
                ('most_minutes', models.PositiveSmallIntegerField(default=120, verbose_name='minutes at most')),
                ('ahead_days', models.PositiveSmallIntegerField(default=30, verbose_name='days ahead at most')),
                ('needs_check_in', models.BooleanField(default=True, help_text='Who comes says so by the code at the door.', verbose_name='given to others when nobody comes')),
                ('is_open', models.BooleanField(default=True, verbose_name='in use')),
                ('door_token', models.CharField(default=chytalnia.spaces.models.space.new_token, editable=False, max_length=24, unique=True)),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'room',
                'verbose_name_plural': 'rooms',
                'ordering': ['unit', 'order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seats__gte', 1)), name='space_has_seats', violation_error_message='At least one person.'), models.CheckConstraint(condition=models.Q(('most_minutes__gte', 15), ('most_minutes__lte', 1440)), name='space_length_known', violation_error_message='From a quarter of an hour to a day.'), models.CheckConstraint(condition=models.Q(('norm', None), ('norm__gt', 0), _connector='OR'), name='space_norm_above_nothing')],
            },
        ),
        migrations.CreateModel(
            name='Weekly',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='weeklies', to='spaces.space')),
                ('first_day', models.DateField(verbose_name='first day')),
                ('last_day', models.DateField(verbose_name='last day')),
                ('begins', models.TimeField(verbose_name='from')),
                ('ends', models.TimeField(verbose_name='until')),
                ('left_out', models.JSONField(default=list)),
                ('purpose', models.CharField(max_length=120, verbose_name='what for')),
            ],
            options={
                'verbose_name': 'weekly booking',
                'verbose_name_plural': 'weekly bookings',
                'ordering': ['first_day', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last_day__gte', models.F('first_day'))), name='weekly_ends_after_it_begins')],
            },
        ),
        migrations.CreateModel(
            name='Booking',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='bookings', to='spaces.space', verbose_name='room')),
                ('starts_at', models.DateTimeField(verbose_name='from')),
                ('ends_at', models.DateTimeField(verbose_name='until')),
                ('day', models.DateField(editable=False)),
                ('time_zone', models.CharField(editable=False, max_length=40)),
                ('persons', models.PositiveSmallIntegerField(default=1, verbose_name='number of people')),
                ('purpose', models.CharField(blank=True, max_length=120, verbose_name='what for')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='space_bookings', to='people.reader', verbose_name='reader')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='who')),
                ('occasion', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='space_bookings', to='programmes.occasion', verbose_name='event')),
                ('weekly', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='bookings', to='spaces.weekly')),
                ('code', models.CharField(default=chytalnia.spaces.models.space.new_code, editable=False, max_length=6, unique=True)),
                ('timed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('came_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'booking',
                'verbose_name_plural': 'bookings',
                'ordering': ['starts_at', 'pk'],
                'indexes': [models.Index(fields=['space', 'day'], name='bookings_of_a_day'), models.Index(fields=['stage', 'starts_at'], name='bookings_by_stage')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='booking_ends_after_it_begins', violation_error_message='It ends before it begins.'), models.CheckConstraint(condition=models.Q(('persons__gte', 1)), name='booking_of_somebody'), models.UniqueConstraint(condition=models.Q(('stage__in', ('asked', 'booked', 'here'))), fields=('occasion', 'space'), name='one_booking_of_an_event')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('space', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='spaces.space')),
                ('at', models.DateTimeField()),
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='slots', to='spaces.booking')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('space', 'at'), name='one_booking_of_a_quarter_hour')],
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
                ('booking', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='spaces.booking')),
            ],
            options={
                'verbose_name': 'letter',
                'verbose_name_plural': 'letters',
                'ordering': ['-made_at', '-pk'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['made_at'], name='spaces_letters_to_send')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'told', 'failed', 'called_off'])), name='spaces_letter_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Plan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plans', to='network.unit', verbose_name='library')),
                ('floor', models.CharField(help_text='As zones name it: 1, 2, -1.', max_length=10, verbose_name='floor')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, help_text="Only if the floor has one: “Children's wing”.", verbose_name='name')),
                ('width', models.PositiveIntegerField(verbose_name='width')),
                ('depth', models.PositiveIntegerField(verbose_name='depth')),
                ('is_public', models.BooleanField(default=False, verbose_name='shown to readers')),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('order', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('changed_by', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'plan of a floor',
                'verbose_name_plural': 'plans of floors',
                'ordering': ['unit', 'order', 'floor'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'floor'), name='one_plan_of_a_floor', violation_error_message='This floor has a plan already.'), models.CheckConstraint(condition=models.Q(('depth__gte', 100), ('depth__lte', 20000), ('width__gte', 100), ('width__lte', 20000)), name='plan_has_a_size', violation_error_message='A floor is from 1 to 200 metres long.')],
            },
        ),
        migrations.CreateModel(
            name='Piece',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='spaces.plan')),
                ('kind', models.CharField(choices=[('zone', 'zone'), ('shelf', 'shelf'), ('furniture', 'furniture'), ('entrance', 'entrance'), ('way', 'way without steps'), ('wall', 'wall')], max_length=9, verbose_name='kind')),
                ('zone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='pieces', to='network.zone', verbose_name='zone')),
                ('furniture', models.CharField(blank=True, choices=[('desk', "librarian's desk"), ('table', 'table'), ('seats', 'armchairs'), ('computer', 'computer'), ('catalogue', 'catalogue'), ('cloakroom', 'cloakroom'), ('toilet', 'toilet'), ('stairs', 'stairs'), ('lift', 'lift'), ('window', 'window'), ('other', 'other')], max_length=9, verbose_name='furniture')),
                ('label', models.CharField(blank=True, help_text='What is written on it: “4”, “A–Д”.', max_length=40, verbose_name='label')),
                ('note', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, help_text='In words: “Ukrainian poetry”.', verbose_name='what stands here')),
                ('x', models.PositiveIntegerField(verbose_name='from the left')),
                ('y', models.PositiveIntegerField(verbose_name='from the top')),
                ('w', models.PositiveIntegerField(verbose_name='width')),
                ('h', models.PositiveIntegerField(verbose_name='depth')),
                ('points', models.JSONField(blank=True, default=list)),
                ('classes', models.CharField(blank=True, help_text='Beginnings of class numbers, by commas; a span with a stroke: 82, 94(477), 50/59.', max_length=300, verbose_name='classes')),
                ('first_mark', models.CharField(blank=True, max_length=120, verbose_name='first shelf mark')),
                ('last_mark', models.CharField(blank=True, max_length=120, verbose_name='last shelf mark')),
                ('document_kinds', models.JSONField(blank=True, default=list, verbose_name='kinds of documents')),
            ],
            options={
                'verbose_name': 'piece of a plan',
                'verbose_name_plural': 'pieces of a plan',
                'ordering': ['plan', 'kind', 'y', 'x', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['zone', 'shelf', 'furniture', 'entrance', 'way', 'wall'])), name='piece_kind_known'), models.CheckConstraint(condition=models.Q(('h__gte', 5), ('w__gte', 5)), name='piece_has_a_size'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'zone'), _negated=True), ('zone__isnull', False), _connector='OR'), name='zone_piece_names_its_zone')],
            },
        ),
    ])
