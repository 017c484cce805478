import chytalnia.portal.models
import django.db.models.deletion
import django.utils.timezone
import wagtail.fields
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('portal', '0001_initial')]

    initial = True

    dependencies = [
        ('network', '0001_tables'),
        ('wagtailcore', '0098_apitoken'),
        ('wagtailimages', '0027_image_description'),
    ]

    operations = together([
        migrations.CreateModel(
            name='PagesRoot',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'pages of the libraries',
                'verbose_name_plural': 'pages of the libraries',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='LibrarySite',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('unit', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='site', to='network.unit', verbose_name='library')),
            ],
            options={
                'verbose_name': 'section of a library',
                'verbose_name_plural': 'sections of libraries',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'verbose_name': 'news of a library',
                'verbose_name_plural': 'news of libraries',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('unit', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('language', models.CharField(choices=[('uk', 'Українська'), ('ru', 'Русский'), ('kk', 'Қазақша'), ('en', 'English')], default=chytalnia.portal.models.default_language, max_length=2, verbose_name='language')),
                ('intro', models.TextField(blank=True, max_length=500, verbose_name='in a sentence or two')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 5), ('quote', 8), ('table', 11), ('links', 16), ('books', 20)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'form_classname': 'title', 'icon': 'title', 'label': 'heading', 'template': 'portal/pages/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'For those who do not see it; empty if it only decorates.', 'label': 'what it shows', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alt', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'quotation'}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'whose words', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('source', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'what the table tells'}), 10: ('wagtail.blocks.TextBlock', (), {'help_text': 'A line of the table on a line, cells parted by |. The first line names the columns.', 'label': 'lines'}), 11: ('wagtail.blocks.StructBlock', [[('caption', 9), ('text', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'title'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'in a sentence', 'required': False}), 14: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 15: ('wagtail.blocks.StructBlock', [[('title', 12), ('text', 13), ('url', 14)]], {}), 16: ('wagtail.blocks.ListBlock', (15,), {'icon': 'link', 'label': 'links', 'template': 'portal/pages/blocks/links.html'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'required': False}), 18: ('chytalnia.portal.editorial.blocks.WorkChooserBlock', (), {}), 19: ('wagtail.blocks.ListBlock', (18,), {'label': 'books', 'max_num': 12}), 20: ('wagtail.blocks.StructBlock', [[('title', 17), ('works', 19)]], {})}, verbose_name='text')),
                ('date', models.DateField(default=django.utils.timezone.localdate, verbose_name='date')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='wagtailimages.image', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'news item',
                'verbose_name_plural': 'news items',
                'indexes': [models.Index(fields=['-date'], name='news_latest'), models.Index(fields=['unit', '-date'], name='news_of_a_unit')],
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='StaticPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('unit', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='network.unit', verbose_name='library')),
                ('language', models.CharField(choices=[('uk', 'Українська'), ('ru', 'Русский'), ('kk', 'Қазақша'), ('en', 'English')], default=chytalnia.portal.models.default_language, max_length=2, verbose_name='language')),
                ('intro', models.TextField(blank=True, max_length=500, verbose_name='in a sentence or two')),
                ('body', wagtail.fields.StreamField([('heading', 0), ('paragraph', 1), ('picture', 5), ('quote', 8), ('table', 11), ('links', 16), ('books', 20)], blank=True, block_lookup={0: ('wagtail.blocks.CharBlock', (), {'form_classname': 'title', 'icon': 'title', 'label': 'heading', 'template': 'portal/pages/blocks/heading.html'}), 1: ('wagtail.blocks.RichTextBlock', (), {'features': ['bold', 'italic', 'link', 'document-link', 'ol', 'ul'], 'icon': 'pilcrow', 'label': 'text'}), 2: ('wagtail.images.blocks.ImageChooserBlock', (), {'label': 'picture'}), 3: ('wagtail.blocks.CharBlock', (), {'help_text': 'For those who do not see it; empty if it only decorates.', 'label': 'what it shows', 'required': False}), 4: ('wagtail.blocks.CharBlock', (), {'label': 'caption', 'required': False}), 5: ('wagtail.blocks.StructBlock', [[('image', 2), ('alt', 3), ('caption', 4)]], {}), 6: ('wagtail.blocks.TextBlock', (), {'label': 'quotation'}), 7: ('wagtail.blocks.CharBlock', (), {'label': 'whose words', 'required': False}), 8: ('wagtail.blocks.StructBlock', [[('text', 6), ('source', 7)]], {}), 9: ('wagtail.blocks.CharBlock', (), {'label': 'what the table tells'}), 10: ('wagtail.blocks.TextBlock', (), {'help_text': 'A line of the table on a line, cells parted by |. The first line names the columns.', 'label': 'lines'}), 11: ('wagtail.blocks.StructBlock', [[('caption', 9), ('text', 10)]], {}), 12: ('wagtail.blocks.CharBlock', (), {'label': 'title'}), 13: ('wagtail.blocks.CharBlock', (), {'label': 'in a sentence', 'required': False}), 14: ('wagtail.blocks.URLBlock', (), {'label': 'address'}), 15: ('wagtail.blocks.StructBlock', [[('title', 12), ('text', 13), ('url', 14)]], {}), 16: ('wagtail.blocks.ListBlock', (15,), {'icon': 'link', 'label': 'links', 'template': 'portal/pages/blocks/links.html'}), 17: ('wagtail.blocks.CharBlock', (), {'label': 'title', 'required': False}), 18: ('chytalnia.portal.editorial.blocks.WorkChooserBlock', (), {}), 19: ('wagtail.blocks.ListBlock', (18,), {'label': 'books', 'max_num': 12}), 20: ('wagtail.blocks.StructBlock', [[('title', 17), ('works', 19)]], {})}, verbose_name='text')),
            ],
            options={
                'verbose_name': 'page',
                'verbose_name_plural': 'pages',
            },
            bases=('wagtailcore.page',),
        ),
    ])
