import chytalnia.core.translated
import chytalnia.voting.models.box
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together
from chytalnia.core.seal import Seal


class Migration(migrations.Migration):

    replaces = [('voting', '0001_elections')]

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
            name='Election',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='elections', to='network.unit', verbose_name='library')),
                ('slug', models.SlugField(max_length=60, unique=True, verbose_name='address')),
                ('title', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='title')),
                ('purpose', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, help_text='Two or three sentences that make one want to take part.', verbose_name='goal')),
                ('decree', models.CharField(blank=True, help_text='Number and date of the order.', max_length=200, verbose_name='decree')),
                ('nomination_until', models.DateTimeField(verbose_name='nomination until')),
                ('silence_from', models.DateTimeField(verbose_name='silence from')),
                ('opens_at', models.DateTimeField(verbose_name='polls open')),
                ('closes_at', models.DateTimeField(verbose_name='polls close')),
                ('roll_kind', models.CharField(choices=[('readers', 'registered readers'), ('codes', 'one-time codes on printed sheets'), ('both', 'registered readers, and sheets for school classes')], default='readers', max_length=8, verbose_name='who is on the roll')),
                ('roll_on', models.DateField(verbose_name='registered by')),
                ('age_from', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='age from')),
                ('age_to', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='to')),
                ('online', models.BooleanField(default=True, verbose_name='votes are taken online too')),
                ('may_change', models.BooleanField(default=False, help_text='Safer against pressure; until the polls close the box then keeps a keyed mark of whose ballot it is.', verbose_name='a vote given online may be changed, the last one counts')),
                ('quorum_percent', models.PositiveSmallIntegerField(default=0, verbose_name='quorum, per cent of the roll')),
                ('tie', models.CharField(choices=[('joint', 'they win together'), ('second', 'a second round between them')], default='joint', max_length=6, verbose_name='when the first are equal')),
                ('seed', models.CharField(editable=False, max_length=64)),
                ('commitment', models.CharField(editable=False, max_length=64)),
                ('drawn_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('roll_salt', models.CharField(blank=True, editable=False, max_length=64)),
                ('roll_sha256', models.CharField(blank=True, editable=False, max_length=64)),
                ('roll_size', models.PositiveIntegerField(default=0, editable=False)),
                ('roll_frozen_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('roll_forgotten_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('previous', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='second_round', to='voting.election', verbose_name='first round')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'election',
                'verbose_name_plural': 'elections',
                'ordering': ['-opens_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('nomination_until__lte', models.F('silence_from')), ('opens_at__lt', models.F('closes_at')), ('silence_from__lte', models.F('opens_at'))), name='election_times_follow', violation_error_message='The times are out of order: nomination, silence, opening and closing follow each other.'), models.CheckConstraint(condition=models.Q(('quorum_percent__lte', 100)), name='quorum_is_a_share', violation_error_message='A quorum is a share: from 0 to 100 per cent.'), models.CheckConstraint(condition=models.Q(('age_from', None), ('age_to', None), ('age_from__lte', models.F('age_to')), _connector='OR'), name='election_ages_follow', violation_error_message='The youngest is older than the oldest.'), models.CheckConstraint(condition=models.Q(('roll_frozen_at', None), models.Q(('roll_sha256', ''), _negated=True), _connector='OR'), name='frozen_roll_has_digest')],
            },
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='members', to='voting.election')),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('post', models.CharField(choices=[('chair', 'chair of the commission'), ('secretary', 'secretary of the commission'), ('member', 'member of the commission')], default='member', max_length=9, verbose_name='post')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
            ],
            options={
                'verbose_name': 'member of the commission',
                'verbose_name_plural': 'commission',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('election', 'name'), name='member_once_in_a_commission'), models.UniqueConstraint(condition=models.Q(('post', 'chair')), fields=('election',), name='one_chair_of_a_commission')],
            },
        ),
        migrations.CreateModel(
            name='Station',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='stations', to='voting.election')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
            ],
            options={
                'verbose_name': 'polling station',
                'verbose_name_plural': 'polling stations',
                'ordering': ['unit__path'],
                'constraints': [models.UniqueConstraint(fields=('election', 'unit'), name='one_station_a_library')],
            },
        ),
        migrations.CreateModel(
            name='Box',
            fields=[
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='box', serialize=False, to='voting.election')),
                ('salt', models.BinaryField()),
                ('check_value', models.CharField(max_length=64)),
            ],
            options={
                'verbose_name': 'open ballot box',
                'verbose_name_plural': 'open ballot boxes',
            },
        ),
        migrations.CreateModel(
            name='SealedBallot',
            fields=[
                ('id', models.BigIntegerField(default=chytalnia.voting.models.box.any_number, primary_key=True, serialize=False)),
                ('box', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='voting.box')),
                ('code', models.CharField(max_length=19, unique=True)),
                ('sealed', models.BinaryField()),
                ('tie', models.CharField(max_length=64, null=True, unique=True)),
            ],
            options={
                'verbose_name': 'sealed ballot',
                'verbose_name_plural': 'sealed ballots',
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='voting.election')),
                ('code', models.CharField(max_length=19)),
                ('choice', models.PositiveSmallIntegerField()),
            ],
            options={
                'verbose_name': 'ballot',
                'verbose_name_plural': 'ballots',
                'ordering': ['election', 'code'],
                'constraints': [models.UniqueConstraint(fields=('election', 'code'), name='ballot_once_on_the_list')],
            },
        ),
        migrations.CreateModel(
            name='Candidate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='candidates', to='voting.election')),
                ('hero', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='hero')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='candidates', to='catalogue.work', verbose_name='book')),
                ('portrait', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='portrait')),
                ('face', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('slogan', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='slogan')),
                ('programme', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, help_text="What the hero promises, in the hero's own words.", verbose_name='programme')),
                ('agent', models.CharField(blank=True, help_text='A class, a club or a name; readers see it.', max_length=150, verbose_name='authorised agent')),
                ('played_by', models.CharField(blank=True, max_length=150, verbose_name='played by')),
                ('proposer', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.reader', verbose_name='nominated by')),
                ('key', models.CharField(editable=False, max_length=32)),
                ('number', models.PositiveSmallIntegerField(blank=True, editable=False, null=True, verbose_name='№ on the ballot')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'candidate',
                'verbose_name_plural': 'candidates',
                'ordering': ['number', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('proposer__isnull', False)), fields=('election', 'proposer'), name='one_reader_one_nomination'), models.UniqueConstraint(condition=models.Q(('number__isnull', False)), fields=('election', 'number'), name='one_number_a_candidate'), models.UniqueConstraint(fields=('election', 'key'), name='one_key_a_candidate')],
            },
        ),
        migrations.CreateModel(
            name='Material',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='voting.election')),
                ('candidate', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='materials', to='voting.candidate', verbose_name='candidate')),
                ('kind', models.CharField(choices=[('poster', 'poster'), ('debate', 'debate'), ('meeting', 'meeting with the candidate'), ('trailer', 'trailer'), ('speech', 'speech'), ('other', 'other')], default='poster', max_length=8, verbose_name='kind')),
                ('title', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='title')),
                ('text', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='text')),
                ('author', models.CharField(blank=True, max_length=150, verbose_name='author')),
                ('at', models.DateTimeField(blank=True, null=True, verbose_name='held at')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('link', models.URLField(blank=True, verbose_name='address on the net')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='picture')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'campaign material',
                'verbose_name_plural': 'campaign materials',
                'ordering': ['-at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='PaperCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='counts', to='voting.station')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('found', models.PositiveIntegerField(verbose_name='ballots in the box')),
                ('invalid', models.PositiveIntegerField(verbose_name='invalid ballots')),
                ('unused', models.PositiveIntegerField(verbose_name='unused ballots')),
                ('votes', models.JSONField(default=dict)),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'count of paper ballots',
                'verbose_name_plural': 'counts of paper ballots',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('station', 'by'), name='one_count_a_person')],
            },
        ),
        migrations.CreateModel(
            name='Publication',
            fields=[
                ('election', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='publication', serialize=False, to='voting.election')),
                ('text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('ballots', models.PositiveIntegerField()),
                ('valid', models.PositiveIntegerField()),
                ('invalid', models.PositiveIntegerField()),
                ('came', models.PositiveIntegerField()),
                ('result', models.JSONField(default=dict)),
                ('winners', models.JSONField(default=list)),
                ('quorum_met', models.BooleanField(default=True)),
                ('stations', models.JSONField(default=list)),
                ('turnout', models.JSONField(default=list)),
                ('published_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'published result',
                'verbose_name_plural': 'published results',
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sheets', to='voting.election')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('name', models.CharField(max_length=120, verbose_name='class or group')),
                ('teacher', models.CharField(max_length=150, verbose_name='teacher')),
                ('band', models.CharField(blank=True, max_length=10, verbose_name='age')),
                ('size', models.PositiveSmallIntegerField(verbose_name='codes')),
                ('key', models.UUIDField(unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'sheet of codes',
                'verbose_name_plural': 'sheets of codes',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('size__gte', 1), ('size__lte', 200)), name='sheet_is_for_a_group'), models.UniqueConstraint(fields=('election', 'unit', 'name'), name='one_sheet_a_class')],
            },
        ),
        migrations.CreateModel(
            name='RollEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('election', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roll', to='voting.election')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.reader')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit')),
                ('band', models.CharField(blank=True, max_length=10)),
                ('sheet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='voting.sheet')),
                ('code_hash', models.CharField(blank=True, max_length=64)),
                ('extra', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'line of the roll',
                'verbose_name_plural': 'roll',
                'indexes': [models.Index(fields=['election', 'unit'], name='roll_by_library')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('reader__isnull', False)), fields=('election', 'reader'), name='reader_once_on_a_roll'), models.UniqueConstraint(condition=models.Q(('code_hash', ''), _negated=True), fields=('code_hash',), name='code_once_on_a_roll')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('entry', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='mark', serialize=False, to='voting.rollentry')),
                ('how', models.CharField(choices=[('online', 'online'), ('tablet', 'on a tablet at a polling station'), ('paper', 'on paper at a polling station')], max_length=6)),
                ('station', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='marks', to='voting.station')),
                ('times', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'mark on the roll',
                'verbose_name_plural': 'marks on the roll',
                'constraints': [models.CheckConstraint(condition=models.Q(('how__in', ['online', 'tablet', 'paper'])), name='mark_says_how'), models.CheckConstraint(condition=models.Q(models.Q(('how', 'online'), ('station', None)), models.Q(models.Q(('how', 'online'), _negated=True), ('station__isnull', False)), _connector='OR'), name='mark_says_where'), models.CheckConstraint(condition=models.Q(('times__gte', 1)), name='mark_is_a_vote')],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('station', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='voting.station')),
                ('code_hash', models.CharField(max_length=64, unique=True)),
                ('used', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'one-time ballot',
                'verbose_name_plural': 'one-time ballots',
            },
        ),
        migrations.CreateModel(
            name='Printed',
            fields=[
                ('station', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='printed', serialize=False, to='voting.station')),
                ('count', models.PositiveIntegerField(verbose_name='printed ballots')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'paper ballots',
                'verbose_name_plural': 'paper ballots',
            },
        ),
    ]) + [Seal("voting_ballot"), Seal("voting_publication")]
