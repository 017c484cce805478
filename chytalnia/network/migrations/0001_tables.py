import chytalnia.core.translated
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import modelcluster.fields
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('network', '0001_initial'), ('network', '0002_card'), ('network', '0003_globe'), ('network', '0004_sanitary')]

    initial = True

    dependencies = [
        ('people', '0001_tables'),
        # The bought-in parts first: what they change draws anew all that refers to their tables, and all of ours does.
        ('account', '0009_emailaddress_unique_primary_email'),
        ('axes', '0010_accessattemptexpiration'),
        ('django_tasks_database', '0021_conditional_partial_index_ordering'),
        ('mfa', '0003_authenticator_type_uniq'),
        ('sessions', '0001_initial'),
        ('taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx'),
        ('wagtailadmin', '0006_formstate'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtaildocs', '0014_alter_document_file_size'),
        ('wagtailembeds', '0009_embed_cache_until'),
        ('wagtailforms', '0005_alter_formsubmission_form_data'),
        ('wagtailimages', '0027_image_description'),
        ('wagtailredirects', '0008_add_verbose_name_plural'),
        ('wagtailsearch', '0010_add_text_fields'),
        ('wagtailusers', '0015_userprofile_keyboard_shortcuts'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Specialisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('axis', models.CharField(choices=[('age', 'readers'), ('theme', 'theme'), ('form', 'form of work')], max_length=5, verbose_name='axis')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'specialisation',
                'verbose_name_plural': 'specialisations',
                'ordering': ['axis', 'order', 'code'],
                'constraints': [models.CheckConstraint(condition=models.Q(('axis__in', ['age', 'theme', 'form'])), name='specialisation_axis_known')],
            },
        ),
        migrations.CreateModel(
            name='Service',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.SlugField(max_length=40, unique=True, verbose_name='code')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('description', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='description')),
                ('icon', models.SlugField(blank=True, max_length=40, verbose_name='icon')),
                ('is_paid', models.BooleanField(default=False, verbose_name='paid')),
                ('order', models.PositiveSmallIntegerField(default=0, verbose_name='order')),
            ],
            options={
                'verbose_name': 'service',
                'verbose_name_plural': 'services',
                'ordering': ['order', 'code'],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('path', models.CharField(max_length=255, unique=True)),
                ('depth', models.PositiveIntegerField()),
                ('numchild', models.PositiveIntegerField(default=0)),
                ('code', models.SlugField(help_text='Latin letters and digits; it never changes.', max_length=40, unique=True, verbose_name='code')),
                ('kind', models.CharField(choices=[('region', 'region'), ('system', 'library system'), ('library', 'library'), ('branch', 'branch'), ('point', 'library point')], default='branch', max_length=10, verbose_name='kind')),
                ('type', models.CharField(choices=[('universal', 'universal library'), ('regional', 'regional library'), ('central', 'central library'), ('central_children', "central children's library"), ('children', "children's library"), ('youth', 'youth library'), ('special', 'special library'), ('point', 'library point'), ('bookmobile', 'bookmobile')], default='universal', max_length=20, verbose_name='type')),
                ('state', models.CharField(choices=[('working', 'works'), ('suspended', 'does not work for now'), ('closed', 'closed for good')], default='working', max_length=10, verbose_name='state')),
                ('state_note', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='why it does not work, and until when')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='official name')),
                ('short_name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='short name')),
                ('number', models.CharField(blank=True, max_length=20, verbose_name='number')),
                ('honour_name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='named in honour of')),
                ('summary', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what it is good at, in a sentence')),
                ('is_model', models.BooleanField(default=False, verbose_name='model library')),
                ('is_rural', models.BooleanField(default=False, verbose_name='rural')),
                ('in_culture_centre', models.BooleanField(default=False, verbose_name='part of a culture centre or museum')),
                ('settlement', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='settlement')),
                ('address', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='address')),
                ('directions', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='how to get there')),
                ('postal_code', models.CharField(blank=True, max_length=12, verbose_name='postal code')),
                ('katottg', models.CharField(blank=True, max_length=19, validators=[django.core.validators.RegexValidator('^UA\\d{17}$', 'A KATOTTG code is UA and 17 digits.')], verbose_name='KATOTTG code')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=8, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='longitude')),
                ('founded_year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='founded in')),
                ('founded_on', models.DateField(blank=True, null=True, verbose_name='day of founding, when known')),
                ('history', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='history')),
                ('valid_from', models.DateField(blank=True, null=True, verbose_name='card valid from')),
                ('access_sight', models.BooleanField(default=False, verbose_name='accessible for people with impaired sight')),
                ('access_hearing', models.BooleanField(default=False, verbose_name='accessible for people with impaired hearing')),
                ('access_mobility', models.BooleanField(default=False, verbose_name='accessible for people with impaired mobility')),
                ('access_note', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what there is: ramp, lift, parking, sign language')),
                ('heritage', models.CharField(blank=True, choices=[('', 'not a listed monument'), ('national', 'listed monument of national level'), ('local', 'listed monument of local level')], default='', max_length=10, verbose_name='heritage')),
                ('area_total', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='floor area, m²')),
                ('area_stock', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='of it for storing stock, m²')),
                ('area_users', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='of it for users, m²')),
                ('area_own', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='own, m²')),
                ('area_rent', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='rented, m²')),
                ('area_other', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='held otherwise, m²')),
                ('area_repair', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='needs capital repair, m²')),
                ('area_emergency', models.DecimalField(blank=True, decimal_places=1, max_digits=9, null=True, validators=[django.core.validators.MinValueValidator(Decimal('0'))], verbose_name='in emergency condition, m²')),
                ('seats', models.PositiveIntegerField(blank=True, null=True, verbose_name='seats')),
                ('seats_pc', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them with a computer')),
                ('seats_net', models.PositiveIntegerField(blank=True, null=True, verbose_name='of them with Internet')),
                ('working_share', models.DecimalField(decimal_places=1, default=Decimal('1.0'), max_digits=2, validators=[django.core.validators.MinValueValidator(Decimal('0.1')), django.core.validators.MaxValueValidator(Decimal('1.0'))], verbose_name='share of full working time')),
                ('population', models.PositiveIntegerField(blank=True, null=True, verbose_name='people it serves')),
                ('next_library_km', models.DecimalField(blank=True, decimal_places=1, max_digits=5, null=True, verbose_name='distance to the next library, km')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photo')),
                ('specialisations', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='units', to='network.specialisation', verbose_name='specialisation')),
                ('services', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='units', to='network.service', verbose_name='services')),
            ],
            options={
                'verbose_name': 'library',
                'verbose_name_plural': 'libraries',
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['region', 'system', 'library', 'branch', 'point'])), name='unit_kind_known'), models.CheckConstraint(condition=models.Q(('state__in', ['working', 'suspended', 'closed'])), name='unit_state_known'), models.CheckConstraint(condition=models.Q(models.Q(('latitude__isnull', True), ('longitude__isnull', True)), models.Q(('latitude__isnull', False), ('latitude__range', (-90, 90)), ('longitude__isnull', False), ('longitude__range', (-180, 180))), _connector='OR'), name='unit_on_the_globe', violation_error_message='Give both the latitude (−90…90) and the longitude (−180…180), or neither.'), models.CheckConstraint(condition=models.Q(('working_share__gte', Decimal('0.1')), ('working_share__lte', Decimal('1.0'))), name='unit_working_share'), models.CheckConstraint(condition=models.Q(('seats_pc', None), ('seats', None), ('seats_pc__lte', models.F('seats')), _connector='OR'), name='unit_seats_pc_within_seats', violation_error_message='There cannot be more seats with a computer than seats.'), models.CheckConstraint(condition=models.Q(('seats_net', None), ('seats_pc', None), ('seats_net__lte', models.F('seats_pc')), _connector='OR'), name='unit_seats_net_within_pc', violation_error_message='There cannot be more seats with Internet than seats with a computer.'), models.CheckConstraint(condition=models.Q(('area_stock', None), ('area_users', None), ('area_total', None), ('area_total__gte', django.db.models.expressions.CombinedExpression(models.F('area_stock'), '+', models.F('area_users'))), _connector='OR'), name='unit_area_parts_within_total', violation_error_message='Areas for stock and for users cannot be more than the floor area.')],
            },
        ),
        migrations.CreateModel(
            name='Contact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='contacts', to='network.unit')),
                ('kind', models.CharField(choices=[('phone', 'phone'), ('email', 'e-mail'), ('site', 'site'), ('social', 'social page'), ('messenger', 'messenger')], max_length=10, verbose_name='kind')),
                ('value', models.CharField(max_length=300, verbose_name='number or address')),
                ('label', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='whose it is')),
            ],
            options={
                'verbose_name': 'contact',
                'verbose_name_plural': 'contacts',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('unit', 'kind', 'value'), name='one_contact_once')],
            },
        ),
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='staff', to='network.unit')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('post', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='post')),
                ('is_head', models.BooleanField(default=False, verbose_name='head of the library')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('photo', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='photo')),
            ],
            options={
                'verbose_name': 'member of staff',
                'verbose_name_plural': 'people',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_head', True)), fields=('unit',), name='one_head_of_a_unit')],
            },
        ),
        migrations.CreateModel(
            name='UnitPhoto',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='network.unit')),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='wagtailimages.image', verbose_name='picture')),
                ('caption', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='caption')),
            ],
            options={
                'verbose_name': 'photo',
                'verbose_name_plural': 'photos',
                'ordering': ['sort_order'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UnitChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='network.unit')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                ('field', models.CharField(max_length=60, verbose_name='what')),
                ('before', models.JSONField(null=True, verbose_name='before')),
                ('after', models.JSONField(null=True, verbose_name='after')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
            ],
            options={
                'verbose_name': 'change of the card',
                'verbose_name_plural': 'changes of the cards',
                'ordering': ['-at', '-pk'],
                'indexes': [models.Index(fields=['unit', '-at'], name='unit_changes_latest_first')],
            },
        ),
        migrations.CreateModel(
            name='OpeningInterval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='opening_intervals', to='network.unit')),
                ('weekday', models.PositiveSmallIntegerField(choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], verbose_name='day of the week')),
                ('opens', models.TimeField(verbose_name='opens')),
                ('closes', models.TimeField(verbose_name='closes')),
            ],
            options={
                'verbose_name': 'opening hours',
                'verbose_name_plural': 'opening hours',
                'ordering': ['weekday', 'opens'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'weekday', 'opens'), name='one_opening_at_a_time'), models.CheckConstraint(condition=models.Q(('weekday__lte', 6)), name='weekday_of_a_week')],
            },
        ),
        migrations.CreateModel(
            name='HoursException',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='hours_exceptions', to='network.unit')),
                ('first', models.DateField(verbose_name='from')),
                ('last', models.DateField(verbose_name='to')),
                ('weekdays', models.JSONField(blank=True, default=list, verbose_name='only these weekdays')),
                ('intervals', models.JSONField(blank=True, default=list, help_text='No hours means that it is closed on these days.', verbose_name='hours')),
                ('reason', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='reason')),
            ],
            options={
                'verbose_name': 'exception from the usual hours',
                'verbose_name_plural': 'exceptions from the usual hours',
                'ordering': ['first', 'last'],
                'constraints': [models.CheckConstraint(condition=models.Q(('last__gte', models.F('first'))), name='exception_ends_after_it_begins', violation_error_message='The last day cannot be before the first.')],
            },
        ),
        migrations.CreateModel(
            name='SanitaryRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='sanitary_rules', to='network.unit')),
                ('week', models.SmallIntegerField(choices=[(1, 'first'), (2, 'second'), (3, 'third'), (4, 'fourth'), (-1, 'last')], default=-1, verbose_name='which in the month')),
                ('weekday', models.PositiveSmallIntegerField(blank=True, choices=[(0, 'Monday'), (1, 'Tuesday'), (2, 'Wednesday'), (3, 'Thursday'), (4, 'Friday'), (5, 'Saturday'), (6, 'Sunday')], help_text='Left empty, it is a working day: the last working day of the month, for example.', null=True, verbose_name='day of the week')),
            ],
            options={
                'verbose_name': 'sanitary day',
                'verbose_name_plural': 'sanitary days',
                'constraints': [models.UniqueConstraint(fields=('unit', 'week', 'weekday'), name='one_sanitary_rule_once'), models.UniqueConstraint(condition=models.Q(('weekday', None)), fields=('unit', 'week'), name='one_sanitary_working_day_once')],
            },
        ),
        migrations.CreateModel(
            name='UnitSetting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='settings', to='network.unit')),
                ('key', models.CharField(max_length=60, verbose_name='key')),
                ('value', models.JSONField(verbose_name='value')),
                ('set_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_at', models.DateTimeField(auto_now=True)),
            ],
            options={
                'verbose_name': 'setting',
                'verbose_name_plural': 'settings',
                'constraints': [models.UniqueConstraint(fields=('unit', 'key'), name='one_value_of_a_setting')],
            },
        ),
        migrations.CreateModel(
            name='Zone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sort_order', models.IntegerField(blank=True, editable=False, null=True)),
                ('unit', modelcluster.fields.ParentalKey(on_delete=django.db.models.deletion.CASCADE, related_name='zones', to='network.unit', verbose_name='library')),
                ('code', models.SlugField(max_length=40, verbose_name='code')),
                ('kind', models.CharField(choices=[('reception', 'reception'), ('loud', 'loud zone'), ('quiet', 'quiet zone'), ('children', "children's zone"), ('youth', 'youth zone'), ('family', 'family reading corner'), ('media', 'media library'), ('open_shelf', 'open shelves'), ('storage', 'stacks'), ('coworking', 'co-working'), ('meeting', 'meeting room'), ('stage', 'stage'), ('exhibition', 'exhibition'), ('museum_corner', 'museum corner'), ('cafe', 'café'), ('rest', 'place of rest'), ('outdoor', 'terrace or yard'), ('e_services', 'point of e-services')], max_length=15, verbose_name='kind')),
                ('name', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='name')),
                ('floor', models.CharField(blank=True, max_length=10, verbose_name='floor')),
                ('noise', models.CharField(choices=[('silence', 'silence'), ('whisper', 'low voices'), ('talk', 'talking is fine'), ('loud', 'games and noise')], default='whisper', max_length=10, verbose_name='noise')),
                ('rule', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='rule')),
                ('shelves', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='what stands here')),
                ('is_bookable', models.BooleanField(default=False, verbose_name='can be booked')),
                ('is_accessible', models.BooleanField(default=True, verbose_name='reachable without steps')),
                ('is_open_to_readers', models.BooleanField(default=True, verbose_name='open to readers')),
                ('seats', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='seats')),
                ('area', models.DecimalField(blank=True, decimal_places=1, max_digits=7, null=True, verbose_name='area, m²')),
            ],
            options={
                'verbose_name': 'zone',
                'verbose_name_plural': 'zones',
                'ordering': ['sort_order'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('unit', 'code'), name='one_zone_code_in_a_unit'), models.CheckConstraint(condition=models.Q(('kind__in', ['reception', 'loud', 'quiet', 'children', 'youth', 'family', 'media', 'open_shelf', 'storage', 'coworking', 'meeting', 'stage', 'exhibition', 'museum_corner', 'cafe', 'rest', 'outdoor', 'e_services'])), name='zone_kind_known')],
            },
        ),
    ])
