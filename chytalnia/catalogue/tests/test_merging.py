"""Works and merges: whatever is joined, split, merged, undone and imported, sources and items stay and undo is exact."""

import tempfile
from pathlib import Path

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from chytalnia.catalogue import checks, errors
from chytalnia.catalogue.models import Item, MergeCase, Record, Work, WorkChange
from chytalnia.catalogue.services import duplicates, editing, importing, merging, works

from .factories import marc, system, write

pytestmark = pytest.mark.django_db


def bring(folder, unit, *records):
    return importing.run(importing.create_job(path=write(Path(folder) / "in.mrc", *records), unit=unit))


def pair(tmp_path):
    mine, *_ = system("mine")
    theirs, *_ = system("theirs")
    bring(tmp_path, mine, marc("1", isbn="9789660000018", copies=[("A1", "1")]))
    bring(tmp_path, theirs, marc("9", isbn="9789660000018", agency="OTHER", copies=[("B1", "1")]))
    return MergeCase.objects.get()


def shown():
    """Where everything is shown, and what works say."""
    return {
        "records": sorted(Record.objects.values_list("pk", "work", "base_work", "work_pinned", "merged_into", "content_hash")
                          , key=str),
        "items": sorted(Item.objects.values_list("pk", "record", "base_record")),
        "works": sorted(
            Work.objects.values_list("pk", "title", "author", "record_count", "item_count", "joined_into"), key=str
        ),
    }  # fmt: skip


def test_evidence_is_told_for_and_against(tmp_path):
    case = pair(tmp_path)
    codes = {e["code"]: e["weight"] for e in case.evidence}
    assert {"isbn", "title", "author", "year", "pages"} <= set(codes)
    assert case.score == 1.0


def test_merging_keeps_both_sources_and_undo_is_exact(tmp_path):
    case = pair(tmp_path)
    before = shown()
    merging.merge(case=case, keep=case.second)
    gone = Record.objects.get(pk=case.first_id)
    assert (gone.merged_into_id, bool(gone.source)) == (case.second_id, True)
    assert set(Item.objects.values_list("record", flat=True)) == {case.second_id}
    assert Work.objects.shown().get().item_count == 2
    assert Work.objects.shown().get().record_count == 1
    merging.undo(case=case)
    assert shown() == before
    assert case.stage == "open"


def test_a_pair_told_apart_is_not_proposed_again(tmp_path):
    case = pair(tmp_path)
    merging.keep_apart(case=case)
    with pytest.raises(errors.AlreadyDecided):
        merging.merge(case=case, keep=case.first)
    assert duplicates.find([case.first_id, case.second_id]) == 0
    assert MergeCase.objects.get().stage == "distinct"


def test_a_joined_work_takes_in_what_comes_later(tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1"), marc("2", title="Kobzar. Poems", language="eng"))
    one, two = Work.objects.order_by("pk")
    before = shown()
    works.join(works=[one, two])
    bring(tmp_path, unit, marc("3", title="Kobzar. Poems", language="eng", year=2020))
    assert set(Record.objects.values_list("work", flat=True)) == {one.pk}
    assert Work.objects.get(pk=one.pk).record_count == 3
    works.undo(WorkChange.objects.get())
    assert Record.objects.get(control_number="3").work_id == two.pk
    assert shown()["records"][:2] == before["records"]


def test_a_split_survives_a_new_import(tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1"), marc("2", year=2020))
    record = Record.objects.get(control_number="2")
    work = works.split(record=record)
    bring(tmp_path, unit, marc("2", year=2021, date="20250101000000.0"))
    record.refresh_from_db()
    assert (record.work_id, record.year, work.record_count) == (work.pk, 2021, 1)
    works.undo(WorkChange.objects.get())
    assert Record.objects.values("work").distinct().count() == 1


def test_titles_set_by_hand_outlast_imports_merges_and_splits_until_given_back(tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1"), marc("2", title="Kobzar. Poems", language="eng"), marc("4", year=2019))
    work, other = Work.objects.order_by("pk")
    editing.name_work(work=work, title="Кобзар Тараса", titles={"ukr": ["Кобзар Тараса", "Кобзарь"]})

    def told():
        work.refresh_from_db()
        return work.title, work.sort_title, work.titles["ukr"]

    named = ("Кобзар Тараса", "кобзар тараса", ["Кобзар Тараса", "Кобзарь"])
    bring(tmp_path, unit, marc("3", year=2022))
    assert (told(), work.record_count) == (named, 3)
    works.join(works=[work, other])
    assert told() == named
    assert work.titles["eng"] == ["Kobzar. Poems"]
    works.split(record=Record.objects.get(control_number="3"))
    assert told() == named
    for change in WorkChange.objects.all():
        works.undo(change)
    editing.unname_work(work=work)
    assert told() == ("Кобзар", "кобзар", ["Кобзар"])


def test_a_merge_of_records_keeps_the_title_set_by_hand(tmp_path):
    case = pair(tmp_path)
    work = case.first.work
    editing.name_work(work=work, title="Кобзар Тараса", titles={})
    case.refresh_from_db()
    merging.merge(case=case, keep=case.second)
    work.refresh_from_db()
    assert (work.title, work.record_count) == ("Кобзар Тараса", 1)


def test_a_work_alone_is_not_split(tmp_path):
    unit, *_ = system()
    bring(tmp_path, unit, marc("1"))
    with pytest.raises(errors.NotSplittable):
        works.split(record=Record.objects.get())


TITLES = ["Кобзар", "Гайдамаки", "Катерина"]


class Shelving(RuleBasedStateMachine):
    """Any sequence of import, merge, undo, split and join."""

    @initialize()
    def begin(self):
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.folder = tempfile.TemporaryDirectory()
        self.units = [system("one")[0], system("two")[0]]
        self.done: list[tuple[str, object, dict]] = []

    def teardown(self):
        if hasattr(self, "folder"):
            self.folder.cleanup()
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    @rule(number=st.integers(1, 4), title=st.sampled_from(TITLES), unit=st.integers(0, 1), when=st.integers(1, 9))
    def bring_in(self, number, title, unit, when):
        source = marc(
            str(number), title=title, date=f"20{when:02}0101000000.0", copies=[(f"{unit}-{number}", str(number))]
        )
        bring(self.folder.name, self.units[unit], source)
        self.done.clear()

    @rule(data=st.data())
    def merge(self, data):
        records = list(Record.objects.order_by("pk"))
        if len(records) < 2:
            return
        a, b = data.draw(st.lists(st.sampled_from(records), min_size=2, max_size=2, unique=True))
        case = MergeCase.objects.filter(first=min(a.pk, b.pk), second=max(a.pk, b.pk)).first()
        if case is None:
            if not (a.is_active and b.is_active):
                return
            case = duplicates.propose(first=a.pk, second=b.pk)
        before = shown()
        try:
            merging.merge(case=case, keep=a)
        except errors.CatalogueError:
            assert shown() == before
        else:
            self.done.append(("merge", case, before))

    @rule(data=st.data())
    def join(self, data):
        found = list(Work.objects.filter(joined_into=None).order_by("pk"))
        if len(found) < 2:
            return
        some = data.draw(st.lists(st.sampled_from(found), min_size=2, max_size=3, unique=True))
        before = shown()
        works.join(works=some)
        self.done.append(("works", WorkChange.objects.order_by("-pk").first(), before))

    @rule(data=st.data())
    def split(self, data):
        found = list(Record.objects.order_by("pk"))
        if not found:
            return
        before = shown()
        try:
            works.split(record=data.draw(st.sampled_from(found)))
        except errors.NotSplittable:
            return
        self.done.append(("works", WorkChange.objects.order_by("-pk").first(), before))

    @rule()
    def undo_last(self):
        if not self.done:
            return
        kind, thing, before = self.done.pop()
        if kind == "merge":
            merging.undo(case=thing)
        else:
            works.undo(thing)
        after = shown()
        assert after["records"] == before["records"]
        assert after["items"] == before["items"]
        # A split leaves its empty work behind, for the log.
        assert [w for w in after["works"] if w[3] or w[4]] == [w for w in before["works"] if w[3] or w[4]]

    @invariant()
    def nothing_is_lost_and_nothing_drifts(self):
        if not hasattr(self, "units"):
            return
        assert all(Record.objects.values_list("source", flat=True))
        assert Item.objects.count() == Record.objects.count()
        drift = checks.check()
        assert not any((drift.records_astray, drift.items_astray, drift.works_miscounted)), drift


def test_any_sequence_keeps_everything_and_undoes_exactly():
    run_state_machine_as_test(
        Shelving,
        settings=settings(
            max_examples=12,
            stateful_step_count=14,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
