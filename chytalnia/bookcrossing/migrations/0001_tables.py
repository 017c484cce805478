import chytalnia.bookcrossing.models.following
import chytalnia.core.translated
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('bookcrossing', '0001_initial'), ('bookcrossing', '0002_posted'), ('bookcrossing', '0003_struck_steps'), ('bookcrossing', '0004_steps_by_day_were_never_asked'), ('bookcrossing', '0005_sums'), ('bookcrossing', '0006_by_stage'), ('bookcrossing', '0007_letters_of_one_shape')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('media', '0001_tables'),
        ('network', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Challenge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('release', 'set books free'), ('hunt', 'hunt for hidden books')], max_length=7, verbose_name='game')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('about', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='rules in a few words')),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(verbose_name='last day')),
                ('goal', models.PositiveIntegerField(default=21, verbose_name='how many books')),
            ],
            options={
                'verbose_name': 'game',
                'verbose_name_plural': 'games',
                'ordering': ['-last', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='crossing_game_begins_first')],
            },
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=12, unique=True, verbose_name='number')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('printed_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='printed')),
                ('taken_at', models.DateTimeField(blank=True, null=True, verbose_name='given to a book')),
            ],
            options={
                'verbose_name': 'printed label',
                'verbose_name_plural': 'printed labels',
                'indexes': [models.Index(condition=models.Q(('taken_at', None)), fields=['unit', '-printed_at'], name='crossing_free_labels')],
            },
        ),
        migrations.CreateModel(
            name='MapCell',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.PositiveSmallIntegerField()),
                ('x', models.IntegerField()),
                ('y', models.IntegerField()),
                ('count', models.IntegerField(default=0)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('level', 'x', 'y'), name='crossing_one_cell_a_square')],
            },
        ),
        migrations.CreateModel(
            name='Shelf',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(help_text='Latin letters and digits; it never changes.', max_length=40, unique=True, verbose_name='code')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='crossing_shelves', to='network.unit', verbose_name='library')),
                ('partner', models.CharField(blank=True, help_text='A café, a school, a station.', max_length=200, verbose_name='whose place it is')),
                ('settlement', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='town or village')),
                ('address', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='address')),
                ('hours', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, help_text='As people say it: “every day from 8 to 20”.', verbose_name='hours')),
                ('about', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what people should know')),
                ('latitude', models.FloatField(blank=True, null=True, verbose_name='latitude')),
                ('longitude', models.FloatField(blank=True, null=True, verbose_name='longitude')),
                ('capacity', models.PositiveIntegerField(blank=True, null=True, verbose_name='how many books fit')),
                ('keeper', models.CharField(blank=True, help_text='As readers may address them.', max_length=200, verbose_name='keeper')),
                ('age_mark', models.CharField(blank=True, choices=[('', 'for everybody'), ('0+', 'for children'), ('12+', '12+'), ('16+', '16+'), ('18+', '18+')], max_length=3, verbose_name='age')),
                ('is_open', models.BooleanField(default=True, verbose_name='the shelf is in use')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.asset', verbose_name='photo')),
                ('checked_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='last stocktaking')),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'bookcrossing shelf',
                'verbose_name_plural': 'bookcrossing shelves',
                'ordering': ['code'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('latitude', None), ('longitude', None)), models.Q(('latitude__gte', -90), ('latitude__lte', 90), ('longitude__gte', -180), ('longitude__lte', 180)), _connector='OR'), name='crossing_shelf_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='ShelfCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shelf', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='checks', to='bookcrossing.shelf', verbose_name='shelf')),
                ('begun_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='begun')),
                ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'stocktaking of a shelf',
                'verbose_name_plural': 'stocktakings of shelves',
                'ordering': ['-begun_at'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('shelf',), name='crossing_one_open_check')],
            },
        ),
        migrations.CreateModel(
            name='UnitSum',
            fields=[
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='+', serialize=False, to='network.unit')),
                ('books', models.IntegerField(default=0)),
                ('roaming', models.IntegerField(default=0)),
                ('found', models.IntegerField(default=0)),
                ('finds', models.IntegerField(default=0)),
                ('metres', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('target', models.CharField(choices=[('traveller', 'travelling book'), ('shelf', 'shelf'), ('unit', 'library or region')], max_length=9)),
                ('shelf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='bookcrossing.shelf')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.unit')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('language', models.CharField(max_length=2)),
                ('token', models.CharField(default=chytalnia.bookcrossing.models.following.new_token, editable=False, max_length=40, unique=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('asked_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'follower',
                'verbose_name_plural': 'followers',
                'indexes': [models.Index(condition=models.Q(('confirmed_at', None)), fields=['email'], name='crossing_asked')],
                'constraints': [models.CheckConstraint(condition=models.Q(('user__isnull', False), models.Q(('email', ''), _negated=True), _connector='OR'), name='crossing_follower_is_reached'), models.UniqueConstraint(condition=models.Q(('shelf__isnull', False), models.Q(('user', None), _negated=True)), fields=('user', 'shelf'), name='crossing_user_follows_shelf_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False), models.Q(('user', None), _negated=True)), fields=('user', 'unit'), name='crossing_user_follows_unit_once'), models.UniqueConstraint(condition=models.Q(('shelf__isnull', False), models.Q(('email', ''), _negated=True)), fields=('email', 'shelf'), name='crossing_email_follows_shelf_once'), models.UniqueConstraint(condition=models.Q(('unit__isnull', False), models.Q(('email', ''), _negated=True)), fields=('email', 'unit'), name='crossing_email_follows_unit_once')],
            },
        ),
        migrations.CreateModel(
            name='News',
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
                ('follow', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news', to='bookcrossing.follow')),
            ],
            options={
                'verbose_name': 'news for a follower',
                'verbose_name_plural': 'news for followers',
                'ordering': ['-made_at', '-pk'],
                'abstract': False,
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['made_at'], name='bookcrossing_letters_to_send')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['queued', 'sent', 'told', 'failed', 'called_off'])), name='bookcrossing_letter_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Traveller',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('stage', models.CharField(editable=False, max_length=40, verbose_name='stage')),
                ('number', models.CharField(editable=False, max_length=12, unique=True, verbose_name='number')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='travellers', to='network.unit', verbose_name='library')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('author', models.CharField(blank=True, max_length=200, verbose_name='author')),
                ('isbn', models.CharField(blank=True, max_length=13, verbose_name='ISBN')),
                ('language', models.CharField(blank=True, max_length=3, verbose_name='language')),
                ('work', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='travellers', to='catalogue.work', verbose_name='work')),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.record', verbose_name='record')),
                ('item', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='traveller', to='catalogue.item')),
                ('taken_in', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='catalogue.item')),
                ('owner', models.CharField(choices=[('staff', 'the library'), ('reader', 'a reader'), ('class', 'a school class'), ('guest', 'a guest with a printed label')], default='staff', max_length=6, verbose_name='who set it free')),
                ('owner_nick', models.CharField(blank=True, max_length=60, verbose_name='name for the page')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='travellers', to='people.reader', verbose_name='reader')),
                ('condition', models.CharField(blank=True, choices=[('', 'not said'), ('new', 'like new'), ('good', 'good'), ('read', 'has been read a lot')], max_length=4, verbose_name='condition')),
                ('age_mark', models.CharField(blank=True, choices=[('', 'for everybody'), ('0+', 'for children'), ('12+', '12+'), ('16+', '16+'), ('18+', '18+')], max_length=3, verbose_name='age')),
                ('external_bcid', models.CharField(blank=True, max_length=14, verbose_name='number at bookcrossing.com')),
                ('registered_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='registered')),
                ('shelf', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='standing', to='bookcrossing.shelf', verbose_name='shelf')),
                ('lat', models.FloatField(editable=False, null=True)),
                ('lon', models.FloatField(editable=False, null=True)),
                ('metres', models.PositiveIntegerField(default=0, editable=False, verbose_name='metres travelled')),
                ('finds', models.PositiveIntegerField(default=0, editable=False, verbose_name='times found')),
                ('last_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='last heard of')),
                ('holder', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='bookcrossing.follow')),
                ('woken_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='asked after')),
            ],
            options={
                'verbose_name': 'travelling book',
                'verbose_name_plural': 'travelling books',
                'ordering': ['-last_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('stage__in', ('released', 'found', 'reading'))), fields=['-last_at'], name='crossing_heard_lately'), models.Index(fields=['-metres', '-finds'], name='crossing_top'), models.Index(fields=['unit', '-metres'], name='crossing_top_of_a_unit'), models.Index(fields=['unit', 'stage'], name='crossing_by_stage'), models.Index(condition=models.Q(('lat__isnull', False), ('stage__in', ('released', 'found', 'reading'))), fields=['lat', 'lon'], name='crossing_on_the_map')],
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='crossing_a_book_has_a_title'), models.CheckConstraint(condition=models.Q(('shelf', None), ('stage', 'released'), ('stage', 'lost'), _connector='OR'), name='crossing_on_a_shelf_when_released')],
            },
        ),
        migrations.CreateModel(
            name='Clue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('challenge', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clues', to='bookcrossing.challenge')),
                ('traveller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clues', to='bookcrossing.traveller', verbose_name='travelling book')),
                ('text', models.CharField(max_length=300, verbose_name='clue')),
            ],
            options={
                'verbose_name': 'clue',
                'verbose_name_plural': 'clues',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('challenge', 'traveller'), name='crossing_hidden_once')],
            },
        ),
        migrations.CreateModel(
            name='CheckLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='bookcrossing.shelfcheck')),
                ('traveller', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='check_lines', to='bookcrossing.traveller')),
                ('verdict', models.CharField(choices=[('stands', 'stands here'), ('came', 'came by itself'), ('gone', 'was taken, nobody said so')], max_length=6)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                'verbose_name': 'line of a stocktaking',
                'verbose_name_plural': 'lines of a stocktaking',
                'ordering': ['-at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('check_of', 'traveller'), name='crossing_a_book_once_a_check')],
            },
        ),
        migrations.CreateModel(
            name='Sighting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('traveller', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='sightings', to='bookcrossing.traveller', verbose_name='travelling book')),
                ('key', models.UUIDField(editable=False, unique=True)),
                ('kind', models.CharField(choices=[('release', 'released'), ('find', 'found'), ('read', 'being read'), ('note', 'a word about the book'), ('came', 'seen on a shelf'), ('gone', 'taken from the shelf')], max_length=7, verbose_name='step')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
                ('shelf', models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='sightings', to='bookcrossing.shelf', verbose_name='shelf')),
                ('lat', models.FloatField(blank=True, null=True)),
                ('lon', models.FloatField(blank=True, null=True)),
                ('leg', models.PositiveIntegerField(default=0, editable=False)),
                ('struck_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='struck out')),
            ],
            options={
                'verbose_name': 'step of a journey',
                'verbose_name_plural': 'steps of journeys',
                'ordering': ['at', 'pk'],
                'indexes': [models.Index(fields=['traveller', 'at', 'id'], name='crossing_journey'), models.Index(condition=models.Q(('shelf__isnull', False)), fields=['shelf', '-at'], name='crossing_of_a_shelf')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('lat', None), ('lon', None)), models.Q(('lat__gte', -90), ('lat__lte', 90), ('lon__gte', -180), ('lon__lte', 180)), _connector='OR'), name='crossing_step_on_earth')],
            },
        ),
        migrations.CreateModel(
            name='Words',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('sighting', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='bookcrossing.sighting', verbose_name='step of a journey')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('nick', models.CharField(blank=True, max_length=60, verbose_name='name for the page')),
                ('text', models.CharField(blank=True, max_length=1000, verbose_name='a line')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place in words')),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='stars')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.asset', verbose_name='photo')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.reader')),
                ('language', models.CharField(blank=True, max_length=2)),
            ],
            options={
                'verbose_name': 'words of a finder',
                'verbose_name_plural': 'words of finders',
                'indexes': [models.Index(fields=['unit', 'stage'], name='crossing_words_to_read')],
                'constraints': [models.CheckConstraint(condition=models.Q(('rating', None), ('rating__range', (1, 5)), _connector='OR'), name='crossing_one_to_five_stars')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('words', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reports', to='bookcrossing.words')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='what is wrong')),
                ('who', models.CharField(editable=False, max_length=32)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('weighed_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'complaint',
                'verbose_name_plural': 'complaints',
                'constraints': [models.UniqueConstraint(fields=('words', 'who'), name='crossing_one_complaint_a_person')],
            },
        ),
        migrations.AddField(
            model_name='follow',
            name='traveller',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='follows', to='bookcrossing.traveller'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('shelf', None), ('target', 'traveller'), ('traveller__isnull', False), ('unit', None)), models.Q(('shelf__isnull', False), ('target', 'shelf'), ('traveller', None), ('unit', None)), models.Q(('shelf', None), ('target', 'unit'), ('traveller', None), ('unit__isnull', False)), _connector='OR'), name='crossing_follows_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('traveller__isnull', False), models.Q(('user', None), _negated=True)), fields=('user', 'traveller'), name='crossing_user_follows_traveller_once'),
        ),
        migrations.AddConstraint(
            model_name='follow',
            constraint=models.UniqueConstraint(condition=models.Q(('traveller__isnull', False), models.Q(('email', ''), _negated=True)), fields=('email', 'traveller'), name='crossing_email_follows_traveller_once'),
        ),
    ])
