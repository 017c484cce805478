"""What happens to readers after the first day: merging, families, consents, leaving, the account, who sees whom."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.forms.models import model_to_dict
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chytalnia.core.models import AuditEntry
from chytalnia.core.translated import Translated
from chytalnia.network import services as network
from chytalnia.people.errors import NoSuchCodeError, NotActiveError, NotMergeableError, StillOwesError
from chytalnia.people.models import Card, Consent, Reader, ReaderMerge, ReaderWord, Registration, Surety, User
from chytalnia.people.readers import parents, queries, services
from chytalnia.people.services import grant_role
from chytalnia.people.signals import reader_anonymised, reader_closing, readers_merged, readers_unmerged

pytestmark = pytest.mark.django_db

MARCH = date(2026, 3, 2)


@pytest.fixture
def system():
    return network.create_unit(parent=None, kind="system", code="sys", name="Система", by=None)


@pytest.fixture
def branch(system):
    return network.create_unit(parent=system, kind="branch", code="b1", name="Філія 1", by=None)


@pytest.fixture
def other(system):
    return network.create_unit(parent=system, kind="branch", code="b2", name="Філія 2", by=None)


@pytest.fixture
def abroad():
    top = network.create_unit(parent=None, kind="system", code="sys2", name="Інша система", by=None)
    return network.create_unit(parent=top, kind="branch", code="c1", name="Чужа філія", by=None)


def a_reader(unit, **fields):
    return services.register(
        unit=unit, on=MARCH, **{"surname": "Коваль", "name": "Олена", "birth_date": date(1990, 5, 17)} | fields
    )


def a_child(unit, **fields):
    return a_reader(unit, **{"name": "Марко", "birth_date": timezone.localdate() - timedelta(days=3000)} | fields)


def staff(unit, role="librarian", name="lib"):
    user = User.objects.create(username=f"{name}-{unit.code}")
    grant_role(user=user, role=role, unit=unit, by=None)
    return user


# Merging


def test_a_merged_record_leads_on(branch, other):
    keep, gone = a_reader(branch), a_reader(other, surname="Ковальова", phone="0501112233", email="o@example.org")
    services.merge(keep=keep, gone=gone)
    keep.refresh_from_db()
    assert [queries.by_card(card.number) for card in Card.objects.all()] == [keep, keep]
    assert queries.find("0501112233") == [keep]
    assert queries.find("ковальова") == []
    assert {one.unit for one in queries.registrations(keep)} == {branch, other}
    again = services.reregister(reader=keep, unit=other, on=date(2026, 9, 1))
    assert (again.on, Registration.objects.count()) == (MARCH, 2)


def test_only_live_records_of_one_kind_are_merged(branch):
    keep, gone = a_reader(branch), a_reader(branch, name="Ольга")
    group = services.register(unit=branch, kind="collective", title="3-А", responsible=keep)
    for left, right in ((keep, keep), (keep, group)):
        with pytest.raises(NotMergeableError):
            services.merge(keep=left, gone=right)
    services.merge(keep=keep, gone=gone)
    with pytest.raises(NotMergeableError):
        services.merge(keep=gone, gone=keep)
    assert services.merge(keep=keep, gone=gone) == ReaderMerge.objects.get()


values = st.fixed_dictionaries({
    "patronymic": st.sampled_from(["", "Іванівна", "Петрівна"]),
    "phone": st.sampled_from(["", "050 111 22 33", "067 000 00 00"]),
    "email": st.sampled_from(["", "a@example.org"]),
    "birth_date": st.sampled_from([None, date(1990, 1, 2), date(1950, 3, 4)]),
    "social": st.sampled_from([[], ["veteran"]]),
    "keep_history": st.booleans(),
})  # fmt: skip


def state_of(reader):
    reader.refresh_from_db()
    told = model_to_dict(reader)
    return told | {"words": set(reader.words.values_list("word", flat=True)), "digits": reader.phone_digits}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(one=values, two=values, three=values)
def test_what_was_merged_is_parted_as_it_was(branch, one, two, three):
    with transaction.atomic():
        readers = [a_reader(branch, **fields) for fields in (one, two, three)]
        services.block(reader=readers[1], reason="борг", until=date(2027, 1, 1))
        before = [state_of(reader) for reader in readers]
        merges = [services.merge(keep=readers[0], gone=readers[1]), services.merge(keep=readers[0], gone=readers[2])]
        assert queries.line(readers[0]) == [reader.pk for reader in readers]
        for merge in reversed(merges):
            services.unmerge(merge=merge)
            services.unmerge(merge=merge)
        assert [state_of(reader) for reader in readers] == before
        transaction.set_rollback(True)


def test_a_change_after_the_merge_is_kept(branch):
    keep, gone = a_reader(branch), a_reader(branch, phone="0501112233", email="o@example.org")
    merge = services.merge(keep=keep, gone=gone)
    services.change(reader=keep, phone="0679998877")
    services.unmerge(merge=merge)
    keep.refresh_from_db()
    assert (keep.phone, keep.email) == ("0679998877", "")


def test_upper_rooms_move_their_rows_there_and_back(branch):
    heard = []

    def forth(merge, kept, merged, **_):
        merge.moved["above"] = [7]
        heard.append((kept.pk, merged.pk))

    def back(merge, kept, merged, **_):
        heard.append(merge.moved["above"])

    readers_merged.connect(forth)
    readers_unmerged.connect(back)
    try:
        keep, gone = a_reader(branch), a_reader(branch)
        services.unmerge(merge=ReaderMerge.objects.get(pk=services.merge(keep=keep, gone=gone).pk))
    finally:
        readers_merged.disconnect(forth)
        readers_unmerged.disconnect(back)
    assert heard == [(keep.pk, gone.pk), [7]]


def test_an_account_goes_with_the_kept_record_and_back(branch):
    keep, gone = a_reader(branch), a_reader(branch)
    user = User.objects.create(username="olena")
    services.link_account(reader=gone, user=user)
    merge = services.merge(keep=keep, gone=gone)
    assert queries.of_account(user) == keep
    services.unmerge(merge=merge)
    assert queries.of_account(user) == gone


# Families and surety


def test_parents_see_a_small_childs_books_and_nobody_elses(branch):
    mother, father = a_reader(branch), a_reader(branch, name="Ігор")
    child, teenager = (
        a_child(branch),
        a_reader(branch, name="Ніна", birth_date=timezone.localdate() - timedelta(days=5600)),
    )
    for reader, role in ((father, "parent"), (child, "child"), (teenager, "child")):
        services.join_household(reader=reader, of=mother, role=role)
    mother.refresh_from_db()
    assert list(queries.children_of(mother).order_by("pk")) == [child, teenager]
    assert queries.may_see_loans(mother, child)
    assert queries.may_see_loans(father, child)
    assert not queries.may_see_loans(mother, teenager)
    assert not queries.may_see_loans(mother, father)
    assert not queries.may_see_loans(child, mother)
    services.leave_household(reader=child)
    assert not queries.may_see_loans(mother, child)


def test_a_teenager_shows_parents_what_they_take_part_in_and_forgets_it_with_the_family(branch):
    mother, day = a_reader(branch), date(2026, 3, 2)
    child = a_reader(branch, name="Марко", birth_date=date(2012, 3, 3))
    teenager = a_reader(branch, name="Ніна", birth_date=date(2012, 3, 2))
    for reader in (child, teenager):
        services.join_household(reader=reader, of=mother, role="child")
    mother.refresh_from_db()
    assert [parents.is_of_age(one, day) for one in (mother, child, teenager)] == [False, False, True]
    assert parents.shown_to(mother, day) == parents.looked_after(mother, day) == [child]
    services.change(reader=teenager, shows_parents=True)
    assert {one.pk for one in parents.shown_to(mother, day)} == {child.pk, teenager.pk}
    assert parents.looked_after(mother, day) == [child]
    assert not parents.acts_for(mother, teenager, day)
    assert not queries.may_see_loans(mother, teenager, day)
    network.set_setting(unit=branch, key="people.hide_from_parents", value=16)
    assert parents.acts_for(mother, Reader.objects.get(pk=teenager.pk), day)
    services.leave_household(reader=teenager)
    assert not Reader.objects.get(pk=teenager.pk).shows_parents


def test_a_child_needs_a_word_for_it(branch):
    child, mother = a_child(branch), a_reader(branch)
    assert queries.lacks_surety(child)
    services.give_surety(child=child, name="Коваль Ганна", phone="050 111 22 33", document=("passport", "АА 123456"))
    services.give_surety(child=child, adult=mother, signed_on=MARCH)
    assert queries.surety(child).adult == mother
    assert Surety.objects.filter(ended_on=None).count() == 1
    with pytest.raises(StillOwesError):
        services.close(reader=mother)
    services.end_surety(child=child)
    assert queries.lacks_surety(child)
    with pytest.raises(ValueError, match="child"):
        services.give_surety(child=mother, adult=child)


# Consents


def test_a_consent_keeps_its_words(branch):
    reader = a_reader(branch, consents=["rules", "data"], consent_language="uk")
    first = Consent.objects.get(kind="rules")
    assert first.version == 0
    assert first.text
    services.change_text(kind="rules", text=Translated(uk="Нові правила", ru="Новые правила"))
    assert queries.consents_to_renew(reader) == ["rules"]
    fresh = services.give_consent(reader=reader, kind="rules", language="kk")
    assert (fresh.version, fresh.language, fresh.text) == (1, "ru", "Новые правила")
    assert services.give_consent(reader=reader, kind="rules") == fresh
    assert queries.consents_to_renew(reader) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(reader=reader, kind="rules", text="x", version=9, language="uk")


def test_the_social_category_goes_with_its_consent(branch):
    reader = a_reader(branch, social=["veteran"], consents=["social"])
    assert queries.consented(reader, "social")
    services.withdraw_consent(reader=reader, kind="social")
    reader.refresh_from_db()
    assert (reader.social, queries.consented(reader, "social")) == ([], False)


# Leaving


def test_nobody_leaves_with_books(branch):
    reader = a_reader(branch)

    def owes(reader, **_):
        return ["Дві книжки не повернено."]

    reader_closing.connect(owes)
    try:
        with pytest.raises(StillOwesError) as refusal:
            services.close(reader=reader)
    finally:
        reader_closing.disconnect(owes)
    assert refusal.value.messages == ["Дві книжки не повернено."]
    assert services.close(reader=reader).state == "closed"
    assert queries.working_card(reader) is None
    assert services.reopen(reader=reader).is_active


def test_nothing_tells_who_a_removed_reader_was(branch, django_assert_num_queries):
    reader, gone = (
        a_reader(branch, phone="0501112233", email="o@example.org", note="секрет", document=("passport", "АА1"),
                 consents=["data"], address="вул. Тиха, 1")
        for _ in range(2)
    )  # fmt: skip
    services.merge(keep=reader, gone=gone, by=staff(branch))
    services.close(reader=reader)
    heard = []

    def listen(reader, **_):
        heard.append(reader.pk)

    reader_anonymised.connect(listen)
    try:
        assert services.nightly(timezone.localdate() + timedelta(days=364)) == {"unconfirmed": 0, "anonymised": 0}
        assert services.nightly(timezone.localdate() + timedelta(days=366)) == {"unconfirmed": 0, "anonymised": 1}
        assert services.nightly(timezone.localdate() + timedelta(days=366)) == {"unconfirmed": 0, "anonymised": 0}
    finally:
        reader_anonymised.disconnect(listen)
    assert heard == [reader.pk]
    for row in Reader.objects.all():
        told = " ".join(str(getattr(row, field.attname)) for field in Reader._meta.concrete_fields)
        for trace in ("Коваль", "Олена", "0501112233", "o@example.org", "секрет", "Тиха", "1990-05-17"):
            assert trace not in told
        assert row.document_hash == ""
    assert not ReaderWord.objects.exists()
    assert not Consent.objects.exists()
    assert Registration.objects.count() == 2
    audit = " ".join(f"{e.object_text} {e.before} {e.after} {e.note}" for e in AuditEntry.objects.all())
    assert "Коваль" not in audit
    assert queries.find("коваль") == []


def test_registrations_from_home_expire(branch):
    services.preregister(unit=branch, surname="Бойко", name="Іван")
    assert services.nightly(timezone.localdate() + timedelta(days=30))["unconfirmed"] == 0
    services.nightly(timezone.localdate() + timedelta(days=31))
    assert not Reader.objects.exists()


def test_a_reader_takes_everything_away(branch):
    mother, child = a_reader(branch, consents=["data"]), a_child(branch)
    services.join_household(reader=child, of=mother, role="child")
    mother.refresh_from_db()
    told = services.export_data(reader=mother)
    assert told["reader"]["birth_date"] == "1990-05-17"
    assert [len(told[part]) for part in ("cards", "registrations", "consents", "family")] == [1, 1, 1, 1]


# The account


def test_the_desk_code_opens_the_account_once(branch):
    reader = a_reader(branch, card="800", email="o@example.org")
    code = services.offer_code(reader=reader)
    for number, born, typed in (
        ("801", date(1990, 5, 17), code),
        ("800", date(1990, 5, 18), code),
        ("800", date(1990, 5, 17), "x"),
    ):
        with pytest.raises(NoSuchCodeError):
            services.open_with_code(number=number, birth_date=born, code=typed)
    user = services.open_with_code(number="800", birth_date=date(1990, 5, 17), code=code)
    assert (user.username, user.email, user.has_usable_password()) == ("800", "o@example.org", False)
    assert queries.of_account(user) == reader
    assert queries.of_account(AnonymousUser()) is None
    with pytest.raises(NoSuchCodeError):
        services.open_with_code(number="800", birth_date=date(1990, 5, 17), code=code)
    fresh = services.issue_card(reader=reader)
    user.refresh_from_db()
    assert user.username == fresh.number


def test_an_old_code_and_an_empty_one_open_nothing(branch):
    reader = a_reader(branch, card="800")
    with pytest.raises(NoSuchCodeError):
        services.open_with_code(number="800", birth_date=date(1990, 5, 17), code="")
    code = services.offer_code(reader=reader)
    Reader.objects.update(access_code_until=timezone.now() - timedelta(minutes=1))
    with pytest.raises(NoSuchCodeError):
        services.open_with_code(number="800", birth_date=date(1990, 5, 17), code=code)


def test_a_letter_goes_only_to_the_known_address(branch):
    a_reader(branch, card="800", email="o@example.org")
    with pytest.raises(NoSuchCodeError):
        services.open_by_letter(number="800", birth_date=date(1990, 5, 17), email="e@example.org")
    with pytest.raises(NoSuchCodeError):
        services.open_by_letter(number="800", birth_date=date(1990, 5, 17), email="")
    assert services.open_by_letter(number="800", birth_date=date(1990, 5, 17), email="O@example.org").email


def test_letters_follow_the_reader_but_never_a_colleague(branch):
    reader, colleague = a_reader(branch), a_reader(branch)
    user, other = User.objects.create(username="801", email="old@example.org"), staff(branch)
    services.link_account(reader=reader, user=user)
    services.link_account(reader=colleague, user=other)
    services.change(reader=reader, email="new@example.org")
    services.change(reader=colleague, email="thief@example.org")
    assert list(User.objects.order_by("pk").values_list("email", flat=True)) == ["new@example.org", ""]
    services.change(reader=a_reader(branch), email="new@example.org")
    assert User.objects.filter(email="new@example.org").count() == 1


def test_a_small_child_has_no_account(branch):
    with pytest.raises(NotActiveError):
        services.offer_code(reader=a_child(branch))


# Who sees whom


@pytest.mark.parametrize(
    ("wide", "home", "neighbour", "stranger"),
    [("network", True, True, True), ("system", True, True, False), ("branch", True, False, False)],
)
def test_who_sees_a_reader(system, branch, other, abroad, wide, home, neighbour, stranger):
    network.set_setting(unit=branch, key="people.readers_seen_by", value=wide, by=None)
    reader = a_reader(branch)
    answers = {}
    for unit in (branch, other, abroad, system):
        user = staff(unit)
        answers[unit.code] = queries.may_see(user, reader)
        assert list(queries.seen_by(user)) == ([reader] if answers[unit.code] else [])
    assert answers == {"b1": home, "b2": neighbour, "c1": stranger, "sys": True}


def test_a_library_that_registered_a_reader_sees_them(branch, abroad):
    reader = a_reader(branch)
    user = staff(abroad)
    assert not queries.may_see(user, reader)
    services.reregister(reader=reader, unit=abroad)
    assert queries.may_see(user, reader)
    assert list(queries.seen_by(user)) == [reader]


def test_who_has_no_right_sees_nobody(branch):
    reader = a_reader(branch)
    for user in (staff(branch, "editor", "ed"), staff(branch, "cataloguer", "cat"), AnonymousUser()):
        assert not queries.may_see(user, reader)
        assert not queries.seen_by(user).exists()


def test_a_look_at_a_child_is_in_the_log(branch):
    user, child, adult = staff(branch), a_child(branch), a_reader(branch)
    for reader in (child, child, adult):
        services.look(reader=reader, by=user)
    looks = AuditEntry.objects.filter(act="people.look")
    assert [(entry.by_id, entry.object_id, entry.object_text) for entry in looks] == [
        (user.pk, str(child.pk), f"#{child.pk}")
    ]
