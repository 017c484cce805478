"""The demonstration network, made once for all tests: what is in it, and that a second making changes nothing."""

from __future__ import annotations

from contextlib import nullcontext
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Count, F, Sum
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from chytalnia.catalogue.models import Draft, ImportJob, Item, MergeCase, Record, Work, WorkChange
from chytalnia.catalogue.queries import merge_cases
from chytalnia.demo import making, people, records, stock, units
from chytalnia.journal import queries as journal
from chytalnia.journal.models import Fact
from chytalnia.network.models import Unit, Zone
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.portal.models import NewsPage, StaticPage
from chytalnia.search import queries as search
from chytalnia.search.models import Change
from tests.demonstration import Demo


def silent(_title: str) -> Any:
    return nullcontext(lambda done, total: None)


def rows() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models() if model._meta.managed}


@pytest.fixture
def made(demo_network: Demo, db: None) -> None:
    """The demo, and what a test does to it is taken back."""


# Before the others: the demo is there from the first test that asks for it until the last.
def test_a_library_of_somebody_else_is_refused(db: None) -> None:
    Unit.add_root(code="own", kind="system", name={"uk": "Наша"})
    with pytest.raises(making.ForeignLibraryError):
        making.refuse_foreign()


def test_made_twice_it_changes_nothing(made: None) -> None:
    before = rows()
    assert making.make(silent, small=True) is False
    assert rows() == before


def test_the_cataloguer_finds_drafts_to_go_on_with_and_subjects_in_three_languages(made: None, client: Client) -> None:
    user = User.objects.get(username="cataloguer")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for draft in Draft.objects.of(user).filter(record=None):
        assert draft.data["title"] in client.get(reverse("describing:draft", args=[draft.token])).content.decode()
    for typed in ("Бібліот", "библиот", "кітапхана"):
        told = client.get(reverse("describing:help", args=["subjects"]), {"q": typed}).json()["results"]
        assert "Бібліотеки" in [one["text"] for one in told], typed


def test_libraries_have_what_a_reader_asks_for(made: None) -> None:
    places = Unit.objects.places()
    assert places.count() >= 20
    assert not places.filter(latitude=None).exists()
    assert not [unit.code for unit in places if not str(unit.address)]
    assert Unit.objects.filter(depth=1).count() == 3
    assert {unit.code for unit in Unit.objects.filter(katottg="UA53020110010031694")} >= {
        "kremenchuk-cb",
        "kremenchuk-d2",
    }


def test_records_came_at_their_times_in_the_script_of_their_language(made: None) -> None:
    assert Record.objects.filter(languages__startswith="ukr", title__regex="[а-яіїєґ]").exists()
    assert Record.objects.filter(dialect="rusmarc").exists()
    week_ago = timezone.now() - timedelta(days=8)
    assert (
        Record.objects.filter(created_at__lt=week_ago).count()
        > Record.objects.filter(created_at__gte=week_ago).count()
        > 0
    )


def test_one_import_has_rejects_and_all_are_done(made: None) -> None:
    assert set(ImportJob.objects.values_list("stage", flat=True)) == {"done"}
    damaged = ImportJob.objects.get(file_name="gift-with-damage.mrc")
    assert damaged.rejected >= 2
    assert damaged.created > 0


def test_copies_stand_in_libraries_of_their_holder_under_their_numbers(made: None) -> None:
    assert Item.objects.count() > Record.objects.count()
    assert not Item.objects.filter(inventory_number="").exists()
    assert Item.objects.exclude(zone=None).exclude(zone__unit=F("unit")).count() == 0
    strangers = [
        item
        for item in Item.objects.select_related("unit", "holder")
        if not item.unit.path.startswith(item.holder.path)
    ]
    assert strangers == []
    assert Item.objects.filter(status="available").count() > Item.objects.count() / 2
    assert not Item.objects.filter(acquired_on__gt=timezone.localdate()).exists()


def test_works_count_their_copies(made: None) -> None:
    told = Work.objects.aggregate(n=Sum("item_count"))["n"]
    assert told == Item.objects.in_stock().count()


def test_there_is_work_on_the_desk(made: None) -> None:
    assert MergeCase.objects.filter(stage="open").exists()
    assert MergeCase.objects.filter(stage="merged").exists()
    cataloguer = User.objects.get(username="cataloguer")
    open_ = MergeCase.objects.filter(stage="open").order_by("-score", "pk")
    assert any(merge_cases.may_decide(cataloguer, case) for case in open_)
    assert Draft.objects.count() == 3
    assert WorkChange.objects.exists()


def test_the_journal_holds_two_months_and_adds_up(made: None) -> None:
    days = Fact.objects.filter(kind="searches").values("day").distinct().count()
    assert days == 60
    assert journal.check() == []


def test_every_role_has_an_account_that_signs_in_and_may_what_it_should(made: None, client: Client) -> None:
    held = set(User.objects.filter(role_grants__isnull=False).values_list("role_grants__role", flat=True))
    assert held == set(Role.values)
    for person in people.PEOPLE:
        assert client.login(username=person.username, password=people.PASSWORD), person.username
        assert client.get("/desk/").status_code == 200, person.username
        client.logout()
    director = User.objects.get(username="director")
    assert director.has_perm("catalogue.merge", Unit.objects.get(code="kremenchuk-f1"))
    assert not director.has_perm("catalogue.merge", Unit.objects.get(code="minusinsk"))


def test_news_are_told_in_three_languages_and_found(made: None) -> None:
    assert dict(NewsPage.objects.values_list("language").annotate(n=Count("pk"))).keys() >= {"uk", "ru", "kk"}
    assert StaticPage.objects.count() >= 5
    assert Page.find_problems() == ([], [], [], [], [])
    assert not Change.objects.exists()
    found = search.search("літопис села", filters={"kind": ["news"]})
    assert "літопису" in found.hits[0].title


@pytest.mark.parametrize("asked", ["kobzar", "rj,pfh", "кобзарем Шевченка", "Шевченко Т. Кобзар"])
def test_what_everybody_asks_for_first_is_found_first(made: None, asked: str) -> None:
    first, *_others = search.search(asked, filters={"kind": ["work"]}).hits
    assert first.title == "Кобзар"


def test_the_editor_of_the_village_sees_its_pages_only(made: None, client: Client) -> None:
    client.login(username="editor", password=people.PASSWORD)
    own = NewsPage.objects.get(unit__code="potoky")
    other = NewsPage.objects.filter(unit__code="kremenchuk-f1").get()
    assert client.get(f"/desk/pages/{own.pk}/edit/").status_code == 200
    assert client.get(f"/desk/pages/{other.pk}/edit/").status_code in (302, 403)


def test_hours_are_read_as_written() -> None:
    assert units.weekly("tue-wed 10:00-14:00 15:00-19:00; sun 10:00-16:00") == {
        1: [("10:00", "14:00"), ("15:00", "19:00")],
        2: [("10:00", "14:00"), ("15:00", "19:00")],
        6: [("10:00", "16:00")],
    }


def test_the_file_of_records_is_whole_and_lies_where_languages_are_read() -> None:
    raw = records.raw_records()
    assert len(raw) == 5831
    assert sum(records.language(one) == "ukr" for one in raw) == 421
    assert {records.owner(one) for one in raw} == set(stock._SHARES)


def test_every_zone_in_the_file_has_its_words() -> None:
    told = units.described()
    used = {text.split(":")[0] for row in told["units"] for text in row.get("zones", ())}
    assert used <= set(told["zones"])
    assert used <= {choice for choice, _label in Zone._meta.get_field("kind").choices}
