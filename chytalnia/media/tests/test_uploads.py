"""Files that come in pieces: they go on where they stopped, for whoever began them and nobody else."""

import base64
import os
import time
from datetime import date

import pytest
from django.test import Client

from chytalnia.media import checks, uploads
from chytalnia.media.errors import InHand, TooLarge, WrongOffset
from chytalnia.media.models import Upload
from chytalnia.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
BODY = os.urandom(300_000)


@pytest.fixture(autouse=True)
def _purpose(settings, tmp_path, monkeypatch):
    settings.DATA = tmp_path
    monkeypatch.setitem(uploads._purposes, "tried", uploads.Purpose(1 << 20, lambda user: user.username != "guest"))


@pytest.fixture
def reader(client):
    user = User.objects.create(username="reader")
    client.force_login(user)
    return user


def tus(client, method, address, body=b"", **headers):
    headers = {"Tus-Resumable": "1.0.0", **{name.replace("_", "-"): value for name, value in headers.items()}}
    kind = "application/offset+octet-stream"
    return client.generic(method, address, body, content_type=kind, headers=headers)


def begun(client, size=300_000, purpose="tried", name="film.mp4"):
    told = ",".join(
        f"{key} {base64.b64encode(value.encode()).decode()}"
        for key, value in {"filename": name, "purpose": purpose}.items()
    )
    return tus(client, "POST", "/uploads/", Upload_Length=str(size), Upload_Metadata=told)


def test_a_file_cut_in_the_middle_goes_on_where_it_stopped(client, reader):
    answer = begun(client, name="../../фільм\x00.mp4")
    assert answer.status_code == 201
    place = answer["Location"]
    # Half of it comes, and the answer is lost: the same piece again changes nothing.
    assert tus(client, "PATCH", place, BODY[:150_000], Upload_Offset="0").status_code == 204
    again = tus(client, "PATCH", place, BODY[:150_000], Upload_Offset="0")
    assert (again.status_code, again["Upload-Offset"]) == (409, "150000")
    asked = tus(client, "HEAD", place)
    assert (asked["Upload-Offset"], asked["Upload-Length"]) == ("150000", "300000")
    assert "no-store" in asked["Cache-Control"]
    assert tus(client, "PATCH", place, BODY[150_000:], Upload_Offset="150000")["Upload-Offset"] == "300000"
    made = Upload.objects.get()
    assert (made.name, made.path.read_bytes()) == ("фільм.mp4", BODY)


def test_what_came_before_the_line_broke_is_kept(reader):
    made = uploads.begin(by=reader, purpose="tried", name="film.mp4", size=len(BODY))

    class Broken:
        def __init__(self):
            self.left = [BODY[:1000], BODY[1000:1500]]

        def read(self, _size):
            if self.left:
                return self.left.pop(0)
            raise OSError("gone")

    assert uploads.append(upload=made, at=0, stream=Broken()) == 1500
    assert made.path.read_bytes() == BODY[:1500]


def test_more_than_was_said_or_than_is_taken_is_refused(client, reader):
    assert begun(client, size=(1 << 20) + 1).status_code == 413
    assert begun(client, size=0).status_code == 403
    place = begun(client, size=1000)["Location"]
    answer = tus(client, "PATCH", place, BODY[:1001], Upload_Offset="0")
    assert (answer.status_code, tus(client, "HEAD", place)["Upload-Offset"]) == (413, "0")
    assert "longer than was said" in answer.content.decode()


def test_nobody_else_sees_goes_on_with_or_removes_it(client, reader):
    place = begun(client)["Location"]
    tus(client, "PATCH", place, BODY[:1000], Upload_Offset="0")
    other = Client()
    other.force_login(User.objects.create(username="other"))
    assert tus(other, "HEAD", place).status_code == 404
    assert tus(other, "PATCH", place, BODY[1000:], Upload_Offset="1000").status_code == 404
    assert tus(other, "DELETE", place).status_code == 404
    assert tus(Client(), "HEAD", place).status_code == 403
    assert tus(client, "HEAD", place)["Upload-Offset"] == "1000"
    assert tus(client, "DELETE", place).status_code == 204
    assert not Upload.objects.exists()


def test_only_for_a_known_purpose_and_those_who_may(client, reader):
    assert begun(client, purpose="something").status_code == 403
    client.force_login(User.objects.create(username="guest"))
    assert begun(client).status_code == 403
    assert client.post("/uploads/").status_code == 412
    guarded = Client(enforce_csrf_checks=True)
    guarded.force_login(reader)
    assert begun(guarded).status_code == 403
    assert not Upload.objects.exists()


def test_two_pieces_at_once_do_not_mix(reader):
    import fcntl

    made = uploads.begin(by=reader, purpose="tried", name="film.mp4", size=len(BODY))
    with made.path.open("r+b") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(InHand):
            uploads.append(upload=made, at=0, stream=None)
    with pytest.raises(WrongOffset):
        uploads.append(upload=made, at=5, stream=None)
    with pytest.raises(TooLarge):
        uploads.begin(by=reader, purpose="tried", name="film.mp4", size=5 << 20)


def test_the_oldest_give_way_and_the_night_takes_what_was_given_up(reader, monkeypatch):
    monkeypatch.setattr(uploads, "MOST_OPEN", 2)
    first, second, third = (uploads.begin(by=reader, purpose="tried", name="a.mp4", size=9) for _n in range(3))
    assert set(Upload.objects.all()) == {second, third}
    assert not first.path.exists()
    long_ago = time.time() - 2 * 86_400
    os.utime(second.path, (long_ago, long_ago))
    stray = second.path.with_name("stray")
    stray.touch()
    os.utime(stray, (long_ago, long_ago))
    assert uploads.sweep(date(2026, 1, 1)) == 2
    assert list(Upload.objects.all()) == [third]
    assert list(third.path.parent.iterdir()) == [third.path]
    # Where servers do not share the folder, the check says so on each.
    assert checks.elsewhere() == []
    third.path.unlink()
    assert len(checks.elsewhere()) == 1
