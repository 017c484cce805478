import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

from chytalnia.core.migrating import together
from chytalnia.core.seal import Seal


class Migration(migrations.Migration):

    replaces = [('journal', '0001_initial'), ('journal', '0002_seal_facts'), ('journal', '0003_reversals_by_an_index_of_their_own')]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Fact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='unit')),
                ('day', models.DateField(verbose_name='day')),
                ('audience', models.CharField(blank=True, choices=[('children', 'children'), ('youth', 'youth'), ('adults', 'adults'), ('family', 'families'), ('mixed', 'mixed audience'), ('age_0_6', '0–6 years'), ('age_7_9', '7–9 years'), ('age_10_14', '10–14 years'), ('age_15_17', '15–17 years'), ('age_18_35', '18–35 years'), ('age_36_55', '36–55 years'), ('age_56', '56 years and older')], max_length=12, verbose_name='audience')),
                ('place', models.CharField(blank=True, choices=[('onsite', 'in the library'), ('outside', 'out of the library'), ('remote', 'remotely')], max_length=8, verbose_name='place')),
                ('document_kind', models.CharField(blank=True, choices=[('book', 'books'), ('brochure', 'brochures'), ('periodical', 'journals'), ('newspaper', 'newspapers'), ('music', 'sheet music'), ('map', 'maps'), ('graphic', 'posters, postcards and other graphic sheets'), ('manuscript', 'unpublished documents'), ('e_carrier', 'electronic documents on removable carriers'), ('e_document', 'network electronic documents'), ('microform', 'microforms'), ('audio', 'sound recordings'), ('video', 'video recordings'), ('special_format', 'formats for the blind and partially sighted'), ('other', 'other documents')], max_length=16, verbose_name='kind of document')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('knowledge', models.CharField(blank=True, choices=[('0', 'general, library science, reference'), ('1', 'philosophy, psychology'), ('2', 'religion'), ('3', 'social sciences, law, economics, education'), ('5', 'natural sciences, mathematics, ecology'), ('6', 'medicine, technology, agriculture'), ('7', 'arts, sport'), ('8', 'languages, literary criticism'), ('9', 'history, geography, local history'), ('fiction', 'fiction'), ('children', 'books for children')], max_length=8, verbose_name='branch of knowledge')),
                ('quantity', models.BigIntegerField(verbose_name='quantity')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('source_kind', models.CharField(blank=True, max_length=100, verbose_name='kind of source')),
                ('source_id', models.CharField(blank=True, max_length=64, verbose_name='source')),
                ('reverses', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reversal', to='journal.fact', verbose_name='reverses')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('key', models.CharField(editable=False, max_length=120, null=True, unique=True, verbose_name='key of the act')),
                ('recorded_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='recorded')),
            ],
            options={
                'verbose_name': 'fact',
                'verbose_name_plural': 'facts',
                'indexes': [models.Index(fields=['kind', 'unit', 'day'], name='facts_behind_a_number'), models.Index(fields=['day', 'unit'], name='facts_of_a_day'), models.Index(fields=['source_kind', 'source_id'], name='facts_of_a_source'), models.Index(condition=models.Q(('reverses__isnull', False)), fields=['reverses'], name='facts_reversed')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('quantity__gt', 0), ('reverses', None)), models.Q(('quantity__lt', 0), ('reverses__isnull', False)), _connector='OR'), name='only_a_reversal_takes_away')],
            },
        ),
        migrations.CreateModel(
            name='Tally',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40, verbose_name='kind')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='unit')),
                ('day', models.DateField(verbose_name='day')),
                ('audience', models.CharField(blank=True, choices=[('children', 'children'), ('youth', 'youth'), ('adults', 'adults'), ('family', 'families'), ('mixed', 'mixed audience'), ('age_0_6', '0–6 years'), ('age_7_9', '7–9 years'), ('age_10_14', '10–14 years'), ('age_15_17', '15–17 years'), ('age_18_35', '18–35 years'), ('age_36_55', '36–55 years'), ('age_56', '56 years and older')], max_length=12, verbose_name='audience')),
                ('place', models.CharField(blank=True, choices=[('onsite', 'in the library'), ('outside', 'out of the library'), ('remote', 'remotely')], max_length=8, verbose_name='place')),
                ('document_kind', models.CharField(blank=True, choices=[('book', 'books'), ('brochure', 'brochures'), ('periodical', 'journals'), ('newspaper', 'newspapers'), ('music', 'sheet music'), ('map', 'maps'), ('graphic', 'posters, postcards and other graphic sheets'), ('manuscript', 'unpublished documents'), ('e_carrier', 'electronic documents on removable carriers'), ('e_document', 'network electronic documents'), ('microform', 'microforms'), ('audio', 'sound recordings'), ('video', 'video recordings'), ('special_format', 'formats for the blind and partially sighted'), ('other', 'other documents')], max_length=16, verbose_name='kind of document')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('knowledge', models.CharField(blank=True, choices=[('0', 'general, library science, reference'), ('1', 'philosophy, psychology'), ('2', 'religion'), ('3', 'social sciences, law, economics, education'), ('5', 'natural sciences, mathematics, ecology'), ('6', 'medicine, technology, agriculture'), ('7', 'arts, sport'), ('8', 'languages, literary criticism'), ('9', 'history, geography, local history'), ('fiction', 'fiction'), ('children', 'books for children')], max_length=8, verbose_name='branch of knowledge')),
                ('quantity', models.BigIntegerField(verbose_name='quantity')),
            ],
            options={
                'verbose_name': 'daily tally',
                'verbose_name_plural': 'daily tallies',
                'indexes': [models.Index(fields=['day', 'unit'], name='tallies_of_a_day')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'unit', 'day', 'audience', 'place', 'document_kind', 'language', 'knowledge'), name='one_tally_per_day_and_dimensions')],
            },
        ),
        migrations.CreateModel(
            name='Period',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='periods', to='network.unit', verbose_name='unit')),
                ('first', models.DateField(verbose_name='first day')),
                ('last', models.DateField(verbose_name='last day')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='closed')),
                ('closed_by_name', models.CharField(blank=True, max_length=300, verbose_name='closed by')),
                ('facts', models.PositiveBigIntegerField(default=0, verbose_name='facts when it closed')),
            ],
            options={
                'verbose_name': 'period',
                'verbose_name_plural': 'periods',
                'ordering': ['-first', 'unit'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'first', 'last'), name='one_period_per_unit_and_days'), models.CheckConstraint(condition=models.Q(('first__lte', models.F('last'))), name='period_ends_after_it_begins')],
            },
        ),
    ]) + [Seal("journal_fact")]
