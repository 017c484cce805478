"""Works as lists take them: the same rows as Django's own query, by SQL that is written once."""

from __future__ import annotations

import pytest
from django.utils import timezone

from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries.works import shown_works

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wanted", [1, 7, 40])
def test_works_come_whole_and_in_the_order_asked_for(wanted, django_assert_num_queries):
    Work.objects.bulk_create(
        Work(
            key=f"k{n}",
            title=f"Книга {n}",
            titles={"ukr": [f"Книга {n}"]},
            year=1900 + n,
            record_count=1,
            created_at=timezone.now(),
            changed_at=timezone.now(),
        )
        for n in range(wanted + 3)
    )
    *pks, hidden, joined = Work.objects.order_by("-pk").values_list("pk", flat=True)
    Work.objects.filter(pk=hidden).update(record_count=0)
    Work.objects.filter(pk=joined).update(joined_into=pks[0])
    asked = [hidden, *pks[:wanted], joined, 10**9]
    with django_assert_num_queries(1):
        found = shown_works(asked)
    assert found == [Work.objects.get(pk=pk) for pk in pks[:wanted]]
    for work in found[:3]:
        fresh = Work.objects.get(pk=work.pk)
        assert {k: v for k, v in vars(work).items() if k != "_state"} == {
            k: v for k, v in vars(fresh).items() if k != "_state"
        }
        assert not work._state.adding


def test_nothing_is_asked_for_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert shown_works([]) == []
