import chytalnia.core.translated
import chytalnia.seminars.models
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('seminars', '0001_first'), ('seminars', '0002_files'), ('seminars', '0003_presence_by_day'), ('seminars', '0004_one_presence_a_day')]

    initial = True

    dependencies = [
        ('media', '0001_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Seminar',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='seminar', to='programmes.programme')),
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='seminar', to='programmes.occasion')),
                ('kind', models.CharField(choices=[('seminar', 'seminar'), ('webinar', 'webinar'), ('round_table', 'round table'), ('conference', 'conference')], default='seminar', max_length=11, verbose_name='kind')),
                ('call', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='whom and what we ask for')),
                ('call_until', models.DateField(blank=True, null=True, verbose_name='talks are taken until')),
                ('percent_present', models.PositiveSmallIntegerField(default=70, verbose_name='part of the time that counts as presence, per cent')),
                ('ask_library', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.question')),
                ('ask_city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.question')),
                ('ask_region', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='programmes.question')),
                ('resolved_on', models.DateField(blank=True, null=True, verbose_name='resolution adopted')),
            ],
            options={
                'verbose_name': 'seminar',
                'verbose_name_plural': 'seminars',
                'constraints': [models.CheckConstraint(condition=models.Q(('percent_present__gte', 1), ('percent_present__lte', 100)), name='seminar_percent_is_one'), models.CheckConstraint(condition=models.Q(('kind__in', ['seminar', 'webinar', 'round_table', 'conference'])), name='seminar_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='talks', to='seminars.seminar')),
                ('kind', models.CharField(choices=[('talk', 'talk'), ('round_table', 'round table'), ('other', 'opening, break, excursion')], default='talk', max_length=11, verbose_name='kind')),
                ('title', models.CharField(max_length=300, verbose_name='title')),
                ('abstract', models.TextField(blank=True, max_length=3000, verbose_name='what it is about')),
                ('speaker', models.CharField(blank=True, max_length=200, verbose_name='surname, name, patronymic of the speaker')),
                ('enrolment', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='talks', to='programmes.enrolment')),
                ('post', models.CharField(blank=True, max_length=200, verbose_name='post')),
                ('library', models.CharField(blank=True, max_length=200, verbose_name='library')),
                ('city', models.CharField(blank=True, max_length=120, verbose_name='town or village')),
                ('region', models.CharField(blank=True, max_length=120, verbose_name='region')),
                ('is_remote', models.BooleanField(default=False, verbose_name='speaks online')),
                ('needs', models.CharField(blank=True, max_length=300, verbose_name='what is needed: projector, sound, interpreter')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('language', models.CharField(blank=True, max_length=2, verbose_name='language')),
                ('asked', models.TextField(blank=True, editable=False, max_length=1000)),
                ('answered', models.TextField(blank=True, editable=False, max_length=2000)),
                ('token', models.CharField(default=chytalnia.seminars.models._token, editable=False, max_length=24, unique=True)),
                ('key', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('hall', models.CharField(blank=True, max_length=80, verbose_name='hall or stream')),
                ('starts_at', models.DateTimeField(blank=True, null=True, verbose_name='begins')),
                ('ends_at', models.DateTimeField(blank=True, null=True, verbose_name='ends')),
                ('moderator', models.CharField(blank=True, max_length=200, verbose_name='moderator')),
                ('recording_url', models.URLField(blank=True, max_length=500, verbose_name='address of the recording')),
                ('slides_url', models.URLField(blank=True, max_length=500, verbose_name='address of the slides')),
                ('recording_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='recording as a file')),
                ('slides_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='slides as a file')),
                ('questions_put', models.TextField(blank=True, verbose_name='questions to discuss, one a line')),
                ('minutes_text', models.TextField(blank=True, verbose_name='minutes: what was said')),
                ('recommends', models.TextField(blank=True, verbose_name='recommendations, one a line')),
            ],
            options={
                'verbose_name': 'talk',
                'verbose_name_plural': 'talks',
                'indexes': [models.Index(fields=['seminar', 'stage', 'starts_at'], name='talks_of_a_seminar')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ends_at', None), ('starts_at', None)), models.Q(('ends_at__gt', models.F('starts_at')), ('hall__gt', '')), _connector='OR'), name='talk_has_hall_and_hours'), models.CheckConstraint(condition=models.Q(('kind__in', ['talk', 'round_table', 'other'])), name='talk_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Asked',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('talk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='asked_questions', to='seminars.talk')),
                ('text', models.TextField(max_length=600, verbose_name='question')),
                ('name', models.CharField(blank=True, max_length=120, verbose_name='your name, if you like')),
                ('answer', models.TextField(blank=True, max_length=2000, verbose_name='answer')),
                ('state', models.CharField(choices=[('waiting', 'to be looked at'), ('shown', 'shown'), ('hidden', 'not shown')], default='waiting', max_length=7, verbose_name='state')),
                ('key', models.UUIDField(blank=True, editable=False, null=True, unique=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'question to a speaker',
                'verbose_name_plural': 'questions to speakers',
                'ordering': ['id'],
                'indexes': [models.Index(fields=['talk', 'state', 'id'], name='questions_of_a_talk')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'shown', 'hidden'])), name='asked_state_known')],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='clauses', to='seminars.seminar')),
                ('kind', models.CharField(choices=[('preamble', 'having considered'), ('note', 'the participants note'), ('thanks', 'thanks'), ('decide', 'the participants decided'), ('recommend', 'recommended to libraries'), ('task', 'task with a day')], default='decide', max_length=9, verbose_name='kind')),
                ('text', models.TextField(max_length=1500, verbose_name='text')),
                ('responsible', models.CharField(blank=True, max_length=200, verbose_name='responsible')),
                ('due', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'point of the resolution',
                'verbose_name_plural': 'points of the resolution',
                'ordering': ['id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['preamble', 'note', 'thanks', 'decide', 'recommend', 'task'])), name='clause_kind_known')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('enrolment', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='presences', to='programmes.enrolment')),
                ('day', models.DateField(verbose_name='day')),
                ('minutes', models.PositiveIntegerField(blank=True, null=True, verbose_name='minutes')),
            ],
            options={
                'verbose_name': 'presence',
                'verbose_name_plural': 'presence',
                'constraints': [models.UniqueConstraint(fields=('enrolment', 'day'), name='one_presence_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seminar', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='seminars.seminar')),
                ('enrolment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificate', to='programmes.enrolment')),
                ('talk', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='certificate', to='seminars.talk')),
                ('number', models.CharField(default=chytalnia.seminars.models.certificate_number, editable=False, max_length=12, unique=True, verbose_name='number')),
                ('name', models.CharField(max_length=200, verbose_name='to whom')),
                ('library', models.CharField(blank=True, max_length=200, verbose_name='library')),
                ('is_remote', models.BooleanField(default=False, verbose_name='took part online')),
                ('hours', models.DecimalField(decimal_places=1, max_digits=4, verbose_name='academic hours')),
                ('days', models.JSONField(blank=True, default=list, editable=False)),
                ('issued_on', models.DateField(verbose_name='issued')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_at', models.DateTimeField(blank=True, null=True, verbose_name='taken back')),
                ('revoked_why', models.CharField(blank=True, max_length=300, verbose_name='why')),
            ],
            options={
                'verbose_name': 'certificate of attendance',
                'verbose_name_plural': 'certificates of attendance',
                'ordering': ['name', 'id'],
            },
        ),
    ])
