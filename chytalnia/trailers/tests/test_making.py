"""A trailer written scene by scene: three minutes at most, pictures that are pictures, rights of each."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image

from chytalnia.core.stages import StageError
from chytalnia.lending.tests import factories as lending
from chytalnia.media import uploads
from chytalnia.media.models import Asset, Upload
from chytalnia.people.rules import Role
from chytalnia.trailers import rules, services, workshop
from chytalnia.trailers.errors import CannotChange, NotAPicture, TooLong, TrailerError
from chytalnia.trailers.forms import PictureForm
from chytalnia.trailers.models import Scene, Trailer
from chytalnia.trailers.storyboards import board

from . import factories


@pytest.fixture(autouse=True)
def _english(english):
    pass


@pytest.fixture
def one(db):
    return lending.network()["one"]


@pytest.fixture
def draft(one):
    return factories.trailer(one, factories.account("reader-9"))


def test_it_begins_with_three_scenes_and_the_book(draft):
    assert [scene.kind for scene in draft.scenes.all()] == ["card", "card", "cover"]
    assert draft.seconds == 16
    assert draft.book_title
    assert draft.stage == "draft"


def test_scenes_are_three_minutes_at_most_with_the_last_frame(draft):
    for _n in range(3):
        services.add_scene(trailer=draft, seconds=Decimal(50))
    draft.refresh_from_db()
    assert draft.seconds == 166
    with pytest.raises(TooLong, match="three minutes"):
        services.add_scene(trailer=draft, seconds=Decimal("10.5"))
    with pytest.raises(TooLong):
        services.save_scene(scene=draft.scenes.first(), seconds=Decimal(60))
    draft.refresh_from_db()
    assert (draft.seconds, draft.scenes.count()) == (166, 6)
    with pytest.raises(IntegrityError), transaction.atomic():
        Trailer.objects.filter(pk=draft.pk).update(seconds=181)
    with pytest.raises(IntegrityError), transaction.atomic():
        Scene.objects.filter(trailer=draft).update(seconds=61)


def test_scenes_change_places_and_go(draft):
    first, second, third = draft.scenes.all()
    services.shift_scene(scene=third, up=True)
    services.shift_scene(scene=first, up=True)
    assert list(draft.scenes.all()) == [first, third, second]
    services.remove_scene(scene=third)
    draft.refresh_from_db()
    assert [scene.order for scene in draft.scenes.all()] == [0, 1]
    assert draft.seconds == sum(scene.seconds for scene in draft.scenes.all())
    made = services.add_scene(trailer=draft, after=first)
    assert list(draft.scenes.all()) == [first, made, second]


def test_a_picture_keeps_nothing_of_the_camera_and_nobody_sees_it(draft):
    place = Image.Exif()
    place[0x010F] = "Phone of Ivan"
    place.get_ifd(0x8825)[1] = "N"
    upload = factories.photo(exif=place.tobytes())
    assert b"Phone of Ivan" in upload.read()
    upload.seek(0)
    scene = services.save_scene(scene=draft.scenes.first(), upload=upload)
    assert (scene.kind, scene.picture.public) == ("file", False)
    kept = scene.picture.file.read()
    assert b"Phone of Ivan" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("drawing.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
        ("plain.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'),
        ("photo.jpg", b"<html><script>alert(1)</script></html>"),
        ("photo.jpg", b"\x89PNG\r\n\x1a\n" + b"\x00" * 200),
        ("photo.png", b"PK\x03\x04" + b"\x00" * 200),
        ("photo.jpg", b""),
    ],
)
def test_what_is_no_picture_is_refused_in_words(draft, name, body):
    before = Asset.objects.count()
    with pytest.raises(NotAPicture) as refusal:
        services.save_scene(scene=draft.scenes.first(), upload=SimpleUploadedFile(name, body))
    assert str(refusal.value).endswith(".")
    assert (Asset.objects.count(), draft.scenes.first().kind) == (before, "card")


def test_a_picture_that_is_also_something_else_is_only_a_picture_afterwards(draft):
    upload = factories.photo()
    both = SimpleUploadedFile(
        "photo.jpg", upload.read() + b"<?php system($_GET[1]); ?><script>alert(1)</script>PK\x03\x04"
    )
    kept = services.save_scene(scene=draft.scenes.first(), upload=both).picture.file.read()
    assert b"<?php" not in kept
    assert b"<script" not in kept


def test_a_bomb_of_pixels_is_refused(draft):
    out = io.BytesIO()
    Image.new("1", (16_000, 16_000)).save(out, "PNG")
    with pytest.raises(NotAPicture):
        services.save_scene(scene=draft.scenes.first(), upload=SimpleUploadedFile("bomb.png", out.getvalue()))


def test_what_is_missing_of_rights_is_told_scene_by_scene(draft):
    assert rules.missing(draft) == []
    first = services.save_scene(scene=draft.scenes.first(), upload=factories.photo())
    assert rules.missing(draft) == ["Scene 1: the rights of the picture are not recorded."]
    services.save_scene(scene=first, rights="licence")
    assert rules.missing(draft) == ["Scene 1: say whose picture it is and where it comes from."]
    services.save_scene(scene=first, rights_note="Olha, CC BY 4.0", has_people=True)
    assert rules.missing(draft) == ["Scene 1: the people on the picture have not agreed to be shown."]
    services.save_scene(scene=first, people_agreed=True)
    assert rules.missing(draft) == []


def test_rights_are_needed_before_anybody_else_sees_it(one, draft):
    head = factories.account("head-9", role=Role.BRANCH_HEAD, unit=one)
    services.save_scene(scene=draft.scenes.first(), upload=factories.photo())
    made = factories.with_film(draft)
    with pytest.raises(StageError, match="Scene 1"):
        services.submit(trailer=made, by=draft.made_by)
    with pytest.raises(StageError, match="Scene 1"):
        services.move(trailer=made, name="publish", by=head)
    services.save_scene(scene=made.scenes.first(), rights="own")
    made.refresh_from_db()
    assert made.stage == "ready", "rights are not in the film"
    services.save_scene(scene=made.scenes.first(), title="Other")
    made.refresh_from_db()
    assert made.stage == "draft", "a change of what is seen makes the film old"


def test_what_waits_for_the_librarian_is_not_changed(one, draft):
    made = factories.with_film(draft)
    services.submit(trailer=made, by=draft.made_by)
    with pytest.raises(CannotChange):
        services.save_scene(scene=made.scenes.first(), title="Other")
    services.take_back(trailer=made, by=draft.made_by)
    services.save_scene(scene=made.scenes.first(), title="Other")
    assert Trailer.objects.get(pk=made.pk).stage == "draft"


def test_a_child_is_named_by_the_first_name_once_an_adult_agreed(draft):
    maker = services.add_maker(trailer=draft, name="Оля Коваль", is_child=True)
    assert maker.shown_name == ""
    services.agree(maker=maker, adult="Ірина Коваль")
    assert maker.shown_name == "Оля"
    services.agree(maker=maker, adult="")
    assert maker.shown_name == ""
    assert services.add_maker(trailer=draft, name="Іван Франко").shown_name == "Іван Франко"


def test_a_draft_is_thrown_away_with_its_pictures(draft):
    scene = services.save_scene(scene=draft.scenes.first(), upload=factories.photo())
    services.discard(trailer=draft)
    assert not Asset.objects.filter(pk=scene.picture_id).exists()
    assert not Trailer.objects.filter(pk=draft.pk).exists()


def test_a_reader_begins_no_more_than_the_machine_bears(one):
    reader = factories.account("reader-8")
    record = lending.item(one).record
    for _n in range(20):
        services.begin(unit=one, by=reader, record=record)
    with pytest.raises(TrailerError, match="twenty"):
        services.begin(unit=one, by=reader, record=record)
    services.begin(unit=one, by=factories.account("librarian-8", role=Role.LIBRARIAN, unit=one), record=record)


def test_a_trailer_needs_a_book(one):
    with pytest.raises(TrailerError, match="book"):
        services.begin(unit=one, by=None)


def test_a_picture_that_came_in_pieces_is_taken_as_one_that_the_form_brought(client, draft, settings, tmp_path):
    settings.DATA = tmp_path
    client.force_login(draft.made_by)
    shot = factories.photo(form="JPEG").read()
    sent = uploads.begin(by=draft.made_by, purpose="trailers.picture", name="shot.jpg", size=len(shot))
    scene = draft.scenes.first()
    place = f"/trailers/studio/{draft.pk}/scene/{scene.pk}/pictures/"
    fields = {f"s{scene.pk}-kind": "file", f"s{scene.pk}-colour": "lamp", f"s{scene.pk}-upload-sent": str(sent.key)}
    uploads.append(upload=sent, at=0, stream=io.BytesIO(shot[:100]))
    # Half a file is none.
    assert b"Choose the file" in client.post(place, fields).content
    uploads.append(upload=sent, at=100, stream=io.BytesIO(shot[100:]))
    client.post(place, fields)
    scene.refresh_from_db()
    assert scene.picture.media_type == "image/jpeg"
    assert not Upload.objects.exists()
    assert not sent.path.exists()


def test_the_microphone_is_there_for_the_page_of_the_voice_alone(client, draft):
    client.force_login(draft.made_by)
    asked = {step: client.get(reverse(f"trailers:{step}", args=[draft.pk])) for step in ("sound", "pictures", "film")}
    allowed = {step for step, page in asked.items() if "microphone=(self)" in page["Permissions-Policy"]}
    assert allowed == {"sound"}


def test_what_stays_in_view_is_one_of_nine_parts_or_a_point(draft):
    scene = services.save_scene(scene=draft.scenes.first(), upload=factories.photo())
    seen = workshop.sign(scene)

    def sent(focus):
        form = PictureForm(
            {f"s{scene.pk}-kind": "file", f"s{scene.pk}-colour": "lamp", f"s{scene.pk}-focus": focus}, instance=scene
        )
        assert form.is_valid(), form.errors
        kept = services.save_scene(scene=Scene(pk=scene.pk, trailer=draft), **form.told)
        return kept.focus_x, kept.focus_y

    assert sent("83,17") == (83, 17)
    assert sent("37,62") == (37, 62)
    for odd in ("", "101,5", "-1,5", "a,b", "1,2,3"):
        assert sent(odd) == (37, 62)
    scene.refresh_from_db()
    assert workshop.sign(scene) != seen
    draft.refresh_from_db()
    assert board(draft).told["scenes"][0]["focus"] == [0.37, 0.62]
