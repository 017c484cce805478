import chytalnia.core.translated
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('people', '0002_opened_by'), ('people', '0003_readers'), ('people', '0004_reader_name'), ('people', '0005_shows_parents'), ('people', '0006_what_few_readers_have')]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='role_grants', to='network.unit', verbose_name='library')),
                ('role', models.CharField(choices=[('director', 'director'), ('methodologist', 'methodologist'), ('cataloguer', 'cataloguer'), ('librarian', 'librarian'), ('branch_head', 'branch head'), ('bibliographer', 'bibliographer'), ('editor', 'editor'), ('administrator', 'administrator')], max_length=20, verbose_name='role')),
                ('granted_at', models.DateTimeField(auto_now_add=True)),
                ('granted_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'role',
                'verbose_name_plural': 'roles',
                'constraints': [models.UniqueConstraint(fields=('user', 'unit', 'role'), name='one_grant_per_role_and_unit'), models.CheckConstraint(condition=models.Q(('role__in', ['director', 'methodologist', 'cataloguer', 'librarian', 'branch_head', 'bibliographer', 'editor', 'administrator'])), name='role_known')],
            },
        ),
        migrations.CreateModel(
            name='ConsentText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('rules', 'rules of use'), ('data', 'keeping of personal data'), ('social', 'keeping of the social category'), ('pictures', 'photographs and video at events'), ('sms', 'text messages'), ('email', 'letters by e-mail'), ('messenger', 'messages in a messenger')], max_length=10, verbose_name='kind')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('text', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='text')),
                ('since', models.DateField(verbose_name='holds since')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'text of a consent',
                'verbose_name_plural': 'texts of consents',
                'ordering': ['kind', '-version'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'version'), name='consent_text_version_once')],
            },
        ),
        migrations.CreateModel(
            name='Household',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, verbose_name='name of the family')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'family',
                'verbose_name_plural': 'families',
            },
        ),
        migrations.CreateModel(
            name='Reader',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('person', 'person'), ('collective', 'group')], default='person', max_length=10, verbose_name='kind')),
                ('state', models.CharField(choices=[('preregistered', 'registered from home, not yet confirmed'), ('active', 'active'), ('closed', 'closed'), ('merged', 'merged into another')], default='active', max_length=13, verbose_name='state')),
                ('surname', models.CharField(blank=True, max_length=150, verbose_name='surname')),
                ('name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('patronymic', models.CharField(blank=True, max_length=150, verbose_name='patronymic')),
                ('title', models.CharField(blank=True, max_length=250, verbose_name='name of the group')),
                ('responsible', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='answers_for', to='people.reader', verbose_name='responsible person')),
                ('birth_date', models.DateField(blank=True, null=True, verbose_name='date of birth')),
                ('sex', models.CharField(blank=True, choices=[('', 'not said'), ('f', 'female'), ('m', 'male')], max_length=1, verbose_name='sex')),
                ('address', models.CharField(blank=True, max_length=300, verbose_name='address')),
                ('settlement', models.CharField(blank=True, max_length=150, verbose_name='town or village')),
                ('is_rural', models.BooleanField(default=False, verbose_name='lives in the country')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('phone_digits', models.CharField(blank=True, editable=False, max_length=10)),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('education', models.CharField(blank=True, choices=[('', 'not said'), ('primary', 'primary'), ('basic', 'basic secondary'), ('secondary', 'general secondary'), ('vocational', 'vocational'), ('higher', 'higher'), ('degree', 'academic degree')], max_length=12, verbose_name='education')),
                ('occupation', models.CharField(blank=True, choices=[('', 'not said'), ('preschool', 'preschool child'), ('pupil_1_4', 'pupil, classes 1–4'), ('pupil_5_9', 'pupil, classes 5–9'), ('pupil_10_12', 'pupil, classes 10–12'), ('vocational', 'student of a vocational school'), ('college', 'student of a college'), ('university', 'student of a university'), ('worker', 'worker'), ('farmer', 'agricultural worker'), ('employee', 'office employee'), ('specialist', 'specialist with higher education'), ('entrepreneur', 'entrepreneur'), ('military', 'in military service'), ('pensioner', 'pensioner'), ('unemployed', 'unemployed'), ('homemaker', 'homemaker'), ('other', 'other')], max_length=12, verbose_name='occupation')),
                ('study_place', models.CharField(blank=True, max_length=200, verbose_name='place of study or work')),
                ('study_group', models.CharField(blank=True, max_length=40, verbose_name='class or group')),
                ('social', models.JSONField(blank=True, default=list, verbose_name='social categories')),
                ('language', models.CharField(blank=True, max_length=2, verbose_name='language of letters')),
                ('interests', models.CharField(blank=True, max_length=500, verbose_name='interests')),
                ('document_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('home_unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readers', to='network.unit', verbose_name='library of registration')),
                ('user', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reader', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                ('household', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='members', to='people.household', verbose_name='family')),
                ('household_role', models.CharField(blank=True, max_length=10, verbose_name='in the family')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged_from', to='people.reader')),
                ('keep_history', models.BooleanField(default=False, verbose_name='keep the history of reading')),
                ('shows_parents', models.BooleanField(default=False, help_text='What you borrow stays your own in any case.', verbose_name='my parents may see my events, clubs, courses and marathons')),
                ('blocked_until', models.DateField(blank=True, null=True, verbose_name='blocked until')),
                ('block_reason', models.CharField(blank=True, max_length=300, verbose_name='reason of the block')),
                ('note', models.TextField(blank=True, verbose_name='note of the librarian')),
                ('waits_until', models.DateField(blank=True, null=True)),
                ('key', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('access_code', models.CharField(blank=True, editable=False, max_length=64)),
                ('access_code_until', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('anonymised_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'reader',
                'verbose_name_plural': 'readers',
                'indexes': [models.Index(condition=models.Q(('merged_into__isnull', False)), fields=['merged_into'], name='readers_merged'), models.Index(condition=models.Q(('responsible__isnull', False)), fields=['responsible'], name='groups_of_a_reader'), models.Index(fields=['surname', 'name'], name='reader_name'), models.Index(fields=['birth_date'], name='reader_born'), models.Index(condition=models.Q(('phone_digits', ''), _negated=True), fields=['phone_digits'], name='reader_phone'), models.Index(condition=models.Q(('document_hash', ''), _negated=True), fields=['document_hash'], name='reader_document'), models.Index(condition=models.Q(('state', 'preregistered')), fields=['waits_until'], name='reader_waits')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['person', 'collective'])), name='reader_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['preregistered', 'active', 'closed', 'merged'])), name='reader_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('merged_into__isnull', False), ('state', 'merged')), models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into', None)), _connector='OR'), name='merged_reader_leads_on'), models.CheckConstraint(condition=models.Q(('merged_into', None), models.Q(('merged_into', models.F('id')), _negated=True), _connector='OR'), name='reader_not_merged_into_itself'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'person'), _negated=True), models.Q(('surname', ''), _negated=True), ('anonymised_at__isnull', False), _connector='OR'), name='person_has_surname'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'collective'), _negated=True), models.Q(models.Q(('title', ''), _negated=True), ('responsible__isnull', False)), ('anonymised_at__isnull', False), _connector='OR'), name='group_has_title_and_responsible'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at__isnull', False), _connector='OR'), name='closed_reader_has_date')],
            },
        ),
        migrations.CreateModel(
            name='ReaderWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='words', to='people.reader')),
                ('word', models.CharField(db_index=True, max_length=150)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('reader', 'word'), name='word_once_a_reader')],
            },
        ),
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, unique=True, verbose_name='number of the card')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cards', to='people.reader', verbose_name='reader')),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='issued')),
                ('issued_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('blocked_at', models.DateTimeField(blank=True, null=True, verbose_name='blocked')),
                ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
            ],
            options={
                'verbose_name': "reader's card",
                'verbose_name_plural': "readers' cards",
                'ordering': ['-issued_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('blocked_at', None)), fields=('reader',), name='one_working_card_a_reader'), models.CheckConstraint(condition=models.Q(('number', ''), _negated=True), name='card_has_number')],
            },
        ),
        migrations.CreateModel(
            name='Registration',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='registrations', to='people.reader', verbose_name='reader')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='registrations', to='network.unit', verbose_name='library')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(verbose_name='number of the form')),
                ('on', models.DateField(verbose_name='date')),
                ('is_new', models.BooleanField(verbose_name='new reader')),
                ('first_in_network', models.BooleanField()),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'registration',
                'verbose_name_plural': 'registrations',
                'ordering': ['-on', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('reader', 'unit', 'year'), name='registered_once_a_year_in_a_library'), models.UniqueConstraint(condition=models.Q(('first_in_network', True)), fields=('reader', 'year'), name='first_in_network_once_a_year'), models.UniqueConstraint(fields=('unit', 'year', 'number'), name='form_number_once_a_year')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='people.reader', verbose_name='reader')),
                ('kind', models.CharField(choices=[('rules', 'rules of use'), ('data', 'keeping of personal data'), ('social', 'keeping of the social category'), ('pictures', 'photographs and video at events'), ('sms', 'text messages'), ('email', 'letters by e-mail'), ('messenger', 'messages in a messenger')], max_length=10, verbose_name='kind')),
                ('text', models.TextField(verbose_name='text')),
                ('version', models.PositiveIntegerField(verbose_name='version')),
                ('language', models.CharField(max_length=2, verbose_name='language')),
                ('given_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='given')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('given_by_adult', models.CharField(blank=True, max_length=300, verbose_name='given by')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'ordering': ['kind', '-given_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('reader', 'kind'), name='one_consent_of_a_kind'), models.CheckConstraint(condition=models.Q(('kind__in', ['rules', 'data', 'social', 'pictures', 'sms', 'email', 'messenger'])), name='consent_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Surety',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('child', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sureties', to='people.reader', verbose_name='child')),
                ('adult', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stands_for', to='people.reader', verbose_name='reader')),
                ('name', models.CharField(blank=True, max_length=300, verbose_name='name of the grown-up')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('document_hash', models.CharField(blank=True, editable=False, max_length=64)),
                ('signed_on', models.DateField(verbose_name='signed on')),
                ('ended_on', models.DateField(blank=True, null=True, verbose_name='ended on')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'surety',
                'verbose_name_plural': 'sureties',
                'ordering': ['-signed_on', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('child',), name='one_surety_a_child'), models.CheckConstraint(condition=models.Q(('adult', None), models.Q(('adult', models.F('child')), _negated=True), _connector='OR'), name='no_surety_for_oneself')],
            },
        ),
        migrations.CreateModel(
            name='ReaderMerge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kept', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_kept', to='people.reader', verbose_name='kept')),
                ('merged', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='merges_gone', to='people.reader', verbose_name='merged')),
                ('before', models.JSONField(default=dict)),
                ('moved', models.JSONField(default=dict)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('merged_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='merged at')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undone_at', models.DateTimeField(blank=True, null=True, verbose_name='undone')),
                ('undone_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'merging of readers',
                'verbose_name_plural': 'mergings of readers',
                'ordering': ['-merged_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('undone_at', None)), fields=('merged',), name='reader_merged_once'), models.CheckConstraint(condition=models.Q(('kept', models.F('merged')), _negated=True), name='no_merge_with_oneself')],
            },
        ),
    ])
