"""Exhibitions: hung in order, walked through, lent from and counted."""

from datetime import timedelta
from io import BytesIO

import pytest
import pyvips
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.translated import Translated
from chytalnia.exhibitions import panels, queries, services
from chytalnia.exhibitions.errors import CannotShow
from chytalnia.exhibitions.models import Exhibit
from chytalnia.journal import later
from chytalnia.journal.models import Fact
from chytalnia.lending.models import Loan
from chytalnia.lending.tests import factories as lending
from chytalnia.people import services as people
from chytalnia.people.rules import Role
from chytalnia.spaces.queries import plans
from chytalnia.spaces.tests import factories as spaces


@pytest.fixture(autouse=True)
def _english(english):
    pass


@pytest.fixture
def units(db):
    return lending.network()


@pytest.fixture
def one(units):
    return units["one"]


@pytest.fixture
def show(one):
    """Runs from ten days ago for ten days to come, with one section."""
    today = timezone.localdate()
    made = services.save(
        unit=one,
        title=Translated(en="Poets"),
        first_day=today - timedelta(days=10),
        last_day=today + timedelta(days=10),
    )
    services.save_section(exhibition=made, heading=Translated(en="First"), text=Translated())
    made.programme.move("begin")
    return made


@pytest.fixture
def desk(client, one):
    user = people.create_account(username="librarian", by=None, password="x", language="en")
    people.grant_role(user=user, role=Role.LIBRARIAN, unit=one, by=None)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def hang(show, number=1):
    section = show.sections.get()
    made = []
    for _n in range(number):
        item = lending.item(show.programme.unit)
        made.append(services.add_book(section=section, work=item.record.work))
    return made


def lend(exhibit, days):
    at = timezone.now() + timedelta(days=days)
    return Loan.objects.create(item=exhibit.copy, unit=exhibit.copy.unit, issued_at=at, due_on=at.date(), returned_at=at,
                               state="returned")  # fmt: skip


def test_a_book_comes_with_a_copy_that_is_in_place_and_only_once(show):
    exhibit = hang(show)[0]
    assert exhibit.copy is not None
    assert services.add_book(section=show.sections.get(), work=exhibit.work) == exhibit


def test_what_was_lent_while_it_was_shown_is_its_efficiency(show):
    first, second = hang(show, 2)
    lend(first, -1), lend(first, -2), lend(second, -30)
    assert (queries.worth(show).shown, queries.worth(show).issued, queries.worth(show).efficiency) == (2, 2, 1.0)


def test_exhibits_go_up_and_down_and_where_they_are_dragged(show):
    a, b, c = (one.pk for one in hang(show, 3))
    section = show.sections.get()

    def order():
        return list(section.exhibits.values_list("pk", flat=True))

    services.shift(thing=Exhibit.objects.get(pk=c), up=True)
    services.shift(thing=Exhibit.objects.get(pk=a), up=True)
    assert order() == [a, c, b]
    services.arrange(section=section, order=[b, a])
    assert order() == [b, a, c]


def test_seven_sections_are_enough_and_a_picture_names_its_source(show):
    for n in range(6):
        services.save_section(exhibition=show, heading=Translated(en=f"More {n}"), text=Translated())
    with pytest.raises(CannotShow, match="seven"):
        services.save_section(exhibition=show, heading=Translated(en="Eighth"), text=Translated())
    with pytest.raises(CannotShow, match="source"):
        services.add_picture(section=show.sections.first(), upload=BytesIO(), name="a.png", title="A", source=" ")


@pytest.mark.parametrize("books", [1, 3])
def test_a_page_to_walk_through(client, show, books, django_assert_num_queries):
    exhibits = hang(show, books)
    exhibits[0].copy.status = "on_loan"
    exhibits[0].copy.save()
    client.get(show.get_absolute_url())
    with django_assert_num_queries(5):
        page = client.get(show.get_absolute_url()).content.decode()
    assert page.count("somebody is reading it now") == 1
    assert '"@type": "ExhibitionEvent"' in page
    answer = client.get(reverse("exhibitions:open", args=[exhibits[0].pk]))
    assert answer.url == exhibits[0].work.get_absolute_url()
    later.flush()
    assert Fact.objects.filter(kind="exhibitions.visits").count() == 2
    assert Fact.objects.filter(kind="exhibitions.opened").count() == 1


def test_a_past_one_stays_at_its_address_and_a_planned_one_is_not_seen(client, show, one):
    planned = services.save(unit=one, title=Translated(en="Later"))
    assert client.get(planned.get_absolute_url()).status_code == 404
    show.programme.move("finish")
    assert client.get(show.get_absolute_url()).status_code == 200
    assert "Shown before" in client.get("/exhibitions/").content.decode()


def test_a_book_says_where_it_is_on_show(show):
    exhibit = hang(show)[0]
    assert panels.of_work(exhibit.work, None) == {"exhibitions": [show]}
    assert panels.of_work(lending.record().work, None) is None


def test_it_is_made_at_the_desk_and_printed(desk, one):
    today = timezone.localdate()
    answer = desk.post("/desk/exhibitions/new/", {
        "unit": one.pk, "title_uk": "Поети", "first_day": today, "last_day": today, "audience": "mixed",
        "is_public": "on",
    })  # fmt: skip
    assert answer.status_code == 302, answer.context["form"].errors
    made = queries.exhibitions().get()
    address = reverse("desk_exhibitions:exhibition", args=[made.pk])
    desk.post(f"{address}section/", {"heading_uk": "Розділ"})
    section = made.sections.get()
    work = lending.item(one).record.work
    desk.post(reverse("desk_exhibitions:act", args=[section.pk]), {"act": "book", "work": work.pk})
    desk.post(reverse("desk_exhibitions:act", args=[section.pk]), {"act": "text", "title": "Слово"})
    assert [one.kind for one in section.exhibits.all()] == ["record", "text"]
    assert "Слово" in desk.get(address).content.decode()
    for paper in ("labels.pdf?size=a4-3x8", "list.pdf"):
        assert desk.get(address + paper).content.startswith(b"%PDF")


def picture():
    out = BytesIO(pyvips.Image.black(40, 30).add(200).cast("uchar").write_to_buffer(".png"))
    out.name = "poster.png"
    return out


def test_the_cover_is_a_picture_of_the_library_and_stands_in_lists(client, show):
    with pytest.raises(CannotShow, match="source"):
        services.set_cover(exhibition=show, upload=picture(), name="poster.png")
    services.set_cover(exhibition=show, upload=picture(), name="poster.png", source="Library")
    asset = queries.pictures(show, "poster").get()
    assert asset.get_absolute_url() in client.get("/exhibitions/").content.decode()
    hung = services.add_picture(section=show.sections.get(), asset=asset, title="Poster", source=asset.rights_holder)
    assert hung.source == "Library"
    asset.public = False
    asset.save()
    with pytest.raises(CannotShow):
        services.set_cover(exhibition=show, asset=asset)


def test_a_book_is_issued_from_where_it_is_shown(desk, show, one):
    exhibit = hang(show)[0]
    reader = lending.reader(one)
    number = reader.cards.get().number
    address = reverse("desk_exhibitions:issue", args=[show.pk])
    desk.post(address, {"exhibit": exhibit.pk, "card": "no such card"})
    assert not Loan.objects.exists()
    desk.post(address, {"exhibit": exhibit.pk, "card": number})
    assert Loan.objects.get().reader == reader
    assert queries.worth(show).issued == 1
    page = desk.get(reverse("desk_exhibitions:exhibition", args=[show.pk])).content.decode()
    assert "put the note there" in page


def test_a_copy_of_a_past_exhibition_may_be_shown_again(show, one):
    exhibit = hang(show)[0]
    again = services.save(unit=one, title=Translated(en="Again"))
    section = services.save_section(exhibition=again, heading=Translated(en="First"), text=Translated())
    assert services.add_book(section=section, work=exhibit.work).copy is None
    Exhibit.objects.filter(section=section).delete()
    show.programme.move("finish")
    assert services.add_book(section=section, work=exhibit.work).copy == exhibit.copy


@pytest.fixture
def drawn(one):
    """A plan that readers see: a zone, and a shelf in it."""
    zone = spaces.zone(one, "quiet", floor="1")
    plan = spaces.plan(one)
    spaces.piece(plan, "zone", at=(0, 0), size=(2000, 900), zone=zone)
    return spaces.piece(plan, label="7", zone=zone, classes="94", note={"en": "History"})


def test_it_stands_on_a_shelf_of_the_plan_that_is_shown(desk, client, show, drawn):
    assert "Say where it stands" in desk.get(reverse("desk_exhibitions:exhibition", args=[show.pk])).content.decode()
    address = reverse("desk_exhibitions:place", args=[show.pk])
    assert "shelf 7" in desk.get(address).content.decode()
    desk.post(address, {"place": drawn.pk})
    page = client.get(show.get_absolute_url()).content.decode()
    assert "Floor 1, quiet, shelf 7" in page
    assert drawn.url.replace("&", "&amp;") in page
    assert show.get_absolute_url() in client.get(drawn.url.split("#")[0]).content.decode()
    desk.post(address, {"place": ""})
    assert queries.exhibitions().get(pk=show.pk).stands == ""


def test_a_copy_is_found_where_it_is_shown_and_on_its_shelf_afterwards(show, one, drawn):
    window = spaces.piece(drawn.plan, label="window", at=(600, 100))
    services.stand(exhibition=show, place=window)
    copy = lending.item(one, class_number="94", shelf_mark="94 / A")
    services.add_book(section=show.sections.get(), work=copy.record.work)
    assert [shelf.shelf for shelf in plans.standing([copy.record.work_id])] == [window]
    show.programme.move("finish")
    assert [shelf.shelf for shelf in plans.standing([copy.record.work_id])] == [drawn]


def test_what_is_drawn_anew_leaves_the_words(show, drawn, units):
    services.stand(exhibition=show, place=drawn)
    drawn.delete()
    found = queries.exhibitions().get(pk=show.pk)
    assert (found.stands, found.way) == ("quiet, shelf 7", "")
    with pytest.raises(CannotShow, match="another library"):
        services.stand(exhibition=show, place=spaces.piece(spaces.plan(units["two"])))


def test_without_a_plan_it_is_said_in_words(desk, show):
    address = reverse("desk_exhibitions:place", args=[show.pk])
    assert "no plan yet" in desk.get(address).content.decode()
    desk.post(address, {"shelf": "in the window"})
    assert queries.exhibitions().get(pk=show.pk).stands == "in the window"


def test_the_desk_of_another_library_changes_nothing_here(desk, units):
    other = services.save(unit=units["two"], title=Translated(en="Theirs"))
    assert desk.get(reverse("desk_exhibitions:exhibition", args=[other.pk])).status_code in (403, 404)
