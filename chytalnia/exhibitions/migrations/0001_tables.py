import chytalnia.core.translated
import django.db.models.deletion
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('exhibitions', '0001_exhibitions'), ('exhibitions', '0002_place_on_the_plan')]

    initial = True

    dependencies = [
        ('catalogue', '0001_tables'),
        ('media', '0001_tables'),
        ('network', '0001_tables'),
        ('programmes', '0001_tables'),
        ('spaces', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Exhibition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='exhibition', to='programmes.programme')),
                ('quotation', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='quotation')),
                ('quoted', models.CharField(blank=True, max_length=200, verbose_name='whose words')),
                ('purpose', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='purpose')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exhibitions', to='spaces.piece', verbose_name='place on the plan')),
                ('zone', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exhibitions', to='network.zone', verbose_name='zone')),
                ('shelf', models.CharField(blank=True, max_length=60, verbose_name='shelf or place')),
            ],
            options={
                'verbose_name': 'exhibition',
                'verbose_name_plural': 'exhibitions',
            },
        ),
        migrations.CreateModel(
            name='Section',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('exhibition', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sections', to='exhibitions.exhibition')),
                ('heading', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='heading')),
                ('text', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='text')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'section',
                'verbose_name_plural': 'sections',
                'ordering': ['order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Exhibit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('section', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='exhibits', to='exhibitions.section')),
                ('kind', models.CharField(choices=[('record', 'book'), ('picture', 'picture'), ('text', 'text')], max_length=7, verbose_name='kind')),
                ('work', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='exhibits', to='catalogue.work', verbose_name='book')),
                ('copy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='exhibits', to='catalogue.item', verbose_name='copy')),
                ('asset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset', verbose_name='picture')),
                ('title', models.CharField(blank=True, max_length=300, verbose_name='title')),
                ('caption', chytalnia.core.translated.TranslatedField(blank=True, default=chytalnia.core.translated.Translated, verbose_name='caption')),
                ('source', models.CharField(blank=True, help_text='Whose picture it is and where it comes from.', max_length=300, verbose_name='source and rights')),
                ('order', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'verbose_name': 'exhibit',
                'verbose_name_plural': 'exhibits',
                'ordering': ['order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'record'), ('work__isnull', False)), models.Q(('asset__isnull', False), ('kind', 'picture')), ('kind', 'text'), _connector='OR'), name='exhibit_shows_something'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'picture'), _negated=True), models.Q(('source', ''), _negated=True), _connector='OR'), name='picture_names_its_source')],
            },
        ),
    ])
