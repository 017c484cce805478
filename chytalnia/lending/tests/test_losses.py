"""Lost, replaced, paid, forgiven; charges and pledges."""

import uuid

import pytest
from django.urls import reverse

from chytalnia.core.models import AuditEntry
from chytalnia.journal import queries as journal
from chytalnia.lending import queries, rules, services
from chytalnia.lending.errors import Refused
from chytalnia.lending.models import LendingRule
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well
from chytalnia.network import services as network
from chytalnia.people.models import RoleGrant, User

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def loan(one):
    copy = factories.item(one, price_minor=15000, currency="UAH")
    return services.lend(item=copy, reader=factories.reader(one), unit=one).loan


def test_a_lost_copy_is_charged_and_blocks_until_it_is_settled(one, loan):
    network.set_setting(unit=one, key="lending.loss_times", value=5)
    services.mark_lost(item=loan.item, unit=one)
    charge = loan.charges.get()
    assert (charge.amount_minor, loan.item.__class__.objects.get(pk=loan.item_id).status) == (75000, "lost")
    decision = rules.decide(item=factories.item(one), reader=loan.reader, unit=one)
    assert [problem.code for problem in decision.problems] == ["unsettled_loss", "debt"]
    services.pay(charge=charge, unit=one, amount_minor=25000)
    key = uuid.uuid4()
    payments = {services.pay(charge=charge, unit=one, key=key).pk for _ in range(2)}
    loan.refresh_from_db()
    assert (len(payments), loan.state) == (1, "paid")
    assert rules.decide(item=factories.item(one), reader=loan.reader, unit=one).allowed
    assert journal.total("losses.paid") == 1
    assert_all_is_well()


@pytest.mark.parametrize(
    ("settle", "state"), [("replace", "replaced"), ("forgive", "forgiven"), ("write_off", "written_off")]
)
def test_ways_to_end_a_loss(one, loan, settle, state):
    with pytest.raises(Refused):
        getattr(services, settle)(loan=loan, note="a flood")
    services.mark_lost(item=loan.item, unit=one)
    act = getattr(services, settle)(loan=loan, note="a flood")
    assert (act.loan.state, loan.charges.get().state) == (state, "forgiven")
    assert AuditEntry.objects.filter(note="a flood").count() == 1
    assert_all_is_well()


def test_a_lost_copy_that_is_brought_back_is_owed_no_more(one, loan):
    services.mark_lost(item=loan.item, unit=one)
    back = services.take_back(item=loan.item, unit=one)
    assert (back.codes, loan.charges.get().state) == (["found"], "forgiven")
    assert_all_is_well()


def test_money_goes_to_the_oldest_charge_and_never_beyond(one):
    reader = factories.reader(one)
    for amount in (500, 700):
        services.charge(reader=reader, unit=one, kind="service", amount_minor=amount)
    with pytest.raises(Refused):
        services.pay_for_reader(reader=reader, unit=one, amount_minor=5000)
    key = uuid.uuid4()
    for _ in range(2):
        paid = services.pay_for_reader(reader=reader, unit=one, amount_minor=600, key=key)
        assert [payment.amount_minor for payment in paid] == [500, 100]
    assert queries.summary(reader).owed_minor == 600


def test_a_pledge_is_kept_apart_and_opens_what_needs_one(one):
    LendingRule.objects.create(unit=one, pledge_minor=10000)
    copy, reader = factories.item(one), factories.reader(one)
    assert [p.code for p in rules.decide(item=copy, reader=reader, unit=one).problems] == ["pledge"]
    pledge = services.take_pledge(reader=reader, unit=one, amount_minor=10000, receipt="№ 7")
    assert rules.decide(item=copy, reader=reader, unit=one).allowed
    summary = queries.summary(reader)
    assert (summary.owed_minor, summary.pledged_minor) == (0, 10000)
    with pytest.raises(Refused):
        services.pay(charge=pledge, unit=one)
    assert services.give_back_pledge(pledge=pledge, unit=one).state == "given_back"
    with pytest.raises(Refused):
        services.forfeit_pledge(pledge=pledge, unit=one, note="by the rules")


@pytest.mark.parametrize("way", ["paid", "replaced"])
def test_a_loss_is_settled_on_the_page_of_the_reader(client, one, loan, way):
    user = User.objects.create_user("librarian", password="long-enough-password")
    RoleGrant.objects.create(user=user, unit=one, role="librarian")
    client.force_login(user)
    services.mark_lost(item=loan.item, unit=one)
    address = reverse("desk_readers:reader", args=[loan.reader_id])
    page = client.get(address).content.decode()
    assert "150.00 UAH" in page
    assert "Replaced</button>" in page
    if way == "paid":
        paid = reverse("desk_lending:paid", args=[loan.charges.get().pk])
        words = {"key": str(uuid.uuid4()), "receipt": "17"}
        assert [client.post(paid, words).url for _ in range(2)] == [address, address]
        assert loan.charges.get().payments.get().receipt == "17"
    else:
        client.post(reverse("desk_lending:about_loan", args=[loan.pk, "replace"]))
    loan.refresh_from_db()
    assert loan.state == way
    assert "To be paid" not in client.get(address).content.decode()
    assert_all_is_well()
