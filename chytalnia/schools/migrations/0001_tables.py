import chytalnia.schools.models
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from chytalnia.core.migrating import together


class Migration(migrations.Migration):

    replaces = [('schools', '0001_first')]

    initial = True

    dependencies = [
        ('media', '0001_tables'),
        ('people', '0002_tables'),
        ('people', '0001_tables'),
        ('programmes', '0001_tables'),
    ]

    operations = together([
        migrations.CreateModel(
            name='Course',
            fields=[
                ('programme', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='course', serialize=False, to='programmes.programme', verbose_name='programme')),
                ('subject', models.CharField(choices=[('language', 'language'), ('media', 'media literacy'), ('computer', 'computer literacy'), ('eservices', 'e-services'), ('other', 'other')], default='language', max_length=10, verbose_name='subject')),
                ('level', models.CharField(blank=True, max_length=100, verbose_name='level')),
                ('lessons', models.PositiveSmallIntegerField(default=10, verbose_name='lessons')),
                ('minutes', models.PositiveSmallIntegerField(default=60, verbose_name='length in minutes')),
                ('plan', models.TextField(blank=True, verbose_name='plan of the lessons')),
            ],
            options={
                'verbose_name': 'course',
                'verbose_name_plural': 'courses',
                'constraints': [models.CheckConstraint(condition=models.Q(('lessons__gte', 1), ('lessons__lte', 100)), name='course_has_lessons'), models.CheckConstraint(condition=models.Q(('minutes__gte', 10), ('minutes__lte', 480)), name='lesson_lasts_a_while')],
            },
        ),
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='groups', to='schools.course')),
                ('name', models.CharField(max_length=100, verbose_name='group')),
                ('size', models.PositiveSmallIntegerField(default=10, verbose_name='places')),
                ('teacher', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='teacher')),
                ('teacher_name', models.CharField(blank=True, max_length=200, verbose_name='teacher, when it is no colleague')),
                ('is_volunteer', models.BooleanField(default=False, verbose_name='a volunteer')),
            ],
            options={
                'verbose_name': 'group',
                'verbose_name_plural': 'groups',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('course', 'name'), name='one_group_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Lesson',
            fields=[
                ('occasion', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='lesson', serialize=False, to='programmes.occasion')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lessons', to='schools.group')),
                ('number', models.PositiveSmallIntegerField(verbose_name='number')),
                ('theme', models.CharField(blank=True, max_length=300, verbose_name='theme')),
                ('homework', models.TextField(blank=True, verbose_name='homework')),
                ('homework_due', models.DateField(blank=True, null=True, verbose_name='until')),
            ],
            options={
                'verbose_name': 'lesson',
                'verbose_name_plural': 'lessons',
                'ordering': ['number'],
                'constraints': [models.UniqueConstraint(fields=('group', 'number'), name='one_lesson_of_a_number')],
            },
        ),
        migrations.CreateModel(
            name='Learner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('group', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='learners', to='schools.group')),
                ('enrolment', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='learner', to='programmes.enrolment')),
                ('reader', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='courses', to='people.reader', verbose_name='reader')),
                ('name', models.CharField(blank=True, max_length=200, verbose_name='name')),
                ('left_on', models.DateField(blank=True, null=True, verbose_name='left')),
                ('before', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='test before')),
                ('after', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='test after')),
                ('rating', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='how it was, 1–5')),
                ('feedback', models.TextField(blank=True, verbose_name='words at the end')),
            ],
            options={
                'verbose_name': 'learner',
                'verbose_name_plural': 'learners',
                'ordering': ['name', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('rating', None), models.Q(('rating__gte', 1), ('rating__lte', 5)), _connector='OR'), name='rating_is_one_to_five')],
            },
        ),
        migrations.CreateModel(
            name='Attended',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attended', to='schools.lesson')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attended', to='schools.learner')),
            ],
            options={
                'verbose_name': 'attendance',
                'verbose_name_plural': 'attendances',
                'constraints': [models.UniqueConstraint(fields=('lesson', 'learner'), name='one_attendance_a_lesson')],
            },
        ),
        migrations.CreateModel(
            name='HandedIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('lesson', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed_in', to='schools.lesson')),
                ('learner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='handed_in', to='schools.learner')),
                ('text', models.TextField(blank=True, verbose_name='answer')),
                ('asset', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='media.asset')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('mark', models.CharField(blank=True, max_length=20, verbose_name='mark')),
                ('comment', models.TextField(blank=True, verbose_name='word of the teacher')),
                ('marked_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'verbose_name': 'homework handed in',
                'verbose_name_plural': 'homework handed in',
                'ordering': ['id'],
                'constraints': [models.UniqueConstraint(fields=('lesson', 'learner'), name='one_homework_a_learner'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('asset__isnull', False), _connector='OR'), name='homework_is_something')],
            },
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('learner', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='certificate', to='schools.learner')),
                ('number', models.CharField(default=chytalnia.schools.models._number, editable=False, max_length=11, unique=True, verbose_name='number')),
                ('issued_on', models.DateField(verbose_name='issued')),
                ('attended', models.PositiveSmallIntegerField(verbose_name='lessons attended')),
                ('held', models.PositiveSmallIntegerField(verbose_name='lessons held')),
                ('minutes', models.PositiveIntegerField(verbose_name='minutes of learning')),
                ('shows_name', models.BooleanField(default=False, verbose_name='the whole name is shown to whoever checks')),
                ('withdrawn_on', models.DateField(blank=True, null=True, verbose_name='withdrawn')),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'certificate',
                'verbose_name_plural': 'certificates',
                'constraints': [models.CheckConstraint(condition=models.Q(('attended__lte', models.F('held'))), name='attended_no_more_than_held')],
            },
        ),
    ])
