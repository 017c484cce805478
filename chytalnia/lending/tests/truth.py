"""What must hold of lending's tables at any moment, told apart from the code that keeps it so."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count, Q, Sum
from django.utils import timezone

from chytalnia.catalogue.models import Item, Work
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact
from chytalnia.lending import checks, kinds, queries
from chytalnia.lending.models import WITH_ITEM, Act, Hold, Loan, Transit, Visit
from chytalnia.lending.models.loan import OPEN


def assert_all_is_well(*, nobody_waits_in_vain=True):
    copies_are_in_one_place()
    holds_are_filled_once()
    queues_have_no_gaps()
    acts_have_one_fact_each()
    assert not journal.check(), "tallies are the sums of their facts"
    assert not checks.check()
    works_count_their_copies()
    if nobody_waits_in_vain:
        nobody_waits_for_what_stands_free()


def copies_are_in_one_place():
    lent = dict(Loan.objects.filter(returned_at=None).values_list("item", "state"))
    moving = set(Transit.objects.open().values_list("item", flat=True))
    held = dict(Hold.objects.filter(state__in=WITH_ITEM).values_list("item", "state"))
    assert Loan.objects.filter(returned_at=None).count() == len(lent)
    assert Transit.objects.open().count() == len(moving)
    assert Hold.objects.filter(state__in=WITH_ITEM).count() == len(held)
    assert not lent.keys() & moving, "a lent copy does not travel"
    assert not lent.keys() & held.keys(), "a lent copy is not set aside"
    for pk, status in Item.objects.values_list("pk", "status"):
        if pk in lent:
            right = {"lost": "lost"}.get(lent[pk], "on_loan")
            assert lent[pk] in OPEN
        elif pk in moving:
            right = "in_transit"
        elif pk in held:
            right = "on_hold"
            assert held[pk] != "in_transit"
        else:
            assert status not in ("on_loan", "in_transit", "on_hold"), status
            continue
        assert status == right, (pk, status, right)
    for transit in Transit.objects.open().filter(hold__isnull=False).select_related("hold"):
        assert (transit.hold.item_id, transit.hold.state) == (transit.item_id, "in_transit")


def holds_are_filled_once():
    for hold in Hold.objects.filter(state="filled").select_related("loan"):
        assert hold.loan.item_id == hold.item_id
        assert hold.loan.state != "undone"
    filled = Counter(Act.objects.filter(kind="fill", undone_at=None).values_list("hold", flat=True))
    assert set(filled.values()) <= {1}
    assert set(filled) == set(Hold.objects.filter(state="filled").values_list("pk", flat=True))


def queues_have_no_gaps():
    queued = list(Hold.objects.filter(state="queued"))
    places = queries.positions(queued)
    assert len(places) == len(queued)
    by_work: dict[int, list[tuple[int, Hold]]] = {}
    for hold in queued:
        by_work.setdefault(hold.queue_work_id, []).append((places[hold.pk], hold))
    for line in by_work.values():
        line.sort(key=lambda pair: pair[0])
        assert [place for place, _hold in line] == list(range(1, len(line) + 1))
        keys = [(hold.priority, hold.placed_at, hold.pk) for _place, hold in line]
        assert keys == sorted(keys)


def acts_have_one_fact_each():
    acts = list(Act.objects.select_related("fact", "reversal"))
    facts = {fact.pk: fact for fact in Fact.objects.filter(source_kind="lending.act")}
    assert len({act.fact_id for act in acts}) == len(acts)
    reversals = [fact for fact in facts.values() if fact.reverses_id]
    assert {fact.pk for fact in facts.values() if not fact.reverses_id} == {act.fact_id for act in acts}
    assert {fact.pk for fact in reversals} == {act.reversal_id for act in acts if act.reversal_id}
    net: Counter[str] = Counter()
    for act in acts:
        assert (act.undone_at is None) == (act.reversal_id is None)
        assert act.fact.source_id == str(act.key)
        if act.reversal is not None:
            assert (act.reversal.reverses_id, act.reversal.quantity) == (act.fact_id, -act.fact.quantity)
        else:
            net[act.fact.kind] += 1
    tallied = {row["kind"]: row["quantity"] for row in journal.tallies(None, by=("kind",)) if row["quantity"]}
    ours = {*kinds.FACT_OF.values(), "issues.ill", "renewals.issued"}
    assert {kind: n for kind, n in tallied.items() if kind in ours} == dict(net)
    assert tallied.get("visits.service", 0) == Visit.objects.count()
    open_loans = Loan.objects.filter(returned_at=None).count()
    ended = sum(net[kind] for kind in ("losses.replaced", "losses.paid", "losses.forgiven"))
    returned = Act.objects.filter(kind="take_back", undone_at=None, loan__isnull=False).count()
    lent = Act.objects.filter(kind="lend", undone_at=None).count()
    assert lent - returned - ended == open_loans, "issued − returned − accounted for = out"


def works_count_their_copies():
    rows = Work.objects.annotate(
        free=Count("records__items", filter=Q(records__items__status="available"), distinct=True)
    )
    assert not [work.pk for work in rows if work.free != work.available_count]


def nobody_waits_for_what_stands_free():
    free = Item.objects.filter(status="available").select_related("record")
    for item in free:
        waiting = (
            Hold.objects.waiting(timezone.localdate())
            .filter(queue_work=item.record.work_id)
            .filter(Q(work__isnull=False) | Q(record=item.record_id) | Q(wanted_item=item))
        )
        assert not waiting.exists(), (item, list(waiting))


def footprint():
    """Numbers that a refused act must leave as they are."""
    return (
        Act.objects.count(),
        Fact.objects.count(),
        Fact.objects.aggregate(n=Sum("quantity"))["n"],
        sorted(Item.objects.values_list("pk", "status")),
        sorted(Loan.objects.values_list("pk", "state", "due_on", "renewals")),
        sorted(Hold.objects.values_list("pk", "state", "item")),
        sorted(Transit.objects.open().values_list("pk", "target")),
    )
