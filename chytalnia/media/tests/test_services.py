import io
import os

import pytest
import pyvips
from django.core.files.storage import default_storage

from chytalnia.core.models import AuditEntry
from chytalnia.media import checks, services
from chytalnia.media.models import Asset
from chytalnia.media.tests.test_inspection import slides
from chytalnia.network.models import Unit
from chytalnia.people.models import RoleGrant, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return Unit.add_root(code="one", kind="branch", name="One")


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
    }
    settings.DATA = tmp_path


def upload(shade=5):
    image = pyvips.Image.black(8, 8, bands=3) + shade
    return io.BytesIO(image.cast("uchar").copy(interpretation="srgb").write_to_buffer(".png"))


def test_the_same_content_is_kept_once(unit):
    first = services.store(upload(), name="C:\\фото\\Наш дах.png", unit=unit, rights_holder="Бібліотека", licence="cc0")
    again = services.store(upload(), name="other.png", unit=unit)
    assert again == first
    assert Asset.objects.count() == 1
    assert (first.name, first.kind, first.media_type) == ("Наш дах.png", "image", "image/png")
    assert first.file.name == f"assets/{first.sha256[:2]}/{first.sha256}.png"
    with default_storage.open(first.file.name) as stored:
        assert services.digest(stored) == first.sha256
    assert AuditEntry.objects.filter(act="media.store").count() == 1


def test_a_half_written_file_of_a_broken_off_upload_is_written_anew(unit):
    asset = services.store(upload(), name="a.png", unit=unit)
    name = asset.file.name
    asset.delete()
    with open(default_storage.path(name), "wb") as file:
        file.write(b"half")
    asset = services.store(upload(), name="a.png", unit=unit)
    assert asset.file.name == name
    with default_storage.open(name) as stored:
        assert services.digest(stored) == asset.sha256


def test_removing_takes_the_bytes_too(unit, django_capture_on_commit_callbacks):
    asset = services.store(upload(), name="a.png", unit=unit)
    with django_capture_on_commit_callbacks(execute=True):
        services.remove(asset=asset)
    assert not default_storage.exists(asset.file.name)


def test_an_asset_is_served_with_its_type_and_a_hidden_one_to_its_staff_only(client, unit):
    asset = services.store(upload(), name="Дах.png", unit=unit)
    answer = client.get(asset.get_absolute_url())
    assert (answer.status_code, answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        200,
        "image/png",
        "nosniff",
    )
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (
        client.get(asset.get_absolute_url(), headers={"if-modified-since": answer["Last-Modified"]}).status_code == 304
    )
    Asset.objects.update(public=False)
    assert client.get(asset.get_absolute_url()).status_code == 404
    user = User.objects.create(username="somebody")
    client.force_login(user)
    assert client.get(asset.get_absolute_url()).status_code == 404
    RoleGrant.objects.create(user=user, role="librarian", unit=unit)
    answer = client.get(asset.get_absolute_url())
    assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")


def test_a_document_is_shown_under_its_name_and_office_files_are_saved(client, unit):
    text = services.store(io.BytesIO("рядок".encode()), name='зві"т\r\nX: y.txt', unit=unit)
    answer = client.get(text.get_absolute_url())
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"].startswith("inline")
    assert "\n" not in answer["Content-Disposition"]
    talk = services.store(io.BytesIO(slides()), name="Доповідь.pptx", unit=unit)
    answer = client.get(talk.get_absolute_url())
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_checks_find_missing_changed_and_stray_files(unit):
    kept, gone, changed = (services.store(upload(n), name="a.png", unit=unit) for n in (1, 2, 3))
    os.unlink(default_storage.path(gone.file.name))
    with open(default_storage.path(changed.file.name), "ab") as file:
        file.write(b"x")
    for name, age in (("images/old.png", 9000), ("images/fresh.png", 0)):
        path = default_storage.path(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(b"x")
        if age:
            os.utime(path, (1, 1))
    drift = checks.check(mend=True)
    assert drift.missing == [f"media.asset {gone.pk}: {gone.file.name}"]
    assert drift.changed == [changed.file.name]
    assert drift.stray == ["images/old.png"]
    assert not default_storage.exists("images/old.png")
    assert default_storage.exists("images/fresh.png")
    assert default_storage.exists(kept.file.name)
    assert checks.check().stray == []
