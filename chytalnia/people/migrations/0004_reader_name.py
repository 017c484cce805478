from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_readers"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="reader",
            index=models.Index(fields=["surname", "name"], name="reader_name"),
        ),
    ]
