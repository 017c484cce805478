import json
import re
from decimal import Decimal

import pytest
from django.urls import reverse

from chytalnia.core.translated import Translated
from chytalnia.network import services
from chytalnia.network.models import Specialisation, Unit

from .factories import WEEK, network, unit

pytestmark = pytest.mark.django_db
ALWAYS = {n: [("00:00", "00:00")] for n in range(7)}


@pytest.fixture
def tree():
    return network()


@pytest.mark.parametrize("libraries", [1, 300])
def test_the_list_asks_the_same_number_of_questions(client, libraries, django_assert_num_queries):
    system = unit(kind="system")
    services.set_hours(unit=system, weekly=WEEK)
    family = Specialisation.objects.create(code="family", axis="age", name=Translated(uk="Сім’я"))
    for n in range(libraries):
        system.refresh_from_db()
        made = Unit(code=f"b{n}", kind="branch", name=Translated(uk=f"Філія {n}"), latitude=50 + n / 1000, longitude=30)
        system.add_child(instance=made)
    family.units.set(Unit.objects.filter(kind="branch"))
    with django_assert_num_queries(8):
        page = client.get("/libraries/")
    assert page.context["found"].total == libraries


def test_the_list_filters_by_word_in_any_language_and_by_specialisation(client, tree):
    Specialisation.objects.create(code="law", axis="theme", name=Translated(uk="Право"))
    services.change_card(unit=tree["one"], name=Translated(uk="Бібліотека на Подолі", ru="Библиотека на Подоле"))
    services.change_card(unit=tree["two"], specialisations=["law"])
    assert [one.unit.code for one in client.get("/libraries/?q=подоле").context["found"].shown] == ["one"]
    assert [one.unit.code for one in client.get("/libraries/?good_at=law").context["found"].shown] == ["two"]
    assert client.get("/libraries/?q=немає").context["found"].shown == []


def test_open_now_leaves_out_the_closed_and_the_suspended(client, tree):
    services.set_hours(unit=tree["system"], weekly=ALWAYS)
    services.change_card(unit=tree["two"], state="suspended", state_note=Translated(uk="Ремонт до травня"))
    assert [one.unit.code for one in client.get("/libraries/?open=1").context["found"].shown] == ["one"]
    assert "Ремонт до травня" in client.get("/libraries/").content.decode()


def test_near_me_sorts_by_distance_and_a_settlement_will_do(client, tree):
    services.change_card(
        unit=tree["one"], latitude=Decimal("49.44"), longitude=Decimal("32.06"), settlement=Translated(uk="Черкаси")
    )
    services.change_card(
        unit=tree["two"], latitude=Decimal("50.45"), longitude=Decimal("30.52"), settlement=Translated(uk="Київ")
    )
    near = client.get("/libraries/?lat=50.4&lon=30.5").context["found"].shown
    assert [one.unit.code for one in near] == ["two", "one"]
    assert 5_000 < near[0].metres < 7_000
    assert [one.unit.code for one in client.get("/libraries/?place=Київ").context["found"].shown] == ["two", "one"]


@pytest.mark.parametrize("broken", ["lat=x&lon=1", "lat=500&lon=500", "page=-1", "good_at=%00", "lat=nan&lon=1"])
def test_a_broken_address_still_shows_the_list(client, tree, broken):
    assert len(client.get(f"/libraries/?{broken}").context["found"].shown) in {0, 2}


def test_geojson_has_longitude_first(client, tree):
    services.change_card(unit=tree["one"], latitude=Decimal("49.44"), longitude=Decimal("32.06"))
    [feature] = client.get("/libraries.geojson").json()["features"]
    assert (feature["id"], feature["geometry"]["coordinates"]) == ("one", [32.06, 49.44])


def test_the_page_of_a_library_says_what_is_known(client, tree, django_assert_max_num_queries):
    one = tree["one"]
    services.set_hours(unit=tree["system"], weekly=ALWAYS)
    services.change_card(
        unit=one,
        address=Translated(uk="вул. Сонячна, 5"),
        history=Translated(uk="<p>Була <b>хата</b></p>"),
        founded_year=1924,
    )
    services.add_contact(unit=one, kind="phone", value="+380 44 123-45-67")
    services.add_zone(unit=one, code="kids", kind="children", name=Translated(uk="Дитячий куточок"))
    with django_assert_max_num_queries(34):
        page = client.get(reverse("network:unit", args=["one"])).content.decode()
    for told in ("вул. Сонячна, 5", "tel:+380441234567", "Дитячий куточок", "<b>хата</b>", "1924"):
        assert told in page
    told = json.loads(re.search(r'ld\+json">(.*?)</script>', page, re.S)[1])
    assert told["@type"] == "Library"
    assert told["telephone"] == "+380 44 123-45-67"
    assert len(told["openingHoursSpecification"]) == 7


def test_a_name_cannot_end_the_script(client, tree):
    services.change_card(unit=tree["one"], name=Translated(uk="</script><script>alert(1)</script>"))
    assert "<script>alert" not in client.get("/libraries/one/").content.decode()


@pytest.mark.parametrize("language", ["", "/ru", "/kk", "/en"])
@pytest.mark.parametrize("code", ["region", "system", "one"])
def test_every_unit_has_a_page_in_every_language(client, tree, language, code):
    assert client.get(f"{language}/libraries/{code}/").status_code == 200


def test_an_unknown_unit_is_not_found(client):
    assert client.get("/libraries/nothing/").status_code == 404
