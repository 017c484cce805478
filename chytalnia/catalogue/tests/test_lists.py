"""Public lists: the reader's own, printed ones, what is new; and the covers on them."""

import pytest
import pyvips

from chytalnia.catalogue.models import Record, Work
from chytalnia.network.models import Unit

from .factories import bring, copies, marc

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ukrainian")]


def test_my_list_is_kept_without_an_account(client, kobzar):
    work, *_ = kobzar
    answer = client.post("/list/change/", {"work": work.pk, "act": "add", "next": work.get_absolute_url()})
    assert answer["Location"] == work.get_absolute_url()
    assert client.get(work.get_absolute_url()).context["on_list"]
    page = client.get("/list/")
    assert [book["number"] for book in page.context["books"]] == [work.pk]
    assert page.context["share_url"].endswith(f"/list/?works={work.pk}")
    client.post("/list/change/", {"work": work.pk, "act": "remove"})
    assert client.get("/list/").context["books"] == []


def test_a_forged_or_foreign_list_changes_nothing(client, kobzar):
    work, *_ = kobzar
    client.cookies["list"] = f"{work.pk}:forged"
    assert client.get("/list/").context["books"] == []
    answer = client.post(
        "/list/change/", {"work": work.pk, "act": "add"}, headers={"Origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403
    answer = client.post("/list/change/", {"work": "1' or 1=1", "act": "add", "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/list/"


def test_printed_list_tells_shelf_marks_and_makes_a_pdf(client, kobzar):
    work, *_ = kobzar
    page = client.get(f"/lists/print?works={work.pk}").content.decode()
    assert "Шевченко" in page
    assert "84(4УКР)1 / Ш 37" in page
    made = client.get(f"/lists/print?works={work.pk}&as=pdf&title=%D0%9C%D0%BE%D1%97")
    assert made.content.startswith(b"%PDF-")
    assert client.get("/lists/print?works=0").status_code == 404


def test_new_in_a_branch_is_what_came_there(client, kobzar, tmp_path):
    work, one, two = kobzar
    system_unit = Unit.objects.get(code="system")
    bring(tmp_path, system_unit, marc("7", title="Зовсім нова", author="Інша, Людина"))
    copies(Record.objects.get(control_number="7"), two)
    there = client.get(f"/new/?unit={two.code}").context["months"]
    assert {book["number"] for _m, books in there for book in books} == {
        work.pk,
        Record.objects.get(control_number="7").work_id,
    }
    here = client.get(f"/new/?unit={one.code}").context["months"]
    assert [book["number"] for _m, books in here for book in books] == [work.pk]


def test_cover_is_kept_by_caches_until_the_book_changes(client, kobzar):
    work, *_ = kobzar
    first = client.get(f"/cover/{work.pk}.svg")
    assert first["Content-Type"].startswith("image/svg+xml")
    assert "max-age" in first["Cache-Control"]
    again = client.get(f"/cover/{work.pk}.svg", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 304
    Work.objects.filter(pk=work.pk).update(title="Гайдамаки")
    assert client.get(f"/cover/{work.pk}.svg", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_picture_for_other_sites_has_letters_drawn(client, kobzar):
    work, *_ = kobzar
    drawn = pyvips.Image.new_from_buffer(client.get(f"/cover/{work.pk}.png").content, "")
    assert (drawn.width, drawn.height) == (1200, 630)
    # Where the title stands on the cloth of the cover there are light pixels, and dark ones beside the cover.
    assert drawn.crop(100, 150, 200, 70).max() > 240
    assert drawn.crop(450, 150, 600, 160)[:3].min() < 60


def test_covers_of_what_is_new_are_kept_by_the_browser(client, kobzar):
    work, *_branches = kobzar
    page = client.get("/new/").content.decode()
    address = f"/cover/{work.pk}.svg"
    assert f'src="{address}"' in page
    assert 'class="cover" viewBox' not in page
    assert "max-age=604800" in client.get(address)["Cache-Control"]
