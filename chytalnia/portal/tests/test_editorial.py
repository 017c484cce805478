"""Editorial pages: whose they are, who may write them, what readers and the search see of them."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from chytalnia.network import services as network
from chytalnia.network.models import Unit
from chytalnia.people import services as people
from chytalnia.people.models import User
from chytalnia.people.rules import Role
from chytalnia.portal.editorial import entries, services
from chytalnia.portal.models import LibrarySite, NewsIndexPage, NewsPage, StaticPage
from chytalnia.search.models import Change

pytestmark = pytest.mark.django_db


@pytest.fixture
def system() -> Unit:
    return network.create_unit(code="city", kind="system", name={"uk": "Міська система"})


@pytest.fixture
def one(system: Unit) -> Unit:
    return network.create_unit(code="one", kind="branch", name={"uk": "Філія № 1"}, parent=system)


@pytest.fixture
def two(system: Unit) -> Unit:
    return network.create_unit(code="two", kind="branch", name={"uk": "Філія № 2"}, parent=system)


def tell(unit: Unit, title: str, **words: Any) -> NewsPage:
    page = NewsPage(title=title, **words)
    NewsIndexPage.objects.child_of(services.site_of(unit)).get().add_child(instance=page)
    services.publish(page)
    return page


def person(role: Role, unit: Unit) -> User:
    user = people.create_account(username=f"{role}-{unit.code}", by=None, password="long enough words")
    people.grant_role(user=user, role=role, unit=unit, by=None)
    return user


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_a_unit_gets_its_section_and_keeps_it_where_it_moves(system: Unit, one: Unit) -> None:
    site = LibrarySite.objects.get(unit=one)
    assert site.get_parent().specific.unit == system
    assert site.url_path.endswith("/city/one/")

    network.move_unit(unit=one, parent=network.create_unit(code="other", kind="system", name="Інша"))

    assert LibrarySite.objects.get(unit=one).url_path.endswith("/other/one/")
    assert Page.find_problems() == ([], [], [], [], [])


def test_a_renamed_unit_renames_its_section(one: Unit) -> None:
    network.change_card(unit=one, name={"uk": "Бібліотека імені Лесі Українки"})
    assert LibrarySite.objects.get(unit=one).title == "Бібліотека імені Лесі Українки"


def test_news_know_whose_they_are_and_have_an_address_in_latin_letters(one: Unit) -> None:
    page = tell(one, "Ніч у бібліотеці", language="uk")
    assert page.unit == one
    assert page.slug == "nich-u-biblioteci" or page.slug.isascii()
    assert tell(one, "Ніч у бібліотеці", language="uk").slug == f"{page.slug}-2"


def test_an_editor_of_one_branch_neither_sees_nor_changes_the_pages_of_another(one: Unit, two: Unit) -> None:
    mine, foreign = tell(one, "Наше"), tell(two, "Сусідське")
    desk = signed_in(person(Role.EDITOR, one))

    listing = desk.get(reverse("wagtailadmin_explore", args=[mine.get_parent().pk]))
    assert "Наше" in listing.content.decode()
    assert desk.get(reverse("wagtailadmin_pages:edit", args=[mine.pk])).status_code == 200

    # Wagtail sends away from what may not be opened.
    for refused in (
        reverse("wagtailadmin_pages:edit", args=[foreign.pk]),
        reverse("wagtailadmin_pages:delete", args=[foreign.pk]),
        reverse("wagtailadmin_pages:add", args=["portal", "newspage", foreign.get_parent().pk]),
        reverse("wagtailadmin_pages:history", args=[foreign.pk]),
    ):
        assert desk.get(refused).status_code in (302, 403, 404), refused
    answer = desk.get(reverse("wagtailadmin_explore", args=[foreign.get_parent().pk]))
    assert answer.status_code in (302, 403, 404)
    found = desk.get(reverse("wagtailadmin_pages:search"), {"q": "Сусідське"})
    assert reverse("wagtailadmin_pages:edit", args=[foreign.pk]) not in found.content.decode()


def test_an_editor_publishes_news_through_the_desk(one: Unit, two: Unit) -> None:
    desk = signed_in(person(Role.EDITOR, one))
    index = NewsIndexPage.objects.child_of(services.site_of(one)).get()
    form = {
        "title": "Нова полиця", "slug": "nova-polytsia", "language": "uk", "date": "2026-11-22", "intro": "", "picture": "",
        "body-count": "1", "body-0-deleted": "", "body-0-order": "0", "body-0-type": "heading", "body-0-id": "",
        "body-0-value": "Що на ній", "seo_title": "", "search_description": "", "action-publish": "1",
    }  # fmt: skip
    desk.post(reverse("wagtailadmin_pages:add", args=["portal", "newspage", index.pk]), form)
    page = NewsPage.objects.get(slug="nova-polytsia")
    assert page.live
    assert page.unit == one

    other = NewsIndexPage.objects.child_of(services.site_of(two)).get()
    desk.post(reverse("wagtailadmin_pages:add", args=["portal", "newspage", other.pk]), form)
    assert NewsPage.objects.filter(unit=two).count() == 0


@pytest.mark.parametrize(
    ("role", "edits", "publishes"),
    [
        (Role.EDITOR, True, True),
        (Role.BRANCH_HEAD, True, True),
        (Role.BIBLIOGRAPHER, True, False),
        (Role.LIBRARIAN, False, False),
        (Role.CATALOGUER, False, False),
    ],
)
def test_roles_write_pages_as_the_matrix_says(one: Unit, role: Role, edits: bool, publishes: bool) -> None:
    page, user = tell(one, "Новина"), person(role, one)
    tester = page.permissions_for_user(user)
    assert (tester.can_edit(), tester.can_publish()) == (edits, publishes)


def test_a_right_in_the_system_reaches_its_branches_and_ends_with_the_role(system: Unit, one: Unit) -> None:
    page, user = tell(one, "Новина"), person(Role.EDITOR, system)
    assert page.permissions_for_user(user).can_edit()

    people.revoke_role(grant=user.role_grants.get(), by=None)

    assert not page.permissions_for_user(User.objects.get(pk=user.pk)).can_edit()


def test_nobody_moves_or_deletes_a_section(one: Unit) -> None:
    tester = services.site_of(one).permissions_for_user(person(Role.DIRECTOR, one))
    assert not tester.can_delete()
    assert not tester.can_move()
    assert not tester.can_unpublish()


def test_a_news_page_speaks_its_language_and_tells_machines_what_it_is(client: Client, one: Unit) -> None:
    page = tell(
        one,
        "Ночь книги",
        language="ru",
        body=[("heading", "Программа"), ("table", {"caption": "Часы", "text": "Час | Что\n18 | Стихи"})],
    )
    html = client.get(page.url).content.decode()
    assert '<article class="stack" lang="ru">' in html
    assert f'<link rel="canonical" href="http://127.0.0.1:8000/ru/city/one/news/{page.slug}/">' in html
    assert '<th scope="row">18</th><td>Стихи</td>' in html
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)[1])  # type: ignore[index]
    assert told["@type"] == "NewsArticle"
    assert told["headline"] == "Ночь книги"
    assert told["inLanguage"] == "ru"


@pytest.mark.parametrize("items", [1, 3])
def test_news_list_asks_as_much_for_one_as_for_three(
    client: Client, one: Unit, items: int, django_assert_max_num_queries: Any
) -> None:
    for number in range(items):
        tell(one, f"Новина {number}")
    with django_assert_max_num_queries(12):
        page = client.get(reverse("portal:news"))
    assert len(page.context["page_of_news"].object_list) == items


def test_news_in_the_readers_language_come_first(client: Client, one: Unit) -> None:
    tell(one, "Українською", language="uk", date="2026-11-20")
    tell(one, "По-русски", language="ru", date="2026-11-01")
    assert [p.title for p in client.get("/ru/news/").context["page_of_news"]] == ["По-русски", "Українською"]
    assert [p.title for p in client.get("/news/").context["page_of_news"]] == ["Українською", "По-русски"]


def test_the_feed_is_of_one_library_if_asked(client: Client, one: Unit, two: Unit) -> None:
    tell(one, "З першої")
    tell(two, "З другої")
    feed = client.get(reverse("portal:news_feed"), {"unit": "one"}).content.decode()
    assert "З першої" in feed
    assert "З другої" not in feed
    assert client.get(reverse("portal:news_feed"), {"unit": "none"}).status_code == 404


def test_news_stand_on_the_page_of_their_library(client: Client, one: Unit, two: Unit) -> None:
    tell(one, "З першої")
    assert "З першої" in client.get(one.get_absolute_url()).content.decode()
    assert "З першої" not in client.get(two.get_absolute_url()).content.decode()


def test_published_pages_are_told_to_the_search_and_drafts_are_not_found(one: Unit) -> None:
    Change.objects.all().delete()
    page = tell(one, "Нова полиця", intro="Книжки про степ", body=[("paragraph", "<p>Ковила й <b>тюльпани</b></p>")])
    assert Change.objects.filter(kind="news", object_pk=str(page.pk)).exists()
    (entry,) = entries._builder("news", NewsPage)([page.pk])
    assert "тюльпани" in entry.other[0]
    assert "<b>" not in entry.other[0]
    assert entry.units == ["city", "one"]
    assert entry.url == f"/city/one/news/{page.slug}/"

    page.unpublish()
    assert list(entries._builder("news", NewsPage)([page.pk])) == []


def test_a_page_that_is_moved_belongs_to_its_new_library(one: Unit, two: Unit) -> None:
    page = StaticPage(title="Правила", slug="rules")
    services.site_of(one).add_child(instance=page)
    page.move(Page.objects.get(pk=services.site_of(two).pk), pos="last-child")
    assert StaticPage.objects.get(pk=page.pk).unit == two


def test_pictures_are_added_by_those_who_write_and_changed_by_those_who_brought_them(one: Unit) -> None:
    from wagtail.images.tests.utils import get_image_model, get_test_image_file

    editor, head, librarian = person(Role.EDITOR, one), person(Role.BRANCH_HEAD, one), person(Role.LIBRARIAN, one)
    picture = get_image_model().objects.create(title="Полиця", file=get_test_image_file(), uploaded_by_user=editor)
    address = reverse("wagtailimages:edit", args=[picture.pk])
    assert [signed_in(user).get(address).status_code for user in (editor, head, librarian)] == [200, 403, 403]
    add = reverse("wagtailimages:add")
    assert [signed_in(user).get(add).status_code for user in (editor, head, librarian)] == [200, 200, 403]
