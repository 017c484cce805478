"""The lending desk: what a scan means, what the screen says, what happens twice."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from chytalnia.core.models import AuditEntry
from chytalnia.demand.models import Refusal
from chytalnia.lending import counter, services
from chytalnia.lending.models import Act, Loan, Notice
from chytalnia.lending.tests import factories
from chytalnia.network import services as network
from chytalnia.people.models import Card, RoleGrant, User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def librarian(one):
    user = User.objects.create_user("librarian", password="long-enough-password")
    RoleGrant.objects.create(user=user, unit=one, role="librarian")
    return user


@pytest.fixture
def desk(client, librarian):
    client.force_login(librarian)

    def scan(code="", **words):
        words = {"key": str(uuid.uuid4()), "code": code, **words}
        return client.post(reverse("desk_lending:scan"), words, headers={"X-Counter": "1"})

    scan.client = client
    return scan


def card_of(reader):
    return Card.objects.get(reader=reader).number


def test_card_then_books_then_the_same_book_again_is_renewed(desk, one):
    reader, copy = factories.reader(one), factories.item(one)
    page = desk(card_of(reader)).content.decode()
    assert "Коваль Олена" in page
    assert "Has nothing on loan" in page

    page = desk(copy.barcode, reader=reader.pk).content.decode()
    assert "Lent: Кобзар" in page
    assert Loan.objects.get().reader == reader

    later = timezone.localdate() - timedelta(days=10)
    Loan.objects.update(due_on=later)
    page = desk(copy.barcode, reader=reader.pk).content.decode()
    assert "Renewed: Кобзар" in page
    assert Loan.objects.get().renewals == 1


def test_a_scan_sent_twice_lends_once(desk, one):
    reader, copy, key = factories.reader(one), factories.item(one), str(uuid.uuid4())
    for _again in range(2):
        assert "Lent: Кобзар" in desk(copy.barcode, reader=reader.pk, key=key).content.decode()
    assert Act.objects.filter(kind="lend").count() == 1
    assert Loan.objects.get().renewals == 0


def test_a_copy_without_a_card_is_taken_back(desk, one):
    copy = factories.item(one)
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    assert "Taken back: Кобзар" in desk(copy.barcode).content.decode()
    assert not Loan.objects.open().exists()


def test_a_free_copy_without_a_card_changes_nothing(desk, one):
    copy = factories.item(one)
    assert "scan the reader" in desk(copy.barcode).content.decode()
    assert not Act.objects.exists()


def test_returning_takes_back_though_a_reader_is_open(desk, one):
    copy, reader = factories.item(one), factories.reader(one)
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    page = desk(copy.barcode, reader=reader.pk, mode="return").content.decode()
    assert "Taken back" in page


def test_a_returned_copy_that_another_waits_for_says_where_it_goes(desk, one):
    copy, waiting = factories.item(one), factories.reader(one, surname="Мельник")
    services.lend(item=copy, reader=factories.reader(one), unit=one)
    services.place_hold(reader=waiting, target=copy.record.work, pickup=one)
    page = desk(copy.barcode).content.decode()
    assert f"…{card_of(waiting)[-4:]}" in page
    assert "Мельник" not in page


def test_what_is_refused_can_be_overridden_with_a_reason(desk, one):
    reader, copy = factories.reader(one, registered=False), factories.item(one)
    page = desk(copy.barcode, reader=reader.pk).content.decode()
    assert "Not lent" in page
    assert "Lend all the same" in page
    page = desk(copy.barcode, reader=reader.pk, override="known for years").content.decode()
    assert "Lent: Кобзар" in page
    assert Loan.objects.get().override == "known for years"


def test_the_first_visit_of_a_year_is_one_press_at_the_desk(client, desk, one):
    reader, copy = factories.reader(one, registered=False), factories.item(one)
    assert "Re-register" in desk(card_of(reader)).content.decode()
    words = {"reader": reader.pk, "unit": one.pk}
    for _again in range(2):
        page = client.post(reverse("desk_lending:reregister"), words, headers={"X-Counter": "1"}).content.decode()
        assert f"Registered for {timezone.localdate().year}, form No. 1." in page
    assert "Lent: Кобзар" in desk(copy.barcode, reader=reader.pk).content.decode()


def test_an_undone_loan_is_gone(client, desk, one):
    reader, copy = factories.reader(one), factories.item(one)
    desk(copy.barcode, reader=reader.pk)
    act = Act.objects.get(kind="lend")
    page = client.post(reverse("desk_lending:undo", args=[act.pk]), {"reader": reader.pk}, headers={"X-Counter": "1"})
    assert "Undone: Кобзар" in page.content.decode()
    assert not Loan.objects.open().exists()


def test_a_blocked_card_opens_nobody(desk, one):
    reader = factories.reader(one)
    Card.objects.filter(reader=reader).update(blocked_at=timezone.now(), reason="lost")
    number = Card.objects.get(reader=reader).number
    assert "This card is blocked" in desk(number).content.decode()


def test_asked_and_not_given_is_two_keystrokes(client, desk, one):
    page = desk("Тореадори з Васюківки").content.decode()
    assert "Not found" in page
    asked = {"text": "Тореадори з Васюківки", "digit": "2", "key": str(uuid.uuid4())}
    for _again in range(2):
        page = client.post(reverse("desk_lending:refuse"), asked, headers={"X-Counter": "1"}).content.decode()
    assert "register of refusals" in page
    assert Refusal.objects.get().reason == "not_owned"


def test_words_find_readers_and_never_one_of_a_closed_network(desk, one, librarian):
    reader = factories.reader(one)
    from chytalnia.people.readers.services.registering import keep_words

    keep_words([reader])
    assert "Коваль Олена" in desk("коваль").content.decode()
    assert counter.opened(reader.pk, librarian) == reader
    assert counter.opened("nonsense", librarian) is None


def test_the_desk_of_another_branch_is_not_served(client, desk, two):
    copy, reader = factories.item(two), factories.reader(two)
    desk(copy.barcode, reader=reader.pk, unit=two.pk)
    # The librarian's own branch did it: rights hold for the unit, whatever the form says.
    assert {loan.unit.code for loan in Loan.objects.all()} <= {"one"}


def test_a_guest_and_one_without_the_right_lend_nothing(client, one):
    assert client.get(reverse("desk_lending:counter")).status_code == 302
    user = User.objects.create_user("editor")
    RoleGrant.objects.create(user=user, unit=one, role="editor")
    client.force_login(user)
    assert client.get(reverse("desk_lending:counter")).status_code == 403


def test_the_page_works_without_a_script(client, librarian, one):
    client.force_login(librarian)
    reader, copy = factories.reader(one), factories.item(one)
    page = client.post(
        reverse("desk_lending:scan"), {"code": copy.barcode, "reader": reader.pk, "key": str(uuid.uuid4())}
    )
    assert "<html" in page.content.decode()
    assert "Lent: Кобзар" in page.content.decode()


def test_queries_do_not_grow_with_loans(client, librarian, one, django_assert_max_num_queries):
    client.force_login(librarian)
    reader = factories.reader(one)
    for _n in range(4):
        services.lend(item=factories.item(one), reader=reader, unit=one)
    with django_assert_max_num_queries(34):
        client.get(reverse("desk_lending:counter") + f"?reader={reader.pk}", headers={"X-Counter": "1"})


def test_work_lists_show_what_waits_and_where(client, librarian, one, two):
    client.force_login(librarian)
    copy, late = factories.item(one, shelf_mark="84(4УКР)"), factories.item(one)
    services.place_hold(reader=factories.reader(one), target=copy.record.work, pickup=two)
    loan = services.lend(item=late, reader=factories.reader(one, surname="Довгий"), unit=one).loan
    Loan.objects.filter(pk=loan.pk).update(due_on=timezone.localdate() - timedelta(days=40))

    lists = {name: client.get(reverse(f"desk_lending:{name}")).content.decode() for name in
             ("pick", "van", "shelf", "overdue", "letters")}  # fmt: skip
    assert "84(4УКР)" in lists["pick"]
    assert "Довгий" in lists["overdue"]
    assert "40 days late" in lists["overdue"]
    client.post(reverse("desk_lending:about_loan", args=[loan.pk, "lost"]))
    assert Loan.objects.get(pk=loan.pk).state == "lost"


def test_letters_are_printed_once(client, librarian, one):
    client.force_login(librarian)
    loan = services.lend(item=factories.item(one), reader=factories.reader(one), unit=one).loan
    Loan.objects.filter(pk=loan.pk).update(due_on=timezone.localdate() - timedelta(days=30), reminded=3)
    services.nightly(timezone.localdate())
    letters = Notice.objects.filter(kind="letter", state="queued")
    page = client.get(reverse("desk_lending:letters")).content.decode()
    assert letters.exists()
    assert letters[0].subject in page
    client.post(reverse("desk_lending:letters_sent"), {"pk": [letter.pk for letter in letters]})
    assert not letters.all().exists()


def test_a_child_chosen_by_name_is_a_look_in_the_audit_log_once(desk, one):
    cache.clear()
    born = timezone.localdate() - timedelta(days=365 * 8)
    child, adult = factories.reader(one, birth_date=born), factories.reader(one)
    for reader in (child, child, adult):
        desk(reader=reader.pk)
    looks = AuditEntry.objects.filter(act="people.look")
    assert list(looks.values_list("object_id", flat=True)) == [str(child.pk)]


def test_a_reader_of_another_branch_is_opened_only_as_the_network_allows(desk, one, two, librarian):
    other = factories.reader(two, surname="Далека")
    assert "Далека" in desk(reader=other.pk).content.decode()
    for unit in (one, two):
        network.set_setting(unit=unit, key="people.readers_seen_by", value="branch")
    assert "Далека" not in desk(reader=other.pk).content.decode()
    assert "keeps readers apart" in desk(card_of(other)).content.decode()
    form = {"card": card_of(other), "unit": one.pk, "wanted": "loan", "title": "Земля"}
    page = desk.client.post(reverse("desk_lending:ill_new"), form).content.decode()
    assert "Nobody has this card." in page


def test_a_raised_figure_is_no_number_of_a_reader(desk):
    assert desk.client.get(reverse("desk_lending:counter"), {"reader": "²"}).status_code == 200


def test_a_refusal_of_signs_alone_asks_for_words(desk):
    said = {"key": str(uuid.uuid4()), "text": "?!", "digit": "1"}
    page = desk.client.post(reverse("desk_lending:refuse"), said, headers={"X-Counter": "1"})
    assert (page.status_code, "Type what was asked for" in page.content.decode()) == (200, True)
