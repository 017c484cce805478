import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import translation
from wagtail.users.models import UserProfile

from chytalnia.core.models import AuditEntry
from chytalnia.core.translated import Translated
from chytalnia.network import services as network_services
from chytalnia.network.models import Specialisation, Unit, UnitChange, Zone
from chytalnia.network.tests.factories import holder, network, unit
from chytalnia.people import access, rules, services
from chytalnia.people.errors import MayNotGiveError, NotToOneselfError
from chytalnia.people.models import RoleGrant, User
from chytalnia.people.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return network()


@pytest.fixture
def head(tree, client):
    user = holder(tree["one"], Role.BRANCH_HEAD)
    client.force_login(user)
    return user


@pytest.mark.parametrize("role", Role)
def test_anybody_with_a_role_enters_the_desk(client, tree, role):
    client.force_login(holder(tree["one"], role))
    assert client.get("/desk/").status_code == 200


def test_a_reader_does_not_enter_the_desk(client, tree):
    client.force_login(User.objects.create(username="reader"))
    assert client.get("/desk/").status_code == 302


def test_a_branch_sees_only_itself(client, tree, head):
    page = client.get(reverse("units:index"))
    assert [u.code for u in page.context["object_list"]] == ["one"]


@pytest.mark.parametrize(
    "address",
    [
        "units:edit",
        "units:history",
        "network_desk:hours",
        "network_desk:settings",
        "network_desk:move",
        "network_desk:changes",
    ],
)
def test_a_branch_cannot_open_its_neighbour(client, tree, head, address):
    response = client.get(reverse(address, args=[tree["two"].pk]))
    assert response.status_code == 403


def test_zones_of_a_neighbour_are_neither_seen_nor_changed_nor_made(client, tree, head):
    theirs = Zone.objects.create(unit=tree["two"], code="q", kind="quiet")
    own = Zone.objects.create(unit=tree["one"], code="q", kind="quiet")
    assert list(client.get(reverse("zones:index")).context["object_list"]) == [own]
    assert client.get(reverse("zones:edit", args=[theirs.pk])).status_code == 403
    assert client.post(reverse("zones:delete", args=[theirs.pk])).status_code == 403
    client.post(reverse("zones:add"), {"unit": tree["two"].pk, "code": "new", "kind": "loud", "noise": "talk"})
    assert set(Zone.objects.all()) == {theirs, own}
    client.post(reverse("zones:add"), {"unit": tree["one"].pk, "code": "new", "kind": "loud", "noise": "talk"})
    assert Zone.objects.filter(unit=tree["one"], code="new").exists()
    assert UnitChange.objects.filter(unit=tree["one"], field="zones", by=head).exists()


def form_of(page):
    """What a browser would send back of the page's form."""
    form = BeautifulSoup(page.content, "html.parser").find("form", id="w-editor-form")
    data = {}
    for field in form.find_all(["input", "textarea", "select"]):
        name = field.get("name", "")
        if not name or "__prefix__" in name or (field.get("type") == "checkbox" and not field.has_attr("checked")):
            continue
        if field.name == "select":
            chosen = [option["value"] for option in field.find_all("option") if option.has_attr("selected")]
            data[name] = chosen if field.has_attr("multiple") else (chosen or [""])[0]
        else:
            data[name] = field.get("value") or field.text.strip()
    return data


def test_the_card_is_edited_and_the_change_is_logged(client, tree, head):
    address = reverse("units:edit", args=[tree["one"].pk])
    page = client.get(address)
    assert page.status_code == 200
    data = form_of(page) | {"seats": "12", "name_kk": "Бірінші", "type": "children"}
    data |= {f"contacts-0-{name}": value for name, value in {"kind": "phone", "value": "123", "ORDER": "1"}.items()}
    data["contacts-TOTAL_FORMS"] = "1"
    response = client.post(address, data)
    assert response.status_code == 302, response.context["form"].errors
    changed = Unit.objects.get(code="one")
    assert (changed.seats, changed.name["kk"], changed.type) == (12, "Бірінші", "children")
    logged = UnitChange.objects.filter(unit=changed, by=head).values_list("field", flat=True)
    assert set(logged) == {"seats", "name", "type", "contacts"}
    assert "seats" in {name for entry in AuditEntry.objects.all() for name in entry.after or {}}


def test_hours_are_set_as_people_write_them(client, tree, head):
    address = reverse("network_desk:hours", args=[tree["one"].pk])
    blank = {f"{p}-{n}": "0" for p in ("exceptions", "sanitary") for n in ("TOTAL_FORMS", "INITIAL_FORMS")}
    assert client.get(address).status_code == 200
    assert client.post(address, blank | {"day_1": "10:00–14:00, 15.00-19:00"}).status_code == 302
    assert [(i.weekday, f"{i.opens:%H:%M}", f"{i.closes:%H:%M}") for i in tree["one"].opening_intervals.all()] == [
        (1, "10:00", "14:00"),
        (1, "15:00", "19:00"),
    ]
    wrong = client.post(address, blank | {"day_1": "завжди"})
    assert wrong.context["week"].errors
    season = {"exceptions-TOTAL_FORMS": "1", "exceptions-0-first": "2026-06-01", "exceptions-0-last": "2026-08-31"}
    season |= {"exceptions-0-weekdays": ["5"], "exceptions-0-reason_uk": "літо"}
    assert client.post(address, blank | season).status_code == 302
    [exception] = tree["one"].hours_exceptions.all()
    assert (exception.weekdays, exception.intervals, str(exception.reason)) == ([5], [], "літо")


def test_a_director_makes_settings_and_sees_whence_they_come(client, tree):
    client.force_login(holder(tree["system"], Role.DIRECTOR))
    network_services.set_setting(unit=tree["region"], key="network.country", value="KZ")
    address = reverse("network_desk:settings", args=[tree["one"].pk])
    told = {row.key.name: row for row, _form in client.get(address).context["rows"]}
    assert told["network.country"].origin.code == "region"
    response = client.post(address, {"network.country-own": "on", "network.country-value": "RU"})
    assert response.status_code == 302
    assert list(tree["one"].settings.values_list("key", "value")) == [("network.country", "RU")]


def test_a_director_opens_and_moves_libraries_below(client, tree):
    client.force_login(holder(tree["system"], Role.DIRECTOR))
    new = {"parent": tree["one"].pk, "kind": "point", "code": "p-1", "name_uk": "Пункт"}
    assert client.post(reverse("network_desk:create"), new).status_code == 302
    point = Unit.objects.get(code="p-1")
    client.post(reverse("network_desk:move", args=[point.pk]), {"parent": tree["two"].pk})
    assert Unit.objects.get(code="p-1").get_parent().code == "two"
    assert (
        "parent"
        in client.post(reverse("network_desk:create"), new | {"parent": tree["region"].pk, "code": "p-2"})
        .context["form"]
        .errors
    )


def test_the_vocabulary_is_for_those_who_may(client, tree, head):
    assert client.get(reverse("specialisations:add")).status_code == 403
    client.force_login(holder(tree["region"], Role.METHODOLOGIST))
    client.post(reverse("specialisations:add"), {"code": "law", "axis": "theme", "name_uk": "Право", "order": 1})
    assert str(Specialisation.objects.get(code="law").name) == "Право"


def test_a_director_gives_roles_below_and_nobody_to_themselves(client, tree):
    director = holder(tree["one"], Role.DIRECTOR)
    anna = User.objects.create(username="anna")
    services.grant_role(user=anna, role=Role.CATALOGUER, unit=tree["one"], by=director)
    with pytest.raises(MayNotGiveError):
        services.grant_role(user=anna, role=Role.CATALOGUER, unit=tree["two"], by=director)
    with pytest.raises(NotToOneselfError):
        services.grant_role(user=director, role=Role.CATALOGUER, unit=tree["one"], by=director)
    administrator = holder(tree["one"], Role.ADMINISTRATOR)
    with pytest.raises(MayNotGiveError):
        services.grant_role(user=anna, role=Role.DIRECTOR, unit=tree["one"], by=administrator)
    with pytest.raises(MayNotGiveError):
        services.revoke_role(grant=director.role_grants.get(), by=administrator)
    assert AuditEntry.objects.filter(act="people.grant_role", by_id=director.pk).count() == 1


def test_roles_are_given_and_taken_at_the_desk(client, tree):
    client.force_login(holder(tree["system"], Role.ADMINISTRATOR))
    anna = User.objects.create(username="anna")
    outsider = holder(unit(tree["region"], "system"), Role.EDITOR)
    page = client.get(reverse("roles:index"))
    assert outsider.username not in page.content.decode()
    client.post(reverse("roles:add"), {"account": "anna", "role": "editor", "unit": tree["one"].pk})
    grant = RoleGrant.objects.get(user=anna)
    for refused in ({"role": "director"}, {"unit": tree["region"].pk}, {"account": "nobody"}):
        sent = {"account": "anna", "role": "editor", "unit": tree["two"].pk} | refused
        assert client.post(reverse("roles:add"), sent).context["form"].errors
    client.post(reverse("roles:delete", args=[grant.pk]))
    assert not RoleGrant.objects.filter(user=anna).exists()
    assert client.post(reverse("roles:delete", args=[outsider.role_grants.get().pk])).status_code == 403
    assert outsider.role_grants.exists()


def test_accounts_beyond_ones_rights_are_not_changed(client, tree):
    client.force_login(holder(tree["system"], Role.ADMINISTRATOR))
    boss = holder(tree["one"], Role.DIRECTOR, username="boss")
    mate = holder(tree["one"], Role.EDITOR, username="mate")
    both = holder(tree["one"], Role.EDITOR, username="both")
    services.grant_role(user=both, role=Role.EDITOR, unit=tree["region"], by=None)
    assert [client.get(reverse("staff:edit", args=[u.pk])).status_code for u in (boss, mate, both)] == [403, 200, 403]
    listed = {u.username for u in client.get(reverse("staff:index")).context["object_list"]}
    assert {"boss", "mate", "both"} <= listed
    client.post(reverse("staff:add"), {"username": "new", "email": "n@example.org", "is_active": "on"})
    assert User.objects.get(username="new").opened_by.username.startswith("user-")
    assert client.get("/desk/users/").status_code == 403


def test_required_second_factor_keeps_staff_at_its_door(client, tree, settings):
    settings.STAFF_MFA = "required"
    client.force_login(holder(tree["one"], Role.EDITOR))
    response = client.get("/desk/")
    assert (response.status_code, response["Location"]) == (302, reverse("mfa_index"))
    assert client.post("/desk/network/new/").status_code == 302
    settings.STAFF_MFA = "encouraged"
    assert reverse("mfa_index") in client.get("/desk/").content.decode()


def test_the_backend_answers_django_by_the_matrix(tree):
    user = holder(tree["one"], Role.EDITOR)
    assert user.has_perm("network.change_unit")
    assert user.has_perm("network.change_unit", tree["one"])
    assert not user.has_perm("network.change_unit", tree["two"])
    assert not user.has_perm("network.add_unit")
    assert not user.has_perm("no.such_thing")


def test_rows_are_kept_to_ones_own(tree, django_assert_num_queries):
    user = holder(tree["one"], Role.EDITOR)
    for place in ("one", "two"):
        Zone.objects.create(unit=tree[place], code="z", kind="quiet")
    assert [z.unit.code for z in access.visible_to(Zone.objects.all(), user, "network.view_unit")] == ["one"]
    access.require(user, "network.change_card", tree["one"])
    with pytest.raises(PermissionDenied):
        access.require(user, "network.change_card", tree["two"])
    rules.forget(user)
    with django_assert_num_queries(1):
        rules.may(user, "network.change_card", tree["one"])
        rules.may(user, "network.change_hours", tree["two"])


def test_short_names_are_shown(tree):
    network_services.change_card(unit=tree["one"], short_name=Translated(uk="ф. 1"))
    assert str(Unit.objects.get(code="one")) == "ф. 1"


@pytest.mark.parametrize(
    ("chosen", "language", "missing", "refused"),
    [
        ("", "", "Такої сторінки немає", "Ця сторінка – для інших"),
        ("", "ru", "Такой страницы нет", "Эта страница для других"),
        ("", "kk", "Мұндай бет жоқ", "Бұл бет басқаларға арналған"),
        ("en", "kk", "There is no such page", "This page is for others"),
    ],
)
def test_the_desk_refuses_in_the_language_of_the_person(client, tree, head, chosen, language, missing, refused):
    User.objects.filter(pk=head.pk).update(language=language)
    if chosen:
        UserProfile.objects.create(user=head, preferred_language=chosen)
    for address, status, words in (
        ("/desk/network/no-such-page/", 404, missing),
        (reverse("units:edit", args=[9999]), 404, missing),
        (reverse("units:edit", args=[tree["two"].pk]), 403, refused),
        (reverse("specialisations:add"), 403, refused),
    ):
        answer = client.get(address)
        assert (answer.status_code, BeautifulSoup(answer.content, "html.parser").h1.text) == (status, words), address


def test_the_desk_speaks_the_language_of_the_account(client, tree, head):
    User.objects.filter(pk=head.pk).update(language="kk")
    assert '<html lang="kk"' in client.get("/desk/").content.decode()
    assert client.get("/libraries/").headers["Content-Language"] == "uk"


def test_a_list_counts_without_a_plural_of_another_number(client, tree, head):
    page = client.get(reverse("units:index")).content.decode()
    label = BeautifulSoup(page, "html.parser").select_one(".pagination__end").get_text(strip=True)
    with translation.override("uk"):
        assert label == translation.gettext("In all: %(number)s") % {"number": 1}
