"""A made-up network is the same for the same numbers, plausible, and of one mind with itself."""

from __future__ import annotations

import hashlib
from collections import Counter
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.db.models import Sum

from chytalnia.catalogue import checks as catalogue
from chytalnia.catalogue.models import Item, Work
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact, Tally
from chytalnia.lending import checks, services, snapshot
from chytalnia.lending.models import Act, Hold, Loan, LoanState, Visit
from chytalnia.network.models import Unit
from chytalnia.people.models import Card, Reader, Registration, Surety
from chytalnia.people.readers import queries as readers
from chytalnia.seed import making
from chytalnia.seed.making import SeededOtherwiseError, UsedDatabaseError, Wish

pytestmark = pytest.mark.django_db

#: A year that ends amid another, so that readers register anew in it.
WISH = Wish(readers=150, items=400, loans=1200, seed=7, until=date(2025, 10, 31))


@pytest.fixture
def libraries():
    snapshot.forget()
    system = Unit.add_root(code="town", kind="system", name={"uk": "Місто"})
    for code, kind in (("central", "library"), ("branch", "branch"), ("village", "branch")):
        system = Unit.objects.get(pk=system.pk)
        system.add_child(code=code, kind=kind, name={"uk": code}, is_rural=code == "village")
    yield
    snapshot.forget()


@contextmanager
def quiet(_title):
    yield lambda done, total: None


def made(wish=WISH):
    return making.make(wish, quiet, index=False)


def told():
    """Everything of a year that does not depend on which keys the database gave."""
    digest = hashlib.sha256()
    for rows in (
        Reader.objects.order_by("pk").values_list("surname", "name", "birth_date", "occupation"),
        Card.objects.order_by("pk").values_list("number", "issued_at"),
        Work.objects.order_by("pk").values_list("title", "author", "item_count", "available_count", "popularity"),
        Item.objects.order_by("pk").values_list("status", "price_minor", "acquired_on"),
        Loan.objects.order_by("pk").values_list("issued_at", "due_on", "state", "renewals", "returned_at", "audience"),
        Hold.objects.order_by("pk").values_list("state", "placed_at", "ended_at"),
        Fact.objects.exclude(key=None).order_by("pk").values_list("kind", "day", "at", "key", "audience", "knowledge"),
    ):
        digest.update(repr(list(rows)).encode())
    return digest.hexdigest()


def test_the_same_numbers_make_the_same_network_and_others_another(libraries):
    seen = []
    for wish in (WISH, WISH, Wish(**{**{n: getattr(WISH, n) for n in WISH.__slots__}, "seed": 8})):
        with transaction.atomic():
            made(wish)
            seen.append(told())
            transaction.set_rollback(True)
        snapshot.forget()
    assert seen[0] == seen[1] != seen[2]


def test_a_year_is_plausible_and_nothing_in_it_drifts(libraries):
    counts = made().counts
    assert (Reader.objects.count(), Item.objects.count(), Loan.objects.count()) == (150, 400, 1200)
    # What `chytalnia check` asks of these rooms.
    assert not checks.check()
    assert not catalogue.check()
    assert not journal.check()
    # One act, one fact, and every fact in a tally.
    assert Act.objects.count() == counts["acts"] == Fact.objects.filter(source_kind="lending.act").count()
    for kind, said in Fact.objects.values_list("kind").annotate(n=Sum("quantity")):
        assert Tally.objects.filter(kind=kind).aggregate(n=Sum("quantity"))["n"] == said
    kinds = dict(Fact.objects.values_list("kind").annotate(n=Sum("quantity")))
    assert kinds["issues.physical"] == 1200
    assert kinds["renewals"] > 0
    # Weeks, people and books differ.
    days = Counter(day for day in Loan.objects.values_list("issued_at__date", flat=True))
    assert not [day for day in days if day.weekday() == 6]
    assert {"child", "adult"} <= set(Loan.objects.values_list("reader_category", flat=True))
    asked = sorted(Work.objects.values_list("popularity", flat=True), reverse=True)
    assert sum(asked) == 1200
    assert sum(asked[: len(asked) // 10]) > 300
    # Rules hold: nobody has more than may be had at once, nothing is lent to who is not registered or has no surety.
    most = Counter(Loan.objects.open().values_list("reader", flat=True))
    assert max(most.values()) <= 5
    assert Loan.objects.overdue(WISH.until).exists()
    children = [reader for reader in Reader.objects.all() if readers.is_child(reader, WISH.until)]
    assert children
    assert Surety.objects.filter(child__in=children).count() == len(children)
    assert not Loan.objects.open().exclude(reader__registrations__year__in=(2024, 2025)).exists()
    # What ended long ago has forgotten its reader; the last weeks' visits are there.
    old = Loan.objects.filter(state=LoanState.RETURNED, returned_at__date__lt=WISH.until - timedelta(days=10))
    assert not old.filter(reader__keep_history=False).exists()
    assert old.filter(reader=None).exists()
    assert Visit.objects.exists()
    assert Registration.objects.filter(year=2025, first_in_network=True).exists()


def test_the_desk_goes_on_where_the_year_ended(libraries):
    made()
    loan = Loan.objects.open().order_by("pk").first()
    returned = services.take_back(item=loan.item, unit=loan.unit)
    assert returned.loan == loan
    item = Item.objects.filter(status="available").order_by("pk").first()
    reader = Reader.objects.exclude(pk__in=Loan.objects.open().values("reader")).order_by("pk").first()
    act = services.lend(item=item, reader=reader, unit=loan.unit, force=True)
    assert act.loan.is_open
    services.undo(act=act)


def test_a_used_database_is_refused_and_a_made_one_left_alone(libraries):
    made()
    assert making.is_made(WISH)
    with pytest.raises(UsedDatabaseError, match="150 readers"):
        making.refuse_used(WISH)
    with pytest.raises(SeededOtherwiseError, match="--readers 150"):
        making.is_made(Wish(99, 400, 1200, 7, WISH.until))
