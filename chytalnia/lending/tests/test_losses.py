"""Lost, replaced, paid, forgiven; charges and pledges."""

import uuid

import pytest
from django.urls import reverse

from chytalnia.catalogue.models import Item
from chytalnia.catalogue.queries import holder_of
from chytalnia.core.models import AuditEntry
from chytalnia.journal import queries as journal
from chytalnia.lending import counter, queries, rules, services
from chytalnia.lending.errors import CannotUndo, Refused
from chytalnia.lending.models import Act, LendingRule
from chytalnia.lending.tests import factories
from chytalnia.lending.tests.truth import assert_all_is_well
from chytalnia.network import services as network
from chytalnia.people.models import RoleGrant, User
from chytalnia.stock.models import Replacement

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


@pytest.fixture
def press(client, one):
    """A press at the lending desk with a reader open; as the head of the branch, who may forgive too."""
    user = User.objects.create_user("head", password="long-enough-password")
    RoleGrant.objects.create(user=user, unit=one, role="branch_head")
    client.force_login(user)

    def send(act, pk, reader, **words):
        words = {"reader": reader.pk, "unit": one.pk, "key": str(uuid.uuid4()), **words}
        address = reverse("desk_lending:money", args=[act, pk])
        return client.post(address, words, headers={"X-Counter": "1"}).content.decode()

    return send


def undo_last(kind):
    return services.undo(act=Act.objects.filter(kind=kind).latest("pk"))


@pytest.mark.parametrize("way", ["pay", "replace"])
def test_a_loss_is_settled_at_the_desk(press, one, loan, way):
    page = press("lost", loan.pk, loan.reader)
    assert "To be paid: 150.00 UAH" in page
    if way == "pay":
        words = {"key": str(uuid.uuid4()), "receipt": "17"}
        charge = loan.charges.get()
        pages = [press("pay", charge.pk, loan.reader, **words) for _ in range(2)]
        assert all("Paid: 150.00 UAH" in page for page in pages)
        assert charge.payments.get().receipt == "17"
    else:
        page = press("replace", loan.pk, loan.reader)
        assert "Replaced: Кобзар" in page
    loan.refresh_from_db()
    assert loan.state == {"pay": "paid", "replace": "replaced"}[way]
    assert_all_is_well()


def test_a_copy_in_place_of_a_lost_one_is_entered_with_its_act(press, client, one, loan):
    Item.objects.update(holder=holder_of(one))
    press("lost", loan.pk, loan.reader)
    listed = reverse("desk_lending:replaced")
    assert "Enter it into the stock" not in client.get(listed).content.decode()
    press("replace", loan.pk, loan.reader)
    assert "Enter it into the stock" in client.get(listed).content.decode()
    entered = reverse("desk_lending:replaced_enter", args=[loan.item_id])
    client.post(entered, {"isbn": "978-0-00-000000-2"})
    assert not Replacement.objects.exists()
    for _again in range(2):
        client.post(entered)
    act = Replacement.objects.get()
    assert (act.lost, act.accepted.record, act.accepted.status) == (loan.item, loan.item.record, "available")
    assert "Print the act" in client.get(listed).content.decode()
    assert client.get(reverse("desk_lending:replaced_act", args=[act.pk])).content.startswith(b"%PDF")
    assert_all_is_well()


def test_a_lost_copy_without_a_price_gets_one_and_is_paid(press, one):
    loan = services.lend(item=factories.item(one), reader=factories.reader(one), unit=one).loan
    assert "The copy has no price" in press("lost", loan.pk, loan.reader)
    assert "150.00" in press("price", loan.pk, loan.reader, amount="много")
    assert "To be paid: 120.50 UAH" in press("price", loan.pk, loan.reader, amount="120.50")
    assert "To be paid: 90.00 UAH" in press("price", loan.pk, loan.reader, amount="90")
    charge = loan.charges.get()
    page = press("pay", charge.pk, loan.reader, amount="40")
    assert "Still to be paid: 50.00 UAH" in page
    assert "paid already" in press("price", loan.pk, loan.reader, amount="10")
    press("pay", charge.pk, loan.reader)
    loan.refresh_from_db()
    assert (loan.state, journal.total("losses.priced"), journal.total("payments")) == ("paid", 2, 2)
    assert_all_is_well()


def test_money_that_was_taken_by_mistake_is_undone_step_by_step(one, loan):
    services.mark_lost(item=loan.item, unit=one)
    charge, key = loan.charges.get(), uuid.uuid4()
    services.pay(charge=charge, unit=one, key=key)
    with pytest.raises(CannotUndo):
        undo_last("pay")
    with pytest.raises(CannotUndo):
        undo_last("lose")
    undo_last("money")
    loan.refresh_from_db()
    charge.refresh_from_db()
    assert (loan.state, charge.state, charge.paid_minor, charge.payments.count()) == ("lost", "open", 0, 0)
    with pytest.raises(Refused):
        services.pay(charge=charge, unit=one, key=key)
    assert_all_is_well()
    undo_last("lose")
    loan.refresh_from_db()
    assert (loan.state, loan.charges.count()) == ("out", 0)
    assert_all_is_well()


def test_the_pledge_that_is_wanted_is_taken_and_the_copy_lent_in_one_press(press, one):
    LendingRule.objects.create(unit=one, pledge_minor=10000)
    copy, reader = factories.item(one), factories.reader(one)
    refused = counter.scanned(copy.barcode, unit=one, by=None, reader=reader)
    assert (refused.tone, refused.needed) == ("bad", "100.00")
    words = {"amount": "100.00", "receipt": "№ 7", "code": copy.barcode}
    page = press("take-pledge", 0, reader, **words)
    assert "Pledge taken: 100.00 UAH" in page
    assert "Lent: Кобзар" in page
    back = counter.scanned(copy.barcode, unit=one, by=None)
    assert (back.tone, back.pledge.amount_minor) == ("look", 10000)
    assert "Pledge given back: 100.00 UAH" in press("give-back", back.pledge.pk, reader)
    assert (journal.total("pledges.taken"), journal.total("pledges.given_back")) == (1, 1)
    assert_all_is_well()
    undo_last("pledge_back")
    assert queries.summary(reader).pledged_minor == 10000
    assert "Pledge kept by the rules" in press("forfeit", back.pledge.pk, reader, note="rule 12")
    undo_last("forfeit")
    undo_last("pledge")
    assert queries.summary(reader).pledged_minor == 0
    assert_all_is_well()


def test_a_fee_is_asked_forgiven_and_asked_no_more(press, one):
    reader = factories.reader(one)
    assert "To be paid: 20.00 UAH" in press("owe", 0, reader, kind="card", amount="20")
    charge = reader.charges.get()
    assert "Say why" in press("waive", charge.pk, reader)
    assert "Not to be paid any more" in press("waive", charge.pk, reader, note="lost in a flood")
    assert queries.summary(reader).owed_minor == 0
    undo_last("waive")
    assert queries.summary(reader).owed_minor == 2000
    assert_all_is_well()


def test_a_loss_is_forgiven_with_its_sum(one, loan):
    services.mark_lost(item=loan.item, unit=one)
    services.waive(charge=loan.charges.get(), unit=one, note="a flood")
    loan.refresh_from_db()
    assert loan.state == "forgiven"
    assert_all_is_well()
