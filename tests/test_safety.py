"""What strangers, browsers and proxies are told and refused."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client, override_settings

from chytalnia.catalogue.services import records as record_services
from chytalnia.catalogue.tests import factories
from chytalnia.core.models import AuditEntry
from chytalnia.people.models import RoleGrant, User
from chytalnia.people.rules import Role

PASSWORD = "a long enough word"
pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return factories.system()[0]


@pytest.fixture
def director(unit):
    user = User.objects.create_user("olena", "olena@library.example", PASSWORD)
    RoleGrant.objects.create(user=user, role=Role.DIRECTOR, unit=unit)
    return user


@pytest.fixture(autouse=True)
def _fresh_counters():
    cache.clear()


def policy(response) -> dict[str, list[str]]:
    parts = [part.split() for part in response.headers["Content-Security-Policy"].split(";")]
    return {words[0]: words[1:] for words in parts if words}


# Headers ---------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pages(unit):
    record = record_services.create(source=factories.marc("n1"), dialect="marc21", unit=unit)
    return [
        "/libraries/", "/libraries/system-1/", f"/records/{record.pk}/", f"/works/{record.work_id}/", "/accounts/login/",
        "/accounts/password/reset/", "/no-such-page/", "/styleguide/", "/new/", "/list/",
    ]  # fmt: skip


def test_pages_of_readers_run_nothing_that_stands_in_them(client, pages):
    for path in pages:
        response = client.get(path, follow=True)
        assert response.status_code in (200, 404), path
        rules = policy(response)
        assert rules["script-src"] == ["'self'"], path
        assert rules["style-src"] == ["'self'"], path
        assert (rules["object-src"], rules["base-uri"], rules["frame-ancestors"]) == (
            ["'none'"],
            ["'self'"],
            ["'self'"],
        )
        html = response.content.decode()
        inline = [
            tag for tag in re.findall(r"<script\b[^>]*>", html)
            if "src=" not in tag and not re.search(r"type=\"(application|speculationrules)", tag)
        ]  # fmt: skip
        assert not inline, path
        assert not re.search(r"<style\b|\sstyle=\"|\son(click|load|error|submit|change)=|javascript:", html), path
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in response.headers["Permissions-Policy"]


def test_the_desk_runs_scripts_of_its_own_only(client, director):
    client.force_login(director)
    seen = set()
    for path in ("/desk/", "/desk/items/", "/desk/reports/facts/", "/desk/roles/new/"):
        response = client.get(path)
        assert response.status_code == 200, path
        rules = policy(response)
        assert "'unsafe-inline'" not in rules["script-src"]
        assert "'unsafe-eval'" not in rules["script-src"]
        (nonce,) = re.findall(r"'nonce-([^']+)'", " ".join(rules["script-src"]))
        seen.add(nonce)
        for tag in re.findall(r"<script\b[^>]*>", response.content.decode()):
            if "src=" not in tag and not re.search(r"type=\"(application|text)/", tag):
                assert f'nonce="{nonce}"' in tag, (path, tag)
    assert len(seen) == 4


def test_text_that_looks_like_a_script_gets_no_nonce():
    from django.template import Context, Template

    from chytalnia.core import nonces

    nonces.begin("secret")
    page = Template("{{ text }}<script{% script_nonce %}></script>").render(Context({"text": "<script>bad()</script>"}))
    nonces.begin("")
    assert page == '&lt;script&gt;bad()&lt;/script&gt;<script nonce="secret"></script>'
    assert Template("<script{% script_nonce %}>").render(Context()) == "<script>"


@pytest.mark.parametrize(("forwarded", "behind", "seen"), [
    ("6.6.6.6", False, "127.0.0.1"), ("6.6.6.6, 10.1.2.3", True, "10.1.2.3"), ("", True, "127.0.0.1"),
])  # fmt: skip
def test_an_address_is_believed_only_from_our_own_proxy(client, forwarded, behind, seen):
    with override_settings(BEHIND_PROXY=behind):
        client.post(
            "/accounts/login/", {"login": "olena", "password": "x" * 12}, headers={"X-Forwarded-For": forwarded}
        )
    entry = AuditEntry.objects.get(act="people.sign_in_failed")
    assert entry.address == seen.rpartition(".")[0] + ".0"


# Signing in ------------------------------------------------------------------------------------------------------------


def sign_in(client, password, login="olena"):
    return client.post("/accounts/login/", {"login": login, "password": password})


@override_settings(AXES_ENABLED=True, ACCOUNT_RATE_LIMITS=False)
@pytest.mark.parametrize("login", ["olena", "olena@library.example"])
def test_after_six_wrong_passwords_the_right_one_is_refused_too(client, director, login):
    codes = [sign_in(client, f"wrong word {n}", login).status_code for n in range(6)]
    assert codes[:5] == [200] * 5
    assert sign_in(client, PASSWORD, login).status_code == 429
    assert "_auth_user_id" not in client.session
    # From another address the account's owner still gets in.
    other = Client(REMOTE_ADDR="10.9.9.9")
    assert sign_in(other, PASSWORD, login).status_code == 302


def test_the_account_page_itself_slows_down_guessing(client, director):
    codes = {sign_in(client, f"wrong word {n}").status_code for n in range(12)}
    last = sign_in(client, PASSWORD)
    assert "_auth_user_id" not in client.session
    assert last.status_code in (200, 429)
    assert codes <= {200, 429}


def test_nobody_learns_whether_an_account_exists(client, director):
    def answer(path, **fields):
        response = client.post(path, fields)
        text = re.sub(
            r"csrf\w*\"? (?:value|content)=\"[^\"]+\"|value=\"[^\"]*\"|nonce-\w+", "", response.content.decode()
        )
        return response.status_code, response.headers.get("Location"), text

    known = answer("/accounts/login/", login="olena", password="wrong words here")
    unknown = answer("/accounts/login/", login="nobody", password="wrong words here")
    assert known == unknown
    known = answer("/accounts/password/reset/", email="olena@library.example")
    unknown = answer("/accounts/password/reset/", email="nobody@library.example")
    assert known == unknown


def test_strangers_cannot_open_accounts(client):
    response = client.post("/accounts/signup/", {
        "email": "x@example.org", "username": "x", "password1": PASSWORD, "password2": PASSWORD
    })  # fmt: skip
    assert response.status_code in (200, 403)
    assert not User.objects.filter(username="x").exists()


@pytest.mark.parametrize("password", ["short", "1234567890123", "password123", "qwertyuiop"])
def test_weak_passwords_are_refused(password):
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    with pytest.raises(ValidationError):
        validate_password(password)


def test_staff_without_a_second_factor_only_reach_its_setting_up(client, director):
    client.force_login(director)
    with override_settings(STAFF_MFA="required"):
        for path in ("/desk/", "/desk/items/", "/desk/images/"):
            assert client.get(path).headers["Location"] == "/accounts/2fa/"
        Authenticator.objects.create(user=director, type="totp", data={"secret": "x"})
        assert client.get("/desk/").status_code == 200
    # And with one, a password alone opens nothing.
    client.logout()
    response = sign_in(client, PASSWORD)
    assert response.headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/desk/").status_code == 302


def test_forms_without_their_token_are_refused(director):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(director)
    assert strict.post("/desk/network/new/", {"code": "x"}).status_code == 403
    assert strict.post("/accounts/login/", {"login": "olena", "password": PASSWORD}).status_code == 403


# Errors and settings ------------------------------------------------------------------------------------------------------


def test_pages_of_errors_tell_nothing_of_the_inside(client):
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert not re.search(r"Traceback|urlpatterns|DJANGO|settings\.py", response.content.decode())
    client.raise_request_exception = False
    assert client.get("/", headers={"host": "evil.example"}).status_code == 400


def deployed(**environment):
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("CHYTALNIA_", "DJANGO_", "DATABASE_"))}
    return {
        **kept, "DJANGO_SETTINGS_MODULE": "chytalnia.config.settings", "CHYTALNIA_URL": "https://library.example",
        "CHYTALNIA_BEHIND_PROXY": "yes", "CHYTALNIA_LOG": "ERROR", **environment,
    }  # fmt: skip


def test_settings_of_an_open_site_pass_the_check_for_deployment(tmp_path):
    code = (
        "import django; django.setup()\n"
        "from django.core.management import call_command\n"
        "from django.conf import settings as s\n"
        "call_command('check', deploy=True, fail_level='WARNING')\n"
        "assert s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SESSION_COOKIE_HTTPONLY\n"
        "assert s.SECURE_SSL_REDIRECT and s.SECURE_HSTS_SECONDS >= 31536000 and s.STAFF_MFA == 'required'\n"
        "assert 'library.example' in s.ALLOWED_HOSTS and '*' not in s.ALLOWED_HOSTS\n"
        "assert s.AXES_ENABLED and not s.DEBUG\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=deployed(CHYTALNIA_DATA=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "secret.key").stat().st_mode & 0o777 == 0o600
    assert [p.name for p in tmp_path.glob("secret.key*")] == ["secret.key"]


# XML -------------------------------------------------------------------------------------------------------------------

ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE collection [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY file SYSTEM "file:///etc/passwd">]>
<collection xmlns="http://www.loc.gov/MARC21/slim"><record><leader>00000nam a2200000 a 4500</leader>
<controlfield tag="001">n1</controlfield>
<datafield tag="245" ind1="0" ind2="0"><subfield code="a">%s</subfield></datafield></record></collection>"""


@pytest.mark.parametrize("entity", [b"&file;", b"&b;&b;&b;"])
def test_xml_brings_no_entities_in(tmp_path, entity):
    from chytalnia.wire import marc

    path = tmp_path / "x.xml"
    path.write_bytes(ENTITIES % entity)
    for parsed in marc.read(path, format="marcxml"):
        text = str(parsed.record)
        assert "root:" not in text
        assert "aaaaaaaaaa" not in text


# Uploads through the desk ----------------------------------------------------------------------------------------------------


def test_a_picture_brought_to_the_desk_loses_what_its_camera_wrote(client, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile
    from PIL import Image as Pillow
    from wagtail.images import get_image_model

    client.force_login(User.objects.create_superuser("root", "root@library.example", PASSWORD))
    exif = Pillow.Exif()
    exif[0x010E] = "a secret place"
    out = io.BytesIO()
    Pillow.new("RGB", (40, 30), "red").save(out, "JPEG", exif=exif)
    upload = SimpleUploadedFile("дах.jpg", out.getvalue() + b"<script>bad()</script>", "image/jpeg")
    response = client.post("/desk/images/add/", {"title": "x", "file": upload, "collection": 1})
    assert response.status_code in (200, 302), response.content[:500]
    if not get_image_model().objects.exists():
        upload.seek(0)
        client.post(
            "/desk/images/multiple/add/",
            {"title": "x", "files[]": upload, "collection": 1},
            headers={"X-Requested-With": "XMLHttpRequest"},
        )
    image = get_image_model().objects.get()
    with image.file.open() as stored:
        data = stored.read()
    assert b"secret place" not in data
    assert b"<script>" not in data
    assert (image.width, image.height) == (40, 30)
    served = client.get(f"/media/{image.file.name}")
    assert (served.status_code, served.headers["Content-Type"], served.headers["X-Content-Type-Options"]) == (
        200, "image/jpeg", "nosniff",
    )  # fmt: skip
    assert "sandbox" in served.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "name", ["../secret.key", "documents/x.pdf", "images/../../secret.key", "imports/1.mrc", "images/", "images/%00"]
)
def test_only_open_folders_are_served(client, name):
    assert client.get(f"/media/{name}").status_code == 404
