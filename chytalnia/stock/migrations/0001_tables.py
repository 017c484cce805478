import django.core.validators
import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('stock', '0001_stock_accounting'), ('stock', '0002_fate_set_free')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('network', '0001_tables'),
        ('people', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='WriteOffAct',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='on the balance of')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='number')),
                ('previous', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='stock.writeoffact')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('on', models.DateField(verbose_name='date of the act')),
                ('reason', models.CharField(choices=[('worn', 'worn out'), ('defect', 'defective'), ('obsolete', 'obsolete in content'), ('not_of_profile', "not of the library's profile"), ('surplus', 'surplus copies'), ('lost_by_reader', 'lost by a reader'), ('missing', 'missing in open access'), ('disaster', 'disaster, war or theft'), ('transfer', 'transferred')], max_length=16, verbose_name='reason')),
                ('commission', models.JSONField(blank=True, default=list, verbose_name='commission')),
                ('fate', models.CharField(choices=[('waste', 'handed over as waste paper'), ('handed_over', 'handed over to another library'), ('exchange', 'put into the exchange fund'), ('set_free', 'set free as travelling books'), ('sold', 'sold'), ('gone', 'not there: lost or missing'), ('destroyed', 'destroyed')], default='waste', max_length=12, verbose_name='what becomes of them')),
                ('coefficient', models.DecimalField(decimal_places=3, default=Decimal('1'), max_digits=8, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='coefficient of value')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='order or other ground')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'act of write-off',
                'verbose_name_plural': 'acts of write-off',
                'ordering': ['-year', '-number', '-pk'],
                'abstract': False,
                'indexes': [models.Index(fields=['holder', 'on'], name='acts_of_a_holder')],
                'constraints': [models.UniqueConstraint(fields=('holder', 'year', 'number'), name='writeoffact_number_once'), models.UniqueConstraint(condition=models.Q(('number__isnull', False), ('previous', None)), fields=('holder', 'year'), name='writeoffact_one_first'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('previous__isnull', True)), models.Q(('number__gte', 1), ('number__isnull', False)), _connector='OR'), name='writeoffact_number_counts'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', False), ('stage__in', ('approved', 'reversed'))), models.Q(models.Q(('stage__in', ('approved', 'reversed')), _negated=True), ('number__isnull', True)), _connector='OR'), name='write_off_numbered_when_approved'), models.CheckConstraint(condition=models.Q(('coefficient__gte', 0)), name='write_off_coefficient_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='WriteOffLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='stock.writeoffact')),
                ('item', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='write_off_lines', to='catalogue.item')),
                ('status_before', models.CharField(blank=True, choices=[('available', 'available'), ('on_loan', 'on loan'), ('on_hold', 'reserved'), ('in_transit', 'on the way'), ('expected', 'expected'), ('in_processing', 'being processed'), ('in_bindery', 'in the bindery'), ('not_lent', 'temporarily not lent'), ('electronic', 'electronic'), ('bound', 'bound into a file'), ('lost', 'lost'), ('missing', 'missing from its place'), ('withdrawn', 'withdrawn')], editable=False, max_length=14)),
                ('live', models.BooleanField(default=True, editable=False)),
                ('added_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'line of an act',
                'verbose_name_plural': 'lines of an act',
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('live', True)), fields=('item',), name='one_live_act_an_item'), models.UniqueConstraint(fields=('act', 'item'), name='an_item_once_on_an_act')],
            },
        ),
        migrations.CreateModel(
            name='Replacement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='on the balance of')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='number')),
                ('previous', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='stock.replacement')),
                ('on', models.DateField(verbose_name='date')),
                ('lost', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='catalogue.item')),
                ('accepted', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='replaces', to='catalogue.item')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
            options={
                'verbose_name': 'act of substitution',
                'verbose_name_plural': 'acts of substitution',
                'ordering': ['-year', '-number'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('holder', 'year', 'number'), name='replacement_number_once'), models.UniqueConstraint(condition=models.Q(('number__isnull', False), ('previous', None)), fields=('holder', 'year'), name='replacement_one_first'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('previous__isnull', True)), models.Q(('number__gte', 1), ('number__isnull', False)), _connector='OR'), name='replacement_number_counts'), models.CheckConstraint(condition=models.Q(('number__isnull', False)), name='replacement_has_number'), models.CheckConstraint(condition=models.Q(('lost', models.F('accepted')), _negated=True), name='replaced_by_another')],
            },
        ),
        migrations.CreateModel(
            name='InventoryCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('zone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='network.zone', verbose_name='zone')),
                ('shelf_from', models.CharField(blank=True, max_length=120, verbose_name='shelf marks from')),
                ('shelf_to', models.CharField(blank=True, max_length=120, verbose_name='to')),
                ('reason', models.CharField(choices=[('planned', 'by plan'), ('handover', 'change of the responsible person'), ('disaster', 'after a disaster or theft'), ('move', 'moving or closing of a library'), ('other', 'other')], default='planned', max_length=8, verbose_name='reason')),
                ('basis', models.CharField(blank=True, max_length=200, verbose_name='order or other ground')),
                ('commission', models.JSONField(blank=True, default=list, verbose_name='commission')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='begun')),
                ('ended_at', models.DateTimeField(blank=True, editable=False, null=True, verbose_name='ended')),
                ('missing_entry', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('found_entry', models.BigIntegerField(blank=True, editable=False, null=True)),
                ('result', models.JSONField(blank=True, default=dict, editable=False)),
            ],
            options={
                'verbose_name': 'inventory check',
                'verbose_name_plural': 'inventory checks',
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('check_of', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='stock.inventorycheck')),
                ('item', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='scans', to='catalogue.item')),
                ('number', models.CharField(max_length=60, verbose_name='number')),
                ('verdict', models.CharField(choices=[('found', 'in its place'), ('other_shelf', 'of another shelf'), ('other_zone', 'of another zone'), ('other_unit', 'of another library'), ('came_back', 'was missing, is here'), ('on_loan', 'on loan, but here'), ('in_transit', 'on the way, but here'), ('on_hold', 'reserved: for the shelf of holds'), ('other_state', 'not on a shelf by the catalogue'), ('withdrawn', 'withdrawn, but here'), ('unknown', 'unknown number')], max_length=12, verbose_name='what it was')),
                ('at', models.DateTimeField(verbose_name='when')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'number read',
                'verbose_name_plural': 'numbers read',
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['check_of', 'verdict'], name='scans_by_verdict')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('item__isnull', False)), fields=('check_of', 'item'), name='a_copy_once_in_a_check'), models.UniqueConstraint(condition=models.Q(('item__isnull', True)), fields=('check_of', 'number'), name='an_unknown_number_once_in_a_check')],
            },
        ),
        migrations.CreateModel(
            name='ReceiptLot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(db_index=True, editable=False, max_length=40, verbose_name='stage')),
                ('stage_since', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='in this stage since')),
                ('due', models.DateField(blank=True, db_index=True, null=True, verbose_name='due')),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='on the balance of')),
                ('year', models.PositiveSmallIntegerField(verbose_name='year')),
                ('number', models.PositiveIntegerField(blank=True, editable=False, null=True, verbose_name='number')),
                ('previous', models.OneToOneField(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='following', to='stock.receiptlot')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='taken in at')),
                ('on', models.DateField(verbose_name='date of entry')),
                ('source', models.CharField(choices=[('trade', 'book trade'), ('publisher', 'publisher'), ('collector', 'library collector'), ('subscription', 'subscription'), ('deposit', 'legal deposit'), ('programme', 'state programme'), ('exchange', 'exchange fund'), ('donation', 'donation'), ('drive', 'book drive'), ('replacement', 'replacement of a lost copy'), ('own', 'own edition'), ('ill', 'copy kept from an interlibrary loan'), ('unknown', 'unknown')], default='trade', max_length=12, verbose_name='source of acquisition')),
                ('supplier', models.CharField(blank=True, max_length=200, verbose_name='from whom')),
                ('document', models.CharField(blank=True, help_text='Its kind and number; empty for a gift without papers: an act of receipt is then printed.', max_length=80, verbose_name='accompanying document')),
                ('document_on', models.DateField(blank=True, null=True, verbose_name='date of the document')),
                ('funding', models.CharField(choices=[('national', 'national budget'), ('regional', 'regional budget'), ('local', 'local budget'), ('own', 'own means'), ('sponsor', 'sponsor'), ('none', 'free of charge')], default='local', max_length=8, verbose_name='paid from')),
                ('declared_copies', models.PositiveIntegerField(blank=True, null=True, verbose_name='copies by the document')),
                ('declared_minor', models.BigIntegerField(blank=True, null=True, verbose_name='sum by the document')),
                ('currency', models.CharField(blank=True, max_length=3, verbose_name='currency')),
                ('commission', models.JSONField(blank=True, default=list, verbose_name='commission')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'lot received',
                'verbose_name_plural': 'lots received',
                'ordering': ['-year', '-number'],
                'abstract': False,
                'indexes': [models.Index(fields=['holder', 'on'], name='lots_of_a_holder')],
                'constraints': [models.UniqueConstraint(fields=('holder', 'year', 'number'), name='receiptlot_number_once'), models.UniqueConstraint(condition=models.Q(('number__isnull', False), ('previous', None)), fields=('holder', 'year'), name='receiptlot_one_first'), models.CheckConstraint(condition=models.Q(models.Q(('number__isnull', True), ('previous__isnull', True)), models.Q(('number__gte', 1), ('number__isnull', False)), _connector='OR'), name='receiptlot_number_counts'), models.CheckConstraint(condition=models.Q(('number__isnull', False)), name='lot_has_number'), models.CheckConstraint(condition=models.Q(('declared_minor__isnull', True), ('declared_minor__gte', 0), _connector='OR'), name='lot_sum_not_negative')],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='stock_entry', serialize=False, to='catalogue.item', verbose_name='item')),
                ('entered_on', models.DateField(verbose_name='date of entry')),
                ('lot', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='stock.receiptlot', verbose_name='lot received')),
                ('document_kind', models.CharField(blank=True, choices=[('book', 'books'), ('brochure', 'brochures'), ('periodical', 'journals'), ('newspaper', 'newspapers'), ('music', 'sheet music'), ('map', 'maps'), ('graphic', 'posters, postcards and other graphic sheets'), ('manuscript', 'unpublished documents'), ('e_carrier', 'electronic documents on removable carriers'), ('e_document', 'network electronic documents'), ('microform', 'microforms'), ('audio', 'sound recordings'), ('video', 'video recordings'), ('special_format', 'formats for the blind and partially sighted'), ('other', 'other documents')], max_length=16, verbose_name='kind of document')),
                ('language', models.CharField(blank=True, max_length=8, verbose_name='language')),
                ('knowledge', models.CharField(blank=True, choices=[('0', 'general, library science, reference'), ('1', 'philosophy, psychology'), ('2', 'religion'), ('3', 'social sciences, law, economics, education'), ('5', 'natural sciences, mathematics, ecology'), ('6', 'medicine, technology, agriculture'), ('7', 'arts, sport'), ('8', 'languages, literary criticism'), ('9', 'history, geography, local history'), ('fiction', 'fiction'), ('children', 'books for children')], max_length=8, verbose_name='branch of knowledge')),
                ('audience', models.CharField(blank=True, choices=[('children', 'children'), ('youth', 'youth'), ('adults', 'adults'), ('family', 'families'), ('mixed', 'mixed audience'), ('age_0_6', '0–6 years'), ('age_7_9', '7–9 years'), ('age_10_14', '10–14 years'), ('age_15_17', '15–17 years'), ('age_18_35', '18–35 years'), ('age_36_55', '36–55 years'), ('age_56', '56 years and older')], max_length=12, verbose_name='audience')),
            ],
            options={
                'verbose_name': 'line of the accession register',
                'verbose_name_plural': 'lines of the accession register',
                'indexes': [models.Index(fields=['entered_on'], name='entries_of_a_day')],
            },
        ),
    ])
