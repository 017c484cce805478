from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from chytalnia.core.translated import Translated
from chytalnia.network import queries, services, settings
from chytalnia.network.errors import MayNotStandThereError, UnderItselfError, ValueDoesNotFitError
from chytalnia.network.hours import day_of, status
from chytalnia.network.models import MAY_STAND_UNDER, Unit, UnitChange, UnitKind
from chytalnia.network.signals import unit_changed
from chytalnia.people.rules import Role

from .factories import WEEK, holder, network, unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    return network()


@pytest.mark.parametrize("kind", UnitKind.values)
@pytest.mark.parametrize("above", [None, *UnitKind.values])
def test_who_may_stand_under_whom(kind, above):
    parent = None
    if above is not None:
        Unit.add_root(code="above", kind=above, name={"uk": "x"})
        parent = Unit.objects.get(code="above")
    if above in MAY_STAND_UNDER[kind]:
        assert unit(parent, kind).depth == (1 if parent is None else 2)
    else:
        with pytest.raises(MayNotStandThereError):
            unit(parent, kind)


def test_a_change_of_the_card_is_logged_field_by_field(tree):
    head = holder(tree["one"], Role.BRANCH_HEAD)
    heard = []
    unit_changed.connect(listener := lambda **news: heard.append((news["unit"].code, news["fields"])))
    services.change_card(unit=tree["one"], by=head, seats=20, name=tree["one"].name, postal_code="18000")
    unit_changed.disconnect(listener)
    assert [
        (c.field, c.before, c.after, c.by) for c in UnitChange.objects.filter(unit=tree["one"]).exclude(field="created")
    ] == [
        ("seats", None, 20, head),
        ("postal_code", "", "18000", head),
    ] or {c.field for c in UnitChange.objects.exclude(field="created")} == {"seats", "postal_code"}
    assert heard == [("one", ["postal_code", "seats"])]


def test_nothing_changed_is_nothing_logged(tree):
    services.change_card(unit=tree["one"], name=tree["one"].name)
    assert not UnitChange.objects.exclude(field="created").exists()


def test_nobody_changes_a_neighbour(tree):
    head = holder(tree["one"], Role.BRANCH_HEAD)
    for attempt in (
        lambda: services.change_card(unit=tree["two"], by=head, seats=1),
        lambda: services.set_hours(unit=tree["two"], weekly=WEEK, by=head),
        lambda: services.add_zone(unit=tree["two"], code="x", kind="quiet", by=head),
        lambda: services.set_setting(unit=tree["one"], key="network.country", value="KZ", by=head),
        lambda: services.move_unit(unit=tree["one"], parent=tree["region"], by=head),
        lambda: services.create_unit(code="new", kind="point", name="x", parent=tree["two"], by=head),
    ):
        with pytest.raises(PermissionDenied):
            attempt()
    assert not UnitChange.objects.exclude(field="created").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 91, "longitude": 0},
        {"latitude": 50},
        {"katottg": "UA1"},
        {"seats": 5, "seats_pc": 6},
        {"working_share": 2},
    ],
)
def test_a_card_that_cannot_be_is_refused_by_the_service_and_by_the_database(tree, wrong):
    with pytest.raises(ValidationError):
        services.change_card(unit=tree["one"], **wrong)
    if "katottg" not in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Unit.objects.filter(code="one").update(**wrong)


def test_moving_takes_everything_below_along(tree):
    other = unit(tree["region"], "system", code="other")
    point = unit(Unit.objects.get(code="one"), "point", code="point")
    services.move_unit(unit=tree["one"], parent=other)
    assert [u.code for u in Unit.objects.get(code="point").get_ancestors()] == ["region", "other", "one"]
    assert point.pk == Unit.objects.get(code="point").pk
    with pytest.raises(UnderItselfError):
        services.move_unit(unit=Unit.objects.get(code="region"), parent=Unit.objects.get(code="region"))
    with pytest.raises(MayNotStandThereError):
        services.move_unit(unit=Unit.objects.get(code="one"), parent=None)


def test_hours_are_inherited_until_a_branch_has_its_own(tree):
    services.set_hours(unit=tree["system"], weekly={0: [("09:00", "17:00")]})
    services.set_hours(unit=tree["two"], weekly={1: [("11:00", "13:00")]})
    services.set_sanitary_days(unit=tree["region"], rules=[(-1, 0)])
    services.add_exception(unit=tree["region"], first=date(2026, 8, 24), reason="Independence Day")
    services.add_exception(unit=tree["two"], first=date(2026, 8, 24), intervals=[("12:00", "13:00")])
    hours = queries.hours_of([tree["one"], tree["two"]])
    one, two = hours[tree["one"].pk], hours[tree["two"].pk]
    assert list(one.weekly) == [0]
    assert list(two.weekly) == [1]
    assert day_of(one, date(2026, 8, 24)).intervals == ()
    assert len(day_of(two, date(2026, 8, 24)).intervals) == 1
    assert day_of(one, date(2026, 11, 30)).is_sanitary
    assert status(one, datetime(2026, 11, 23, 9, 30, tzinfo=ZoneInfo("Europe/Kyiv"))).is_open


def test_hours_that_overlap_are_refused(tree):
    with pytest.raises(ValidationError):
        services.set_hours(unit=tree["one"], weekly={0: [("10:00", "14:00"), ("13:00", "15:00")]})


def test_a_setting_comes_from_the_nearest_above_and_tells_whence(tree, django_assert_num_queries):
    assert settings.setting(tree["one"], "network.country") == "UA"
    services.set_setting(unit=tree["region"], key="network.country", value="KZ")
    services.set_setting(unit=tree["two"], key="network.country", value="RU")
    assert [settings.setting(tree[code], "network.country") for code in ("region", "one", "two")] == ["KZ", "KZ", "RU"]
    explained = {e.key.name: e for e in settings.explain(tree["one"])}["network.country"]
    assert (explained.value, explained.origin.code, explained.is_own) == ("KZ", "region", False)
    services.clear_setting(unit=tree["two"], key="network.country")
    assert settings.setting(tree["two"], "network.country") == "KZ"
    with settings.remembered(), django_assert_num_queries(2):
        for _ in range(5):
            settings.setting(tree["one"], "network.country")
            settings.setting(tree["two"], "network.time_zone")


@pytest.mark.parametrize("value", ["XX", 5, None, True])
def test_a_value_that_does_not_fit_is_refused(tree, value):
    with pytest.raises(ValueDoesNotFitError):
        services.set_setting(unit=tree["one"], key="network.country", value=value)


def test_names_are_kept_in_languages(tree):
    services.change_card(unit=tree["one"], short_name=Translated(uk="ф. 1", kk="№1 ф."))
    assert Unit.objects.get(code="one").short_name == {"uk": "ф. 1", "kk": "№1 ф."}
