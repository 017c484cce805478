"""Films made in the background: to the end, stopped, failed, taken up after their maker was killed. The engine is the real one."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from chytalnia.journal.models import Fact
from chytalnia.lending.tests import factories as lending
from chytalnia.trailers import services, workshop
from chytalnia.trailers.errors import CannotChange, TrailerError
from chytalnia.trailers.film import Shape
from chytalnia.trailers.models import Rendering, Trailer
from chytalnia.trailers.services import rendering

from . import factories

STAMP = Shape("720p", 128, 72)


@pytest.fixture(autouse=True)
def _english(english, settings):
    settings.TRAILER_SHAPES = [STAMP]


@pytest.fixture
def draft(db):
    """Two scenes of two seconds, one with a photo."""
    made = factories.trailer(lending.network()["one"], factories.account("reader-9"))
    first, second, third = made.scenes.all()
    services.remove_scene(scene=third)
    services.save_scene(scene=first, upload=factories.photo(), seconds=Decimal(2), title="Why", rights="own")
    services.save_scene(scene=second, seconds=Decimal(2), kind="cover", motion="none")
    return Trailer.objects.select_related("unit").get(pk=made.pk)


def test_a_film_is_made_stored_and_counted_once(draft):
    asked = services.ask(trailer=draft, by=draft.made_by)
    rendering.run(asked, containers=["mp4"])
    asked.refresh_from_db()
    draft.refresh_from_db()
    assert (asked.state, asked.permille, asked.error, draft.stage) == ("done", 1000, "", "ready")
    film = draft.films.get()
    assert (film.form, film.container, film.width, film.asset.media_type) == ("720p", "mp4", 128, "video/mp4")
    assert float(draft.film_seconds) == 9
    assert (draft.poster.width, draft.poster.height) == (1200, 630)
    assert not film.asset.public
    assert draft.subtitles.get(language="en").cues[0]["text"].startswith("Why")
    assert Fact.objects.filter(kind="trailers.made").count() == 1
    kept = {path.name for path in (workshop.folder_of(draft) / "work").iterdir()}

    services.save_scene(scene=draft.scenes.first(), title="Why?")
    draft.refresh_from_db()
    assert draft.stage == "draft"
    again = services.ask(trailer=draft)
    rendering.run(again, containers=["mp4"])
    draft.refresh_from_db()
    assert draft.films.count() == 1
    assert Fact.objects.filter(kind="trailers.made").count() == 1
    assert kept & {path.name for path in (workshop.folder_of(draft) / "work").iterdir()}, "scenes that did not change"


def test_what_cannot_be_read_in_time_is_not_made(draft):
    services.save_scene(scene=draft.scenes.first(), text="far too many words for two seconds " * 5)
    with pytest.raises(TrailerError, match="Scene 1"):
        services.ask(trailer=draft)
    draft.refresh_from_db()
    assert draft.stage == "draft"


def test_a_film_is_stopped_and_what_was_finished_is_kept(draft):
    asked = services.ask(trailer=draft)
    with pytest.raises(CannotChange):
        services.save_scene(scene=draft.scenes.first(), title="Other")
    services.cancel(trailer=draft)
    rendering.run(asked, containers=["mp4"])
    asked.refresh_from_db()
    draft.refresh_from_db()
    assert (asked.state, draft.stage, draft.films.count()) == ("cancelled", "draft", 0)
    with pytest.raises(CannotChange):
        services.cancel(trailer=draft)
    services.ask(trailer=draft)


def test_a_film_whose_maker_was_killed_is_taken_up_again(draft):
    asked = services.ask(trailer=draft)
    Rendering.objects.filter(pk=asked.pk).update(state="running", beat_at=timezone.now() - timedelta(minutes=5))
    with workshop.alone(draft):
        assert services.take_up() == 0, "its maker is alive"
    assert services.take_up() == 1
    asked.refresh_from_db()
    draft.refresh_from_db()
    assert (asked.state, draft.stage) == ("done", "ready")
    assert services.take_up() == 0


def test_a_film_that_cannot_be_made_says_so_and_gives_the_trailer_back(draft):
    asked = services.ask(trailer=draft)
    asked.board["told"]["scenes"][0]["card"] = "plaid"
    asked.save(update_fields=["board"])
    rendering.run(asked, containers=["mp4"])
    asked.refresh_from_db()
    draft.refresh_from_db()
    assert (asked.state, draft.stage) == ("failed", "draft")
    assert asked.error


def test_a_scene_is_seen_at_once(draft):
    scene = draft.scenes.select_related("trailer__unit", "trailer__record__work").first()
    path = workshop.preview(scene)
    assert path.read_bytes().startswith(b"\xff\xd8")
    assert workshop.preview(scene) == path


def test_a_film_made_elsewhere_is_made_anew_or_refused(draft, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    rendering.run(services.ask(trailer=draft), containers=["mp4"], shapes=[Shape("720p", 320, 180)])
    made = draft.films.get().asset.file.read()
    other = factories.trailer(draft.unit, draft.made_by, origin="upload")
    for name, body in (("film.mp4", b"<html><script>alert(1)</script></html>"), ("film.mp4", b"\x00" * 5000)):
        with pytest.raises(TrailerError):
            services.take_film(trailer=other, upload=SimpleUploadedFile(name, body))
    asked = services.take_film(trailer=other, upload=SimpleUploadedFile("film.mp4", made))
    rendering.run(asked, containers=["mp4"])
    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.state, asked.error, other.stage) == ("done", "", "ready")
    assert other.films.get().asset.file.read() != made
    assert list(workshop.folder_of(other).glob("upload-*")) == []


def test_the_look_at_a_film_made_elsewhere_is_stopped_by_the_button(draft, monkeypatch, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    from . import filming

    monkeypatch.setattr(rendering, "BREATH", 0)
    brought = filming.film(tmp_path / "film.mp4", "-pix_fmt", "yuv420p")
    other = factories.trailer(draft.unit, draft.made_by, origin="upload")
    asked = services.take_film(trailer=other, upload=SimpleUploadedFile("film.mp4", brought.read_bytes()))
    decoded = rendering.film.transcoding.check

    def pressed(*args, **more):
        services.cancel(trailer=other)
        return decoded(*args, **more)

    monkeypatch.setattr(rendering.film.transcoding, "check", pressed)
    rendering.run(asked, containers=["mp4"])
    asked.refresh_from_db()
    other.refresh_from_db()
    assert (asked.state, other.stage, other.films.count()) == ("cancelled", "draft", 0)
    assert list(workshop.folder_of(other).glob("upload-*")) == []


def test_the_workshop_is_swept_at_night_but_for_what_is_being_made(draft):
    folder = workshop.folder_of(draft)
    (folder / "old").write_bytes(b"1" * 100)
    workshop.sweep(set())
    assert folder.exists()
    later = timezone.now().timestamp() + 4 * 86_400
    workshop.sweep({draft.pk}, now=later)
    assert folder.exists()
    assert workshop.sweep(set(), now=later) >= 1
    assert not folder.exists()
