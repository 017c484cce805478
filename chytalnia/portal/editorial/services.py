"""What is done to the tree of pages: a section for each unit, where the unit stands."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import translation
from wagtail.models import Locale, Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from chytalnia.network import settings as unit_settings
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.portal.models import LibrarySite, NewsIndexPage, NewsPage, PagesRoot, StaticPage, default_language

#: Word for the news of a library in its own language; it is a title in the tree of the desk, pages say it by themselves.
_NEWS = {"uk": "Новини", "ru": "Новости", "kk": "Жаңалықтар", "en": "News"}


@transaction.atomic
def root() -> PagesRoot:
    """The page under which all sections stand, made on first need in place of the welcome page of a fresh database."""
    found = PagesRoot.objects.first()
    if found is not None:
        return found
    Locale.objects.get_or_create(language_code=default_language())
    top = Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))
    made = _added(top, PagesRoot(title="Бібліотеки", slug="libraries-pages"))
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        Site.objects.create(hostname="localhost", root_page=made, is_default_site=True)
    else:
        former = site.root_page
        site.root_page = made
        site.save()
        if type(former.specific) is Page and not former.get_children().exists() and former.depth == 2:
            former.delete()
    return PagesRoot.objects.get(pk=made.pk)


@transaction.atomic
def site_of(unit: Unit) -> LibrarySite:
    """The section of a unit, made with those above it and its page of news if they are not there."""
    found = LibrarySite.objects.filter(unit=unit).first()
    if found is not None:
        return found
    parent_unit = Unit.objects.filter(path=unit.parent_path).first() if unit.depth > 1 else None
    parent: Page = root() if parent_unit is None else site_of(parent_unit)
    language = language_of(unit)
    site = LibrarySite(title=_title(unit, language), slug=unit.code, unit=unit)
    # Read anew: adding a child changes the parent's count, and two sections may be made in one go.
    _added(Page.objects.get(pk=parent.pk), site)
    _added(site, NewsIndexPage(title=_NEWS[language], slug="news"))
    return LibrarySite.objects.get(pk=site.pk)


def _added(parent: Page, page: Page) -> Page:
    """A page of the program's own under another. It speaks of nothing, so nobody needs to look for what it refers to."""
    with disable_reference_index_auto_update():
        return parent.add_child(instance=page)


def follow(unit: Unit) -> None:
    """Bring the section of a unit to where the unit stands now, under its present name."""
    site = site_of(unit)
    title = _title(unit, language_of(unit))
    if site.title != title:
        Page.objects.filter(pk=site.pk).update(title=title, draft_title=title)
    parent_unit = Unit.objects.filter(path=unit.parent_path).first() if unit.depth > 1 else None
    parent: Page = root() if parent_unit is None else site_of(parent_unit)
    if site.path[: -site.steplen] != parent.path:
        site.move(Page.objects.get(pk=parent.pk), pos="last-child")


def language_of(unit: Unit) -> str:
    return unit_settings.setting(unit, "network.language") or default_language()


def _title(unit: Unit, language: str) -> str:
    with translation.override(language):
        return str(unit)[:255]


def unit_above(page: Page) -> int:
    """Key of the unit in whose section a page stands."""
    paths = [page.path[:n] for n in range(page.steplen, len(page.path), page.steplen)]
    found = LibrarySite.objects.filter(path__in=paths).order_by("-depth").values_list("unit_id", flat=True).first()
    if found is None:
        raise ValueError("The page stands in no section of a library")
    return int(found)


def settle(page: Page) -> None:
    """After a move: let the page and all under it know whose they are now."""
    for model in (NewsPage, StaticPage):
        for moved in model.objects.filter(under([page.path])):
            model.objects.filter(pk=moved.pk).update(unit_id=unit_above(moved))


def publish(page: Page, *, by: Any = None) -> None:
    """Show a page as it stands, with a first revision, so that the desk has its history."""
    page.save_revision(user=by).publish(user=by)
