"""The list of conflicts becomes one for machines and desks without a line: it moves to lending, with what is on it."""

from django.db import migrations

SAME = ("unit_id", "deed", "happened_at", "card", "barcode", "problems", "outcome", "act_id", "recorded_at",
        "settled_at", "settled_by_id")  # fmt: skip


def move(apps, schema_editor):
    old, new = apps.get_model("protocols", "Conflict"), apps.get_model("lending", "Conflict")
    devices = {
        device.pk: {"device": device.login, "device_name": device.name}
        for device in apps.get_model("protocols", "Device").objects.all()
    }
    new.objects.bulk_create(
        new(**devices.get(row.device_id, {}), **{name: getattr(row, name) for name in SAME})
        for row in old.objects.order_by("pk").iterator()
    )


def back(apps, schema_editor):
    old, new = apps.get_model("protocols", "Conflict"), apps.get_model("lending", "Conflict")
    devices = {device.login: device.pk for device in apps.get_model("protocols", "Device").objects.all()}
    old.objects.bulk_create(
        old(device_id=devices.get(row.device), **{name: getattr(row, name) for name in SAME})
        for row in new.objects.filter(key=None).order_by("pk").iterator()
    )


class Migration(migrations.Migration):
    dependencies = [
        ("lending", "0005_desks_without_a_line"),
        ("protocols", "0003_tokens"),
    ]

    operations = [
        migrations.RunPython(move, back),
        migrations.DeleteModel(name="Conflict"),
    ]
