from django.db import migrations

from chytalnia.core.seal import Seal


class Migration(migrations.Migration):
    dependencies = [("journal", "0001_initial")]
    operations = [Seal("journal_fact")]
