import pytest

from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.models import RoleGrant, User
from chytalnia.people.rules import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree():
    region = Unit.add_root(code="region", kind="region", name="Region")
    system = region.add_child(code="system", kind="system", name="System")
    one = system.add_child(code="one", kind="branch", name="One")
    two = system.add_child(code="two", kind="branch", name="Two")
    return {unit.code: Unit.objects.get(pk=unit.pk) for unit in (region, system, one, two)}


def holder(unit, role, username="someone"):
    user = User.objects.create(username=username)
    RoleGrant.objects.create(user=user, unit=unit, role=role)
    return user


def test_a_right_holds_for_the_unit_and_everything_under_it(tree):
    user = holder(tree["system"], Role.BRANCH_HEAD)
    assert {code: rules.may(user, "network.change_hours", unit) for code, unit in tree.items()} == {
        "region": False,
        "system": True,
        "one": True,
        "two": True,
    }


def test_rights_of_several_roles_add_up(tree):
    user = holder(tree["one"], Role.BRANCH_HEAD)
    RoleGrant.objects.create(user=user, unit=tree["two"], role=Role.EDITOR)
    assert [u.code for u in rules.units_where(user, "network.change_card")] == ["one", "two"]
    assert [u.code for u in rules.units_where(user, "network.change_hours")] == ["one"]


def test_units_where_asks_the_database_twice_at_most(tree, django_assert_num_queries):
    user = holder(tree["region"], Role.DIRECTOR)
    with django_assert_num_queries(2):
        assert len(rules.units_where(user, "network.change_card")) == 4
    with django_assert_num_queries(1):
        assert len(rules.units_where(user, "network.create_unit")) == 4


def test_a_superuser_may_everywhere_and_an_inactive_one_nowhere(tree):
    user = User.objects.create(username="root", is_superuser=True)
    assert len(rules.units_where(user, "network.create_unit")) == 4
    user.is_active = False
    assert not rules.may(user, "network.create_unit", tree["one"])
    assert not rules.units_where(user, "network.create_unit")


def test_an_undeclared_action_is_an_error(tree):
    with pytest.raises(LookupError):
        rules.may(holder(tree["one"], Role.EDITOR), "network.no_such_thing", tree["one"])


def test_a_role_in_one_unit_does_not_reach_its_neighbour_with_a_longer_number():
    units = [Unit.add_root(code=f"r{n}", kind="region", name=f"R{n}") for n in range(40)]
    user = holder(units[1], Role.DIRECTOR)
    assert [u.code for u in rules.units_where(user, "network.change_card")] == ["r1"]
