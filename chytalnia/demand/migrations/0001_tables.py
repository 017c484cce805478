import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('demand', '0001_first')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('journal', '0001_tables'),
        ('network', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Want',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('system', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='wants', to='network.unit', verbose_name='who would buy')),
                ('key', models.CharField(editable=False, max_length=250)),
                ('text', models.CharField(max_length=300, verbose_name='author, title or topic')),
                ('work', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='wants', to='catalogue.work', verbose_name='work')),
                ('isbn', models.CharField(blank=True, max_length=13, verbose_name='ISBN')),
                ('knowledge', models.CharField(blank=True, choices=[('0', 'general, library science, reference'), ('1', 'philosophy, psychology'), ('2', 'religion'), ('3', 'social sciences, law, economics, education'), ('5', 'natural sciences, mathematics, ecology'), ('6', 'medicine, technology, agriculture'), ('7', 'arts, sport'), ('8', 'languages, literary criticism'), ('9', 'history, geography, local history'), ('fiction', 'fiction'), ('children', 'books for children')], max_length=12, verbose_name='branch of knowledge')),
                ('document_kind', models.CharField(blank=True, choices=[('book', 'books'), ('brochure', 'brochures'), ('periodical', 'journals'), ('newspaper', 'newspapers'), ('music', 'sheet music'), ('map', 'maps'), ('graphic', 'posters, postcards and other graphic sheets'), ('manuscript', 'unpublished documents'), ('e_carrier', 'electronic documents on removable carriers'), ('e_document', 'network electronic documents'), ('microform', 'microforms'), ('audio', 'sound recordings'), ('video', 'video recordings'), ('special_format', 'formats for the blind and partially sighted'), ('other', 'other documents')], max_length=14, verbose_name='kind of document')),
                ('language', models.CharField(blank=True, max_length=3, verbose_name='language')),
                ('first_at', models.DateTimeField(verbose_name='first asked for')),
                ('last_at', models.DateTimeField(verbose_name='last asked for')),
            ],
            options={
                'verbose_name': 'want',
                'verbose_name_plural': 'what to buy',
                'constraints': [models.UniqueConstraint(fields=('system', 'key'), name='one_want_a_thing_and_system')],
            },
        ),
        migrations.CreateModel(
            name='Refusal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('want', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='demand.want', verbose_name='what was asked for')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='refusals', to='network.unit', verbose_name='library')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('channel', models.CharField(choices=[('desk', 'at the desk'), ('phone', 'by phone'), ('web', 'wish from the account'), ('search', 'search that found nothing'), ('hold', 'hold that was not filled'), ('ill', 'interlibrary loan'), ('other', 'another way')], default='desk', max_length=6, verbose_name='how it was asked')),
                ('reason', models.CharField(choices=[('on_loan', 'all copies are out'), ('not_owned', 'the network does not have it'), ('owned_elsewhere', 'only in another branch'), ('missing', 'not in its place'), ('lost_withdrawn', 'lost or written off'), ('in_process', 'in binding or being catalogued'), ('restricted', 'not by age, or not lent'), ('not_published', 'no such book, wrong data'), ('no_service', 'the service is not offered')], max_length=16, verbose_name='reason')),
                ('purpose', models.CharField(blank=True, choices=[('', 'not said'), ('study', 'for study'), ('work', 'for work'), ('leisure', 'for leisure')], max_length=8, verbose_name='purpose')),
                ('offered', models.CharField(blank=True, max_length=300, verbose_name='what was offered instead')),
                ('audience', models.CharField(blank=True, choices=[('children', 'children'), ('youth', 'youth'), ('adults', 'adults'), ('family', 'families'), ('mixed', 'mixed audience'), ('age_0_6', '0–6 years'), ('age_7_9', '7–9 years'), ('age_10_14', '10–14 years'), ('age_15_17', '15–17 years'), ('age_18_35', '18–35 years'), ('age_36_55', '36–55 years'), ('age_56', '56 years and older')], max_length=12, verbose_name='age')),
                ('text', models.CharField(blank=True, max_length=300, verbose_name='as it was asked')),
                ('times', models.PositiveIntegerField(default=1, verbose_name='times')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='people.reader', verbose_name='whom to tell')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('fact', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.fact')),
                ('reversal', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='journal.fact')),
                ('key', models.CharField(editable=False, max_length=120, unique=True)),
            ],
            options={
                'verbose_name': 'refusal',
                'verbose_name_plural': 'refusals',
                'ordering': ['-at', '-id'],
                'indexes': [models.Index(fields=['unit', '-at'], name='refusals_of_a_unit'), models.Index(condition=models.Q(('reader__isnull', False)), fields=['reader', '-at'], name='refusals_of_a_reader')],
                'constraints': [models.CheckConstraint(condition=models.Q(('times__gte', 1)), name='refused_at_least_once'), models.CheckConstraint(condition=models.Q(('reason__in', ['on_loan', 'not_owned', 'owned_elsewhere', 'missing', 'lost_withdrawn', 'in_process', 'restricted', 'not_published', 'no_service'])), name='refusal_reason_known'), models.CheckConstraint(condition=models.Q(('channel__in', ['desk', 'phone', 'web', 'search', 'hold', 'ill', 'other'])), name='refusal_channel_known')],
            },
        ),
        migrations.CreateModel(
            name='EmptySearch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='network.unit')),
                ('words', models.CharField(max_length=200)),
                ('shown', models.CharField(max_length=200)),
                ('language', models.CharField(blank=True, max_length=3)),
                ('times', models.PositiveIntegerField(default=1)),
            ],
            options={
                'verbose_name': 'search that found nothing',
                'verbose_name_plural': 'searches that found nothing',
                'constraints': [models.UniqueConstraint(fields=('day', 'unit', 'words'), name='empty_search_once_a_day')],
            },
        ),
    ])
