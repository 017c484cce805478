from django.db import migrations

from chytalnia.core.seal import Seal


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [Seal("core_auditentry")]
