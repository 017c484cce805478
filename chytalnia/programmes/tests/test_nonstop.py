"""A non-stop day: the grid, what is wrong with it, and who came where."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from itertools import pairwise
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from chytalnia.core.translated import Translated
from chytalnia.programmes import services
from chytalnia.programmes.errors import CannotChange
from chytalnia.programmes.models import Headcount, Slot
from chytalnia.programmes.nonstop import grid
from chytalnia.programmes.nonstop import services as nonstop
from chytalnia.programmes.tests import factories

KYIV = ZoneInfo("Europe/Kyiv")
TEN = datetime(2026, 5, 16, 10, tzinfo=KYIV)


def day(unit, **fields):
    event = factories.occasion(unit, format="non_stop", title="Non-stop", days=9, taking="free", stage="announced")
    begins = (event.begins + timedelta(days=1)).replace(hour=10, minute=0)
    return services.change(occasion=event, starts_at=begins, ends_at=begins + timedelta(hours=3), **fields)


def at(event, hour, minute=0):
    return event.begins.replace(hour=hour, minute=minute)


@given(
    st.lists(
        st.tuples(st.sampled_from("ABC"), st.integers(0, 20), st.integers(1, 6)), max_size=14
    )
)  # fmt: skip
def test_every_hall_of_the_table_is_covered_once_from_beginning_to_end(told):
    slots = []
    for hall, start, length in told:
        new = Slot(
            hall=hall,
            starts_at=TEN + timedelta(minutes=10 * start),
            ends_at=TEN + timedelta(minutes=10 * (start + length)),
        )
        if not grid.overlaps([*slots, new]):
            slots.append(new)
    occasion = SimpleNamespace(begins=TEN, ends=TEN + timedelta(hours=3), clock=KYIV)
    for slot in slots:
        slot._state.fields_cache["occasion"] = occasion
    halls, rows = grid.table(occasion, slots)
    assert set(halls) == {slot.hall for slot in slots}
    for hall in halls:
        cells = [cell for row in rows for cell in row.cells if cell.hall == hall]
        assert sum(cell.rows for cell in cells) == len(rows)
        assert all(one.ends == other.begins for one, other in pairwise(cells))
    # A browser draws a row only if its cells and those that hang into it fill the table's width.
    hanging = 0
    for number, row in enumerate(rows):
        over = sum(cell.rows > number - above for above, upper in enumerate(rows[:number]) for cell in upper.cells)
        hanging = over + len(row.cells)
        assert hanging == len(halls)
    assert sum(1 for row in rows for cell in row.cells if cell.slot) == len(slots)


@pytest.mark.django_db
def test_long_breaks_and_people_in_two_places_are_told(one):
    event = day(one)
    nonstop.lay(occasion=event, halls=["Зал", "Двір"], minutes=60, pause=0)
    assert grid.warnings(event, list(event.slots.all())) == []
    first, other = event.slots.filter(starts_at=event.starts_at)
    for slot, guest, leads in ((first, "Леся Гончар, Іван Ткач", "Оля"), (other, "іван ткач", "Ніна")):
        nonstop.save_slot(
            occasion=event, slot=slot, hall=slot.hall, starts_at=slot.starts_at, minutes=60, title=Translated(uk="Розмова"),
            guest=guest, moderator=leads,
        )  # fmt: skip
    nonstop.remove_slot(slot=event.slots.filter(hall="Двір").order_by("starts_at")[1])
    told = grid.warnings(event, list(event.slots.all()))
    assert [line for line in told if "Двір stands empty for 60 minutes, 11:00–12:00" in line]
    assert [line for line in told if "is in two places at 10:00" in line and "ван" in line]
    with pytest.raises(CannotChange):
        nonstop.save_slot(occasion=event, hall="Зал", starts_at=at(event, 11, 30), minutes=30, title=Translated(uk="x"))
    with pytest.raises(CannotChange):
        nonstop.lay(occasion=event, halls=["Інший"], minutes=30)


@pytest.mark.django_db
def test_taps_in_halls_are_counted_by_slot_and_the_day_once(client, one):
    event = day(one)
    nonstop.lay(occasion=event, halls=["Зал", "Двір"], minutes=60)
    slot = event.slots.filter(hall="Зал").first()
    act = f"{reverse('programmes:door', args=[event.door_token])}act"
    acts = [
        {"key": str(uuid.uuid4()), "kind": "walk_in", "audience": "adults", "number": 3, "slot": slot.pk},
        {"key": str(uuid.uuid4()), "kind": "walk_in", "audience": "children", "number": 1, "slot": str(slot.pk)},
        {"key": str(uuid.uuid4()), "kind": "walk_in", "audience": "children", "number": 1, "slot": "999999"},
    ]
    for _n in range(2):
        told = client.post(act, {"acts": acts}, content_type="application/json").json()
    assert [bool(each.get("done")) for each in told["acts"]] == [True, True, False]
    assert nonstop.came(event) == {slot.pk: 4}
    assert told["list"]["total"] == 0, "who comes into a hall has come into the house already"
    with pytest.raises(CannotChange):
        nonstop.remove_slot(slot=slot)
    assert services.suggested_heads(event) == {("onsite", "adults"): 3, ("onsite", "children"): 1}
    # Once somebody stands at the door of the house, those are the visits; a person sits in several halls.
    services.note_at_door(occasion=event, key=uuid.uuid4(), kind="walk_in", audience="adults", number=2)
    assert services.suggested_heads(event) == {("onsite", "adults"): 2}
    factories.Occasion.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now()
    )
    services.count(occasion=event, heads=services.suggested_heads(event), outputs=nonstop.suggested_outputs(event))
    assert Headcount.objects.get(occasion=event).number == 2


@pytest.mark.django_db
def test_the_grid_at_the_desk_and_for_readers(client, desk, one, django_assert_num_queries):
    event = day(one)
    address = reverse("desk_programmes:grid", args=[event.pk])
    lay = reverse("desk_programmes:grid_lay", args=[event.pk])
    assert desk.post(lay, {"halls": "", "minutes": 40, "pause": 5}).status_code == 400
    desk.post(lay, {"halls": "Зал\nДвір", "minutes": 40, "pause": 5})
    assert event.slots.count() == 8
    slot = event.slots.filter(hall="Зал").first()
    form = {
        "slot": slot.pk,
        "hall": "Зал",
        "begins": "10:00",
        "minutes": 40,
        "title_uk": "Про все",
        "guest": "Леся",
        "moderator": "Оля",
    }
    desk.post(reverse("desk_programmes:grid_slot", args=[event.pk]), form)
    text = desk.get(address).content.decode()
    assert "Про все" in text
    assert "leads: Оля" in text
    assert desk.get(reverse("desk_programmes:grid_pdf", args=[event.pk])).content.startswith(b"%PDF")
    taken = desk.post(reverse("desk_programmes:grid_slot", args=[event.pk]), form | {"slot": "", "begins": "10:20"})
    assert taken.status_code == 400
    page = client.get(event.get_absolute_url()).content.decode()
    assert "Halls and hours" in page
    assert page.count("Про все") == 1
    slots = list(event.slots.all())
    told = grid.now_and_next(slots, slots[0].starts_at + timedelta(minutes=5))
    assert [(each["hall"], each["now"].guest, each["next"]) for each in told] == [("Зал", "Леся", None)]
    now = reverse("programmes:nonstop_now", args=[event.pk])
    assert client.get(now).status_code == 200
