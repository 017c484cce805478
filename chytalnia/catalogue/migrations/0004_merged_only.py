"""Indexes of what was merged or joined, without the nearly all that was not.

Without statistics SQLite took "not merged" for a choice of a few rows and read whole tables for a page of results.
"""

import django.db.models.deletion
from django.db import migrations, models


class DropIndex(migrations.AlterField):
    """Take the index of a foreign key away, and nothing else.

    To alter a field SQLite would make the table anew and put the column last, behind the large ones.
    """

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        model = from_state.apps.get_model(app_label, self.model_name)
        column = model._meta.get_field(self.name).column
        # The index of AddIndex below is made later, so the field has only its own.
        for name in schema_editor._constraint_names(model, [column], index=True):
            schema_editor.execute(schema_editor._delete_index_sql(model, name))

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        model = to_state.apps.get_model(app_label, self.model_name)
        schema_editor.execute(schema_editor._create_index_sql(model, fields=[model._meta.get_field(self.name)]))


def pointer(to: str, name: str, **more: object) -> models.ForeignKey:
    return models.ForeignKey(
        blank=True,
        db_index=False,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to=to,
        **more,
    )


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0003_merged_authority")]

    operations = [
        DropIndex("authority", "merged_into", pointer("catalogue.authority", "merged", editable=False)),
        DropIndex("record", "merged_into", pointer("catalogue.record", "merged", verbose_name="merged into")),
        DropIndex("work", "joined_into", pointer("catalogue.work", "joined", verbose_name="joined into")),
        migrations.AddIndex(
            "authority",
            models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="authority_merged"
            ),
        ),
        migrations.AddIndex(
            "record",
            models.Index(
                condition=models.Q(("merged_into__isnull", False)), fields=["merged_into"], name="record_merged"
            ),
        ),
        migrations.AddIndex(
            "work",
            models.Index(
                condition=models.Q(("joined_into__isnull", False)), fields=["joined_into"], name="work_joined"
            ),
        ),
    ]
