"""The merge queue at the desk: evidence side by side, decided within one's own libraries, at any length of the queue."""

import pytest
from django.urls import reverse
from django.utils import timezone

from chytalnia.catalogue.models import MergeCase, Record
from chytalnia.catalogue.queries import merge_cases as queries
from chytalnia.catalogue.services import importing
from chytalnia.core.models import AuditEntry
from chytalnia.network.models import Unit
from chytalnia.network.tests.factories import holder
from chytalnia.people.rules import Role

from .factories import marc, system, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def pair(tmp_path):
    """Two systems of one region with a record each of one book, and the case that the import made of it."""
    region = Unit.add_root(code="region", kind="region", name={"en": "region"})
    owners = []
    for n, code in enumerate(("one", "two")):
        owner = Unit.objects.get(pk=region.pk).add_child(code=code, kind="system", name={"en": code})
        owners.append(owner)
        record = marc(str(n), isbn="9789660000018", agency=code, publisher=f"Дніпро{n},", copies=[(f"B{n}", "1")])
        importing.run(importing.create_job(path=write(tmp_path / f"{code}.mrc", record), unit=owner))
    return MergeCase.objects.get(), Unit.objects.get(pk=region.pk), *owners


@pytest.fixture
def merger(pair, client):
    user = holder(pair[1], Role.CATALOGUER)
    client.force_login(user)
    return user


def decide(client, case, verdict, **more):
    return client.post(reverse("desk_merging:decide", args=[case.pk]), {"verdict": verdict, **more})


def test_two_records_are_compared_field_by_field(client, pair, merger):
    page = client.get(reverse("desk_merging:case", args=[pair[0].pk]))
    lines = page.context["lines"]
    assert (lines[0].kind, lines[0].left) == ("same", [("Кобзар", False)])
    assert [line.kind for line in lines if line.label == "ISBN"] == ["same"]
    assert [(line.left, line.right) for line in lines if line.kind == "differs"] == [
        ([("Дніпро0", True)], [("Дніпро1", True)])
    ]
    assert [len(side["items"]) for side in page.context["sides"]] == [1, 1]
    assert any(e["for"] for e in page.context["evidence"])


@pytest.mark.parametrize(("verdict", "kept"), [("left", "first_id"), ("right", "second_id")])
def test_merged_into_the_chosen_side_and_undone(client, pair, merger, verdict, kept):
    case = pair[0]
    decide(client, case, verdict, note="the same cover")
    case.refresh_from_db()
    assert (case.stage, case.kept_id) == ("merged", getattr(case, kept))
    assert AuditEntry.objects.get(act="catalogue.merge_note").note == "the same cover"
    assert client.get(reverse("desk_merging:case", args=[case.pk])).status_code == 200
    decide(client, case, "undo")
    case.refresh_from_db()
    assert (case.stage, Record.objects.active().count()) == ("open", 2)


def test_kept_apart_and_no_longer_in_the_queue(client, pair, merger):
    decide(client, pair[0], "apart")
    assert list(client.get(reverse("desk_merging:list")).context["listed"]) == []
    page = client.get(reverse("desk_merging:list"), {"stage": "distinct"})
    assert [case.pk for case in page.context["listed"]] == [pair[0].pk]


def test_a_decided_case_is_refused_in_words(client, pair, merger):
    decide(client, pair[0], "apart")
    page = client.get(decide(client, pair[0], "left").url)
    assert "already decided" in page.content.decode()


def test_one_side_sees_the_case_and_cannot_decide_it(client, pair):
    case, _region, one, _two = pair
    client.force_login(holder(one, Role.CATALOGUER))
    page = client.get(reverse("desk_merging:case", args=[case.pk]))
    assert page.context["may_decide"] is False
    decide(client, case, "left")
    client.post(reverse("desk_merging:board"), {"pk": case.pk, "move": "merge", "seen": "open"})
    case.refresh_from_db()
    assert case.stage == "open"


def test_strangers_do_not_see_the_case(client, pair):
    other, *_ = system("other")
    client.force_login(holder(other, Role.CATALOGUER))
    assert client.get(reverse("desk_merging:case", args=[pair[0].pk])).status_code == 404
    assert decide(client, pair[0], "left").status_code == 404
    assert list(client.get(reverse("desk_merging:list")).context["listed"]) == []


def test_a_pair_is_proposed_by_scanning_a_copy_of_each(client, pair, merger):
    MergeCase.objects.all().delete()
    answer = client.post(reverse("desk_merging:propose"), {"first": "B0", "second": "B1"})
    assert answer.url == reverse("desk_merging:case", args=[MergeCase.objects.get().pk])
    page = client.post(reverse("desk_merging:propose"), {"first": "B0", "second": "B0"})
    assert page.status_code == 200


def test_a_pair_with_a_foreign_record_is_not_proposed(client, pair):
    MergeCase.objects.all().delete()
    client.force_login(holder(pair[2], Role.CATALOGUER))
    first, second = Record.objects.order_by("pk")
    client.post(reverse("desk_merging:propose"), {"first": first.pk, "second": second.pk})
    assert not MergeCase.objects.exists()


def test_a_thousand_cases_are_a_usable_queue(client, pair, merger, django_assert_max_num_queries):
    case = pair[0]
    first = Record.objects.order_by("pk").first()
    columns = {f.attname: getattr(first, f.attname) for f in Record._meta.concrete_fields if f.attname != "id"}
    Record.objects.bulk_create(Record(**{**columns, "identity": f"r{n}"}) for n in range(1000))
    now = timezone.now()
    MergeCase.objects.bulk_create(
        MergeCase(first_id=case.first_id, second_id=pk, stage="open", stage_since=now, score=n / 1000,
                  evidence=[{"code": "isbn" if n % 2 else "other_isbn", "weight": 0.4, "first": "", "second": ""}])
        for n, pk in enumerate(Record.objects.filter(identity__startswith="r").values_list("pk", flat=True)[:1000])
        if pk != case.first_id
    )  # fmt: skip
    with django_assert_max_num_queries(20):
        page = client.get(reverse("desk_merging:list"))
    assert len(page.context["listed"]) == 50
    with django_assert_max_num_queries(30):
        client.get(reverse("desk_merging:board"))
    with django_assert_max_num_queries(30):
        client.get(reverse("desk_merging:case", args=[page.context["listed"][3].pk]))
    sure = client.get(reverse("desk_merging:list"), {"score": "90-100", "reason": "other_isbn"}).context["listed"]
    assert 0 < sure.paginator.count <= 51
    assert all(any(e["code"] == "other_isbn" for e in each.evidence) for each in sure)


def test_next_and_previous_walk_the_queue_once(pair):
    case = pair[0]
    rows = queries.visible_cases(holder(pair[1], Role.CATALOGUER))
    assert queries.neighbours(rows, case) == (None, None)
