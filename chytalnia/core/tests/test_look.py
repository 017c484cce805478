from datetime import UTC, date, datetime, time

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import reverse
from django.utils import translation

from chytalnia.core import bundles, navigation, views, words
from chytalnia.core.bundles import BUNDLES, SCRIPTS, SHEETS, SOURCES, BundleFinder
from chytalnia.core.preferences import COOKIE, Preferences

SUNDAY = date(2026, 11, 22)


def html_tag(page: str) -> str:
    return page[page.index("<html") : page.index(">", page.index("<html"))]


@pytest.mark.django_db
class TestLanguage:
    def test_switch_keeps_the_page_and_the_query(self, client):
        page = client.get("/styleguide/?q=%D0%BA%D0%BE%D0%B1%D0%B7%D0%B0%D1%80&page=2").content.decode()
        for code in ("ru", "kk", "en"):
            assert f'href="/{code}/styleguide/?q=%D0%BA%D0%BE%D0%B1%D0%B7%D0%B0%D1%80&amp;page=2"' in page

    @pytest.mark.parametrize("code", ["uk", "ru", "kk", "en"])
    def test_each_address_speaks_its_language(self, client, code):
        with translation.override(code):
            address = reverse("core:styleguide")
        page = client.get(address).content.decode()
        assert f'lang="{code}"' in html_tag(page)
        assert 'hreflang="uk" href="http' in page

    def test_back_to_ukrainian_loses_the_prefix(self, client):
        assert 'href="/styleguide/?a=1"' in client.get("/kk/styleguide/?a=1").content.decode()


@pytest.mark.django_db
class TestLowVision:
    def test_one_press_turns_it_on_and_returns_to_the_same_page(self, client):
        answer = client.post(reverse("core:preferences"), {"quick": "on", "next": "/ru/styleguide/?q=1"})
        assert (answer.status_code, answer["Location"]) == (302, "/ru/styleguide/?q=1")
        assert answer.cookies[COOKIE]["samesite"] == "Lax"
        tag = html_tag(client.get("/styleguide/").content.decode())
        assert 'data-vision="black"' in tag
        assert 'data-size="15"' in tag

    def test_every_choice_reaches_the_page(self, client):
        chosen = {"theme": "dark", "vision": "blue", "size": "20", "spacing": "wide", "pictures": "off"}
        client.post(reverse("core:preferences"), chosen)
        tag = html_tag(client.get("/styleguide/").content.decode())
        assert [f'data-{name}="{value}"' in tag for name, value in chosen.items()] == [True] * 5

    def test_the_usual_version_keeps_the_theme(self, client):
        client.post(reverse("core:preferences"), {"theme": "dark", "vision": "white"})
        client.post(reverse("core:preferences"), {"quick": "off"})
        tag = html_tag(client.get("/styleguide/").content.decode())
        assert 'data-theme="dark"' in tag
        assert "data-vision" not in tag

    def test_the_form_stands_on_a_page_of_its_own_too(self, client):
        page = client.get(reverse("core:preferences") + "?next=/kk/").content.decode()
        assert '<input type="hidden" name="next" value="/kk/">' in page

    @pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
    def test_it_never_leads_to_another_site(self, client, elsewhere):
        assert client.post(reverse("core:preferences"), {"quick": "on", "next": elsewhere})["Location"] == "/"

    def test_a_forged_cookie_is_as_none(self, client):
        client.cookies[COOKIE] = 'vision="><script>&size=99'
        tag = html_tag(client.get("/styleguide/").content.decode())
        assert "data-" not in tag

    def test_caches_are_told(self, client):
        assert "Cookie" in client.get("/styleguide/")["Vary"]

    def test_preferences_read_back_what_was_kept(self):
        request = RequestFactory().get("/")
        request.COOKIES[COOKIE] = "vision=white&size=20"
        assert Preferences.of(request) == Preferences(vision="white", size="20")


@pytest.mark.django_db
class TestPages:
    def test_nothing_inline(self, client):
        page = client.get("/styleguide/").content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick=" not in page
        scripts = [part.split(">")[0] for part in page.split("<script")[1:]]
        assert all("src=" in tag or "application/json" in tag for tag in scripts)

    def test_a_missing_page_answers_in_our_voice(self, client):
        answer = client.get("/en/no-such-page/")
        assert answer.status_code == 404
        assert "There is no such page" in answer.content.decode()

    def test_too_fast_says_when_to_come_back(self, client):
        request = client.get("/en/styleguide/").wsgi_request
        answer = views.too_many_requests(request, wait_seconds=30)
        assert (answer.status_code, answer["Retry-After"]) == (429, "30")

    @pytest.mark.parametrize("name", ["400.html", "500.html", "403_csrf.html"])
    def test_the_worst_pages_need_no_request(self, name):
        from django.template.loader import render_to_string

        assert '<main id="main">' in render_to_string(name)

    @pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
    def test_sign_in_pages_stand_on_our_base(self, client, name):
        page = client.get(reverse(name)).content.decode()
        assert 'class="logo"' in page
        assert 'class="field' in page or "<h1>" in page

    def test_the_wrong_form_says_so_beside_each_field(self, client):
        page = client.get("/en/styleguide/").content.decode()
        assert 'href="#id_wrong-surname"' in page
        assert 'id="id_wrong-surname_error"' in page
        assert 'aria-invalid="true"' in page


class TestWords:
    @pytest.mark.parametrize(
        ("when", "way", "said"),
        [
            (SUNDAY, "", "today"),
            (date(2026, 11, 23), "", "tomorrow"),
            (date(2026, 11, 21), "", "yesterday"),
            (date(2026, 11, 26), "", "Thursday, 26 November"),
            (date(2026, 11, 26), "until", "until Thursday, 26 November"),
            (date(2026, 11, 23), "until", "until tomorrow"),
            (date(2026, 11, 26), "on", "on Thursday"),
            (date(2027, 1, 5), "on", "5 January 2027"),
            (datetime(2026, 11, 22, 23, 30, tzinfo=UTC), "", "tomorrow"),  # past midnight in Kyiv
        ],
    )
    def test_days(self, when, way, said):
        with translation.override("en"):
            assert words.day_in_words(when, way=way, today=SUNDAY) == said

    @pytest.mark.parametrize(
        ("metres", "en"),
        [(3, "10 m"), (412, "400 m"), (940, "950 m"), (2130, "2.1 km"), (9960, "10 km"), (14400, "14 km")],
    )
    def test_distances(self, metres, en):
        with translation.override("en"):
            assert words.distance(metres) == en

    def test_numbers_are_written_as_the_language_writes_them(self):
        with translation.override("uk"):
            assert words.distance(2130).startswith("2,1")
            assert words.counted(1284, "edition").startswith("1\u00a0284")
        with translation.override("en"):
            assert [words.counted(n, "copy") for n in (1, 2, 1284)] == ["1 copy", "2 copies", "1,284 copies"]

    def test_hours_and_lengths(self):
        assert words.clock(time(9, 5)) == "09:05"
        with translation.override("en"):
            assert [words.minutes_long(n) for n in (0, 45, 60, 90)] == [
                "0 minutes",
                "45 minutes",
                "1 hour",
                "1 hour 30 minutes",
            ]


class TestNavigation:
    @pytest.fixture(autouse=True)
    def _own_registry(self, monkeypatch):
        monkeypatch.setattr(navigation, "_entries", navigation.defaultdict(list))

    def test_entries_stand_in_order_and_mark_where_we_are(self):
        navigation.add("Later", "core:preferences", order=20)
        navigation.add("Sooner", "core:styleguide", order=10)
        navigation.add("Nowhere", "no:such", order=5)
        with translation.override("ru"):
            links = navigation.links("main", "/ru/styleguide/colours/")
        assert [(link.label, link.url, link.here) for link in links] == [
            ("Sooner", "/ru/styleguide/", True),
            ("Later", "/ru/look/", False),
        ]

    def test_the_same_entry_twice_is_one(self):
        for _ in range(2):
            navigation.add("Once", "core:styleguide")
        assert len(navigation.links("main", "/")) == 1


class TestBundles:
    def test_every_source_is_in_the_bundle_once(self):
        finder = BundleFinder()
        with open(finder.find("core/css/look.css")) as css, open(finder.find("core/js/look.js")) as js:
            sheet, script = css.read(), js.read()
        parts = [bundles._sheet([name]).strip() for name in SHEETS]
        assert [sheet.count(part) for part in parts] == [1] * len(SHEETS)
        assert script.count("(() => {\n") >= len(SCRIPTS)
        assert {path for path, _storage in finder.list(None)} == set(BUNDLES)

    def test_no_sheet_is_forgotten(self):
        alone = {"desk", "stages", "styleguide", "work"}
        assert {path.stem for path in (SOURCES / "css").glob("*.css")} == set(SHEETS) | alone
        assert {path.stem for path in (SOURCES / "js").glob("*.js")} == set(SCRIPTS) | {"map", "outbox", "work"}

    def test_the_first_view_weighs_little(self):
        fonts = sum(
            (SOURCES / "fonts" / f"{cut}-{script}.woff2").stat().st_size
            for cut in ("sans-400", "sans-600", "serif-600")
            for script in ("latin", "cyrillic")
        )
        import gzip

        code = sum(len(gzip.compress(make().encode())) for make, _sources in BUNDLES.values())
        assert fonts + code < 90_000


class TestTags:
    def render(self, text: str, **context) -> str:
        return Template("{% load look %}" + text).render(Context(context))

    def test_icons_are_silent_or_named(self):
        assert 'aria-hidden="true"' in self.render("{% icon 'search' %}")
        assert 'aria-label="Find"' in self.render("{% icon 'search' 'Find' %}")

    def test_attributes_are_escaped(self):
        assert self.render("{% attributes a %}", a={"x": '"<', "on": True, "off": False}) == ' x="&quot;&lt;" on'

    def test_pager_leaves_pages_out(self):
        assert self.render("{{ p|elided }}", p=Paginator(range(100), 10).page(5)).count(",") == 6

    def test_bars_of_nothing_are_no_error(self):
        assert "<svg" in self.render("{% bars v 'none' %}", v=[])
        assert "<svg" in self.render("{% bars v 'zeros' %}", v=[0, 0])
        assert "<svg" in self.render("{% sparkline v 'one' %}", v=[3])
