import chytalnia.core.translated
import django.db.models.deletion
import django.db.models.expressions
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together
from chytalnia.core.seal import Seal


class Migration(migrations.Migration):

    replaces = [('care', '0001_initial'), ('care', '0002_mended_counts')]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Session',
            fields=[
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='care', serialize=False, to='programmes.occasion')),
                ('per_adult', models.PositiveSmallIntegerField(verbose_name='children for one adult')),
                ('least_adults', models.PositiveSmallIntegerField(default=2, verbose_name='adults at least')),
                ('adults_in', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('inside', models.PositiveSmallIntegerField(default=0, editable=False)),
                ('checked_at', models.DateTimeField(blank=True, null=True, verbose_name='room looked over')),
                ('checked_by', models.CharField(blank=True, max_length=200)),
                ('check_note', models.CharField(blank=True, max_length=300, verbose_name='what was found')),
                ('finished_at', models.DateTimeField(blank=True, null=True, verbose_name='finished')),
                ('forgotten_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'session',
                'verbose_name_plural': 'sessions',
                'constraints': [models.CheckConstraint(condition=models.Q(('inside__lte', django.db.models.expressions.CombinedExpression(models.F('adults_in'), '*', models.F('per_adult')))), name='care_ratio_holds'), models.CheckConstraint(condition=models.Q(('inside', 0), ('adults_in__gte', models.F('least_adults')), _connector='OR'), name='care_never_too_few_adults'), models.CheckConstraint(condition=models.Q(('least_adults__gte', 1), ('per_adult__gte', 1)), name='care_session_has_a_ratio'), models.CheckConstraint(condition=models.Q(('finished_at', None), ('inside', 0), _connector='OR'), name='care_ends_without_children')],
            },
        ),
        migrations.CreateModel(
            name='Keeper',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='keepers', to='care.session')),
                ('person', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='colleague')),
                ('name', models.CharField(max_length=200, verbose_name='name of the adult')),
                ('came_at', models.DateTimeField(blank=True, null=True)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'adult on duty',
                'verbose_name_plural': 'adults on duty',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('session', 'person'), name='care_keeper_once_a_session'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='care_keeper_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Block',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='blocks', to='care.session')),
                ('begins', models.TimeField(verbose_name='begins')),
                ('kind', models.CharField(choices=[('meet', 'meeting, getting to know each other'), ('story', 'story'), ('craft', 'craft'), ('game', 'game'), ('walk', 'walk'), ('snack', 'snack brought from home'), ('quiet', 'quiet time')], max_length=6, verbose_name='kind')),
                ('title', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what')),
            ],
            options={
                'verbose_name': 'part of the day',
                'verbose_name_plural': 'parts of the day',
                'ordering': ['begins', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Application',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.reader', verbose_name='parent with an account')),
                ('key', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('child_name', models.CharField(max_length=200, verbose_name='name of the child')),
                ('birth_date', models.DateField(verbose_name='date of birth')),
                ('guardian_name', models.CharField(max_length=200, verbose_name='your name')),
                ('guardian_phone', models.CharField(max_length=40, verbose_name='your phone')),
                ('other_name', models.CharField(blank=True, max_length=200, verbose_name='second parent or guardian')),
                ('other_phone', models.CharField(blank=True, max_length=40, verbose_name='their phone')),
                ('session_phone', models.CharField(max_length=40, verbose_name='phone during the session')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('allergies', models.CharField(max_length=500, verbose_name='allergies')),
                ('needs', models.CharField(blank=True, max_length=500, verbose_name='special needs, what calms, what to know')),
                ('language', models.CharField(blank=True, max_length=2)),
                ('pin_hash', models.CharField(editable=False, max_length=200)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'application',
                'verbose_name_plural': 'applications',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('child_name', ''), _negated=True), models.Q(('guardian_name', ''), _negated=True), models.Q(('guardian_phone', ''), _negated=True), models.Q(('session_phone', ''), _negated=True), models.Q(('allergies', ''), _negated=True), models.Q(('pin_hash', ''), _negated=True)), name='care_application_is_whole')],
            },
        ),
        migrations.CreateModel(
            name='Adult',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adults', to='care.application')),
                ('name', models.CharField(max_length=200, verbose_name='name of the adult')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('document_hint', models.CharField(blank=True, max_length=60, verbose_name='document, the last digits')),
                ('word_hash', models.CharField(blank=True, editable=False, max_length=200)),
            ],
            options={
                'verbose_name': 'adult who may fetch',
                'verbose_name_plural': 'adults who may fetch',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='care_adult_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('application', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='care.application')),
                ('kind', models.CharField(choices=[('rules', 'rules of the stay'), ('first_aid', 'first aid'), ('photo', 'photographs')], max_length=9, verbose_name='to what')),
                ('text', models.TextField(verbose_name='text')),
                ('given', models.BooleanField(verbose_name='agreed')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
            ],
            options={
                'verbose_name': 'consent',
                'verbose_name_plural': 'consents',
                'constraints': [models.UniqueConstraint(fields=('application', 'kind'), name='care_one_consent_a_kind'), models.CheckConstraint(condition=models.Q(('kind', 'photo'), ('given', True), _connector='OR'), name='care_needed_consents_are_given')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='places', to='care.session')),
                ('application', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='places', to='care.application')),
                ('enrolment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='care_place', to='programmes.enrolment')),
                ('came_at', models.DateTimeField(blank=True, null=True, verbose_name='came at')),
                ('age_band', models.CharField(blank=True, editable=False, max_length=12)),
                ('brought_by', models.CharField(blank=True, max_length=200, verbose_name='who brought')),
                ('health', models.CharField(blank=True, choices=[('well', 'looks well'), ('tired', 'tired or upset'), ('unwell', 'looks unwell, taken in after a talk')], max_length=6, verbose_name='how the child looks')),
                ('health_note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('taken_by', models.CharField(blank=True, max_length=200, verbose_name='let in by')),
                ('left_at', models.DateTimeField(blank=True, null=True, verbose_name='left at')),
                ('way', models.CharField(blank=True, choices=[('pin', 'pick-up PIN'), ('word', 'code word'), ('document', 'document looked at')], max_length=8, verbose_name='how given over')),
                ('fetched_by', models.CharField(blank=True, max_length=200, verbose_name='who fetched')),
                ('reason', models.CharField(blank=True, max_length=300, verbose_name='why without the PIN')),
                ('given_by', models.CharField(blank=True, max_length=200, verbose_name='given over by')),
                ('wrong_tries', models.PositiveSmallIntegerField(default=0, editable=False)),
            ],
            options={
                'verbose_name': 'place',
                'verbose_name_plural': 'places',
                'ordering': ['pk'],
                'indexes': [models.Index(condition=models.Q(('came_at__isnull', False), ('left_at', None)), fields=['session'], name='care_who_is_inside')],
                'constraints': [models.UniqueConstraint(fields=('session', 'application'), name='care_child_once_a_session'), models.CheckConstraint(condition=models.Q(('left_at', None), models.Q(('came_at__isnull', False), ('left_at__gte', models.F('came_at')), models.Q(('way', ''), _negated=True)), _connector='OR'), name='care_nobody_leaves_who_has_not_come')],
            },
        ),
        migrations.CreateModel(
            name='Call',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='calls', to='care.place')),
                ('whom', models.CharField(max_length=200, verbose_name='whom')),
                ('answered', models.BooleanField(verbose_name='answered')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by_name', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'verbose_name': 'call',
                'verbose_name_plural': 'calls',
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Incident',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='incidents', to='care.session')),
                ('number', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='number of the child')),
                ('kind', models.CharField(choices=[('hurt', 'a child was hurt'), ('unwell', 'a child felt unwell'), ('conflict', 'a quarrel'), ('late', 'fetched late'), ('stranger', 'somebody not on the list wanted to fetch a child'), ('alarm', 'alarm, the children were led out'), ('other', 'other')], max_length=8, verbose_name='kind')),
                ('text', models.TextField(verbose_name='what happened')),
                ('done', models.TextField(blank=True, verbose_name='what was done, whom we called')),
                ('at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='when')),
                ('by_name', models.CharField(max_length=200)),
            ],
            options={
                'verbose_name': 'incident',
                'verbose_name_plural': 'incidents',
                'ordering': ['at', 'pk'],
            },
        ),
    ]) + [Seal("care_incident")]
