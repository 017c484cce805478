import chytalnia.core.translated
import django.db.models.deletion
import django.utils.timezone
import uuid
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('trailers', '0001_trailers'), ('trailers', '0002_focus_voices_diplomas')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('media', '0001_tables'),
        ('network', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Contest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='trailer_contest', to='programmes.programme')),
                ('rules', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='rules')),
                ('submit_until', models.DateTimeField(verbose_name='trailers are taken until')),
                ('vote_until', models.DateTimeField(verbose_name='readers vote until')),
                ('results_at', models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'contest of trailers',
                'verbose_name_plural': 'contests of trailers',
                'constraints': [models.CheckConstraint(condition=models.Q(('vote_until__gte', models.F('submit_until'))), name='contest_votes_after_it_takes', violation_error_message='The vote ends before the last trailer is taken.')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='trailers.contest')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name of the group')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'age group',
                'verbose_name_plural': 'age groups',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='trailers.contest')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='criterion')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'criterion',
                'verbose_name_plural': 'criteria',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Juror',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='jury', to='trailers.contest')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'juror',
                'verbose_name_plural': 'jury',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'user'), name='juror_once_in_a_contest')],
            },
        ),
        migrations.CreateModel(
            name='Trailer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='trailers', to='network.unit', verbose_name='library')),
                ('record', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trailers', to='catalogue.record', verbose_name='book')),
                ('programme', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trailers', to='programmes.programme', verbose_name='programme')),
                ('book_title', models.CharField(max_length=300, verbose_name='title of the book')),
                ('book_author', models.CharField(blank=True, max_length=200, verbose_name='author of the book')),
                ('book_imprint', models.CharField(blank=True, max_length=200, verbose_name='publisher and year')),
                ('origin', models.CharField(choices=[('studio', 'made in the studio'), ('upload', 'made elsewhere')], default='studio', max_length=6, verbose_name='origin')),
                ('title', models.CharField(max_length=160, verbose_name='title of the trailer')),
                ('language', models.CharField(choices=[('uk', 'Українська'), ('ru', 'Русский'), ('kk', 'Қазақша'), ('en', 'English')], default='uk', max_length=2, verbose_name='language')),
                ('audience', models.CharField(choices=[('children', 'children'), ('youth', 'youth'), ('adults', 'adults'), ('family', 'families'), ('mixed', 'mixed audience')], default='mixed', max_length=12, verbose_name='for whom')),
                ('age_mark', models.CharField(choices=[('0+', '0+'), ('6+', '6+'), ('12+', '12+'), ('16+', '16+'), ('18+', '18+')], default='6+', max_length=3, verbose_name='age mark')),
                ('motive', models.CharField(blank=True, choices=[('new', 'it is new'), ('jubilee', 'a jubilee'), ('forgotten', 'it is forgotten, and should not be'), ('school', 'it is read at school'), ('local', 'its author is from here'), ('loved', 'we love it')], max_length=9, verbose_name='why this book')),
                ('approach', models.CharField(blank=True, choices=[('narrative', 'narrative: how the story begins'), ('atmospheric', 'atmospheric: what it feels like'), ('conceptual', 'conceptual: what it is about')], max_length=11, verbose_name='kind of trailer')),
                ('idea', models.TextField(blank=True, max_length=1000, verbose_name='idea')),
                ('hook', models.CharField(blank=True, max_length=300, verbose_name='hook')),
                ('about', models.TextField(blank=True, max_length=1000, verbose_name='words under the film')),
                ('sources', models.TextField(blank=True, max_length=500, verbose_name='sources named in the credits')),
                ('music', models.CharField(blank=True, choices=[('', 'no music'), ('calm', 'calm'), ('bright', 'bright'), ('tender', 'tender'), ('mystery', 'mysterious'), ('adventure', 'adventurous'), ('solemn', 'solemn'), ('own', 'a file of our own')], default='', max_length=9, verbose_name='music')),
                ('music_file', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='file of the music')),
                ('music_rights', models.CharField(blank=True, choices=[('', 'not said yet'), ('own', 'our own work'), ('permission', 'with the permission of whose it is'), ('public_domain', 'public domain'), ('licence', 'a free licence'), ('quotation', 'a quotation, with its source')], max_length=14, verbose_name='rights of the music')),
                ('music_note', models.CharField(blank=True, max_length=300, verbose_name='whose music it is')),
                ('speaker', models.CharField(choices=[('man', 'a man'), ('woman', 'a woman'), ('whisper', 'a whisper')], default='man', max_length=7, verbose_name='voice of the computer')),
                ('pace', models.CharField(choices=[('slow', 'slowly'), ('usual', 'as usual'), ('quick', 'quickly')], default='usual', max_length=5, verbose_name='how it speaks')),
                ('film_rights', models.CharField(blank=True, choices=[('', 'not said yet'), ('own', 'our own work'), ('permission', 'with the permission of whose it is'), ('public_domain', 'public domain'), ('licence', 'a free licence'), ('quotation', 'a quotation, with its source')], max_length=14, verbose_name='rights of the film')),
                ('film_note', models.CharField(blank=True, max_length=300, verbose_name='whose film it is')),
                ('film_people', models.BooleanField(default=False, verbose_name='those filmed agreed to be shown')),
                ('seconds', models.DecimalField(decimal_places=1, default=0, editable=False, max_digits=5, verbose_name='length')),
                ('film_seconds', models.DecimalField(blank=True, decimal_places=2, editable=False, max_digits=6, null=True)),
                ('poster', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='media.asset')),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='begun by')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
                ('changed_at', models.DateTimeField(auto_now=True, verbose_name='changed')),
                ('published_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='published at')),
                ('views', models.PositiveIntegerField(default=0, editable=False, verbose_name='views')),
            ],
            options={
                'verbose_name': 'book trailer',
                'verbose_name_plural': 'book trailers',
                'ordering': ['-published_at', '-pk'],
                'indexes': [models.Index(fields=['stage', '-published_at'], name='trailers_shown'), models.Index(fields=['unit', 'stage'], name='trailers_of_a_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('seconds__gte', 0), ('seconds__lte', 180)), name='trailer_within_three_minutes', violation_error_message='A trailer is three minutes long at most.'), models.CheckConstraint(condition=models.Q(('film_seconds', None), ('film_seconds__lte', 180), _connector='OR'), name='film_within_three_minutes', violation_error_message='A trailer is three minutes long at most.'), models.CheckConstraint(condition=models.Q(models.Q(('stage', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='published_has_day')],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contest', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='trailers.contest')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='trailers.group', verbose_name='age group')),
                ('trailer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='submissions', to='trailers.trailer')),
                ('at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'submission',
                'verbose_name_plural': 'submissions',
                'ordering': ['at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'trailer'), name='trailer_once_in_a_contest')],
            },
        ),
        migrations.CreateModel(
            name='Mark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='trailers.submission')),
                ('juror', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='trailers.juror')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='marks', to='trailers.criterion')),
                ('mark', models.PositiveSmallIntegerField(verbose_name='mark')),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'mark',
                'verbose_name_plural': 'marks',
                'constraints': [models.UniqueConstraint(fields=('submission', 'juror', 'criterion'), name='one_mark_of_a_juror'), models.CheckConstraint(condition=models.Q(('mark__gte', 1), ('mark__lte', 10)), name='mark_from_one_to_ten')],
            },
        ),
        migrations.CreateModel(
            name='Diploma',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('contest', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='diplomas', to='trailers.contest')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='diplomas', to='trailers.submission')),
                ('merit', models.CharField(choices=[('first', 'first place'), ('second', 'second place'), ('third', 'third place'), ('choice', 'people’s choice'), ('participant', 'certificate of a participant')], max_length=11, verbose_name='for what')),
                ('number', models.PositiveIntegerField(verbose_name='number')),
                ('code', models.CharField(editable=False, max_length=12, unique=True)),
                ('issued_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
            ],
            options={
                'verbose_name': 'diploma',
                'verbose_name_plural': 'diplomas',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('contest', 'number'), name='trailer_diploma_number_once'), models.UniqueConstraint(fields=('submission', 'merit'), name='one_trailer_diploma_a_merit')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='trailers.group')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='trailers.submission')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='people.reader')),
                ('at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'vote',
                'verbose_name_plural': 'votes',
                'constraints': [models.UniqueConstraint(fields=('group', 'reader'), name='one_vote_in_a_group')],
            },
        ),
        migrations.CreateModel(
            name='Scene',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trailer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scenes', to='trailers.trailer')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('seconds', models.DecimalField(decimal_places=1, default=5, max_digits=4, verbose_name='seconds')),
                ('plot', models.TextField(blank=True, max_length=500, verbose_name='what is seen')),
                ('kind', models.CharField(choices=[('card', 'drawn card with words'), ('cover', 'cover of the book'), ('file', 'picture of our own')], default='card', max_length=5, verbose_name='picture')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='file of the picture')),
                ('colour', models.CharField(choices=[('lamp', 'lamp green'), ('paper', 'paper'), ('night', 'night'), ('brass', 'brass')], default='lamp', max_length=5, verbose_name='colour of the card')),
                ('alt', models.CharField(blank=True, max_length=300, verbose_name='what is on the picture')),
                ('rights', models.CharField(blank=True, choices=[('', 'not said yet'), ('own', 'our own work'), ('permission', 'with the permission of whose it is'), ('public_domain', 'public domain'), ('licence', 'a free licence'), ('quotation', 'a quotation, with its source')], max_length=14, verbose_name='rights of the picture')),
                ('rights_note', models.CharField(blank=True, max_length=300, verbose_name='whose picture it is, and where from')),
                ('people_agreed', models.BooleanField(default=False, verbose_name='those shown on it agreed')),
                ('has_people', models.BooleanField(default=False, verbose_name='people can be recognised on it')),
                ('focus_x', models.PositiveSmallIntegerField(default=50)),
                ('focus_y', models.PositiveSmallIntegerField(default=50)),
                ('title', models.CharField(blank=True, max_length=80, verbose_name='title on the picture')),
                ('text', models.CharField(blank=True, max_length=220, verbose_name='text on the picture')),
                ('motion', models.CharField(choices=[('none', 'stands still'), ('in', 'comes nearer'), ('out', 'moves away'), ('left', 'drifts to the left'), ('right', 'drifts to the right'), ('up', 'drifts upwards'), ('down', 'drifts downwards')], default='in', max_length=5, verbose_name='motion')),
                ('transition', models.CharField(choices=[('cut', 'at once'), ('fade', 'one melts into the other'), ('black', 'through black'), ('wipe', 'wipes over'), ('slide', 'slides in'), ('push', 'pushes the other away')], default='fade', max_length=5, verbose_name='how it comes in')),
                ('voice_text', models.TextField(blank=True, max_length=600, verbose_name='words of the voice')),
                ('voice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='recording of the voice')),
                ('voice_seconds', models.DecimalField(blank=True, decimal_places=1, editable=False, max_digits=5, null=True)),
                ('speak', models.BooleanField(default=False, verbose_name='let the computer speak these words')),
            ],
            options={
                'verbose_name': 'scene',
                'verbose_name_plural': 'scenes',
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('seconds__gte', 1), ('seconds__lte', 60)), name='scene_lasts_from_one_second_to_sixty', violation_error_message='A scene lasts from one second to sixty.'), models.CheckConstraint(condition=models.Q(('focus_x__lte', 100), ('focus_y__lte', 100)), name='scene_focus_on_its_picture'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'file'), _negated=True), ('picture__isnull', False), _connector='OR'), name='scene_with_a_file_has_it')],
            },
        ),
        migrations.CreateModel(
            name='Maker',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trailer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='makers', to='trailers.trailer')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='trailers_made', to=settings.AUTH_USER_MODEL)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('task', models.CharField(blank=True, max_length=120, verbose_name='what they did')),
                ('is_child', models.BooleanField(default=False, verbose_name='younger than 18')),
                ('agreed_by', models.CharField(blank=True, max_length=200, verbose_name='who agreed that the name is shown')),
                ('agreed_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'maker',
                'verbose_name_plural': 'makers',
                'ordering': ['order', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('user__isnull', False)), fields=('trailer', 'user'), name='maker_once_in_a_trailer'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='maker_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Rendering',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trailer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='renderings', to='trailers.trailer')),
                ('key', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('state', models.CharField(choices=[('queued', 'in the queue'), ('running', 'running'), ('done', 'done'), ('failed', 'failed'), ('cancelled', 'cancelled')], default='queued', max_length=9)),
                ('board', models.JSONField(blank=True, default=dict)),
                ('upload', models.CharField(blank=True, max_length=300)),
                ('permille', models.PositiveSmallIntegerField(default=0)),
                ('doing', models.CharField(blank=True, max_length=60)),
                ('error', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(blank=True, null=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('beat_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'rendering',
                'verbose_name_plural': 'renderings',
                'ordering': ['-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['queued', 'running'])), fields=('trailer',), name='one_rendering_at_a_time'), models.CheckConstraint(condition=models.Q(('permille__lte', 1000)), name='rendering_at_most_whole')],
            },
        ),
        migrations.CreateModel(
            name='Film',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trailer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='films', to='trailers.trailer')),
                ('form', models.CharField(choices=[('1080p', 'full HD, 1920 × 1080'), ('720p', 'HD, 1280 × 720'), ('square', 'square, for social networks'), ('vertical', 'vertical, for stories')], max_length=10)),
                ('container', models.CharField(choices=[('mp4', 'MP4'), ('webm', 'WebM')], default='mp4', max_length=4)),
                ('asset', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='films', to='media.asset')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
            ],
            options={
                'verbose_name': 'film',
                'verbose_name_plural': 'films',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('trailer', 'form', 'container'), name='one_film_of_a_form')],
            },
        ),
        migrations.CreateModel(
            name='Subtitles',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trailer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='subtitles', to='trailers.trailer')),
                ('language', models.CharField(choices=[('uk', 'Українська'), ('ru', 'Русский'), ('kk', 'Қазақша'), ('en', 'English')], max_length=2, verbose_name='language')),
                ('cues', models.JSONField(blank=True, default=list)),
                ('changed_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'subtitles',
                'verbose_name_plural': 'subtitles',
                'ordering': ['language'],
                'constraints': [models.UniqueConstraint(fields=('trailer', 'language'), name='subtitles_once_in_a_language')],
            },
        ),
    ])
