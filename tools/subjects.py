"""Which pages are drawn: names and addresses, as the database at hand has them. Django is set up before this is imported."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from chytalnia.catalogue.models import Authority, AuthorityKind, ImportJob, Item, MergeCase, Record, Work
from chytalnia.network.models import Unit

#: name, address, who sees it ("" everybody).
Row = tuple[str, str, str]


def found() -> list[Row]:
    return [*readers(), *staff()]


def _search(text: str, **conditions: Any) -> str:
    return f"{reverse('portal:search')}?{urlencode({'q': text, **conditions})}"


def readers() -> list[Row]:
    """Pages of the site. A work with many editions and copies, so that everything a page can hold is on it."""
    works = Work.objects.shown()
    work = works.order_by("-item_count", "-record_count", "pk").first() or works.get()
    translated = works.order_by("-record_count", "pk").first() or work
    headings = Authority.objects.annotate(used=Count("headings")).order_by("-used", "pk")
    branch = Unit.objects.filter(code="kremenchuk-f1").first() or Unit.objects.order_by("path").last()
    author = headings.filter(kind=AuthorityKind.PERSON).first()
    subject = headings.filter(kind=AuthorityKind.TOPIC).first()
    rows: list[Row] = [
        ("start", reverse("portal:start"), ""),
        ("results", _search("книгою Шевченка"), ""),
        ("results-corrected", _search("rj,pfh"), ""),
        ("results-empty", _search("ъъъъ щщщщ"), ""),
        ("work", work.get_absolute_url(), ""),
        ("work-translated", translated.get_absolute_url(), ""),
        ("edition", reverse("catalogue:record", args=[_edition(work).pk]), ""),
        ("new", reverse("catalogue:new"), ""),
        ("own-list", reverse("catalogue:list"), ""),
        ("libraries", reverse("network:libraries"), ""),
        ("news", reverse("portal:news"), ""),
        ("sign-in", reverse("account_login"), ""),
        ("preferences", reverse("core:preferences"), ""),
        ("styleguide", reverse("core:styleguide"), ""),
        ("not-found", "/no-such-page/", ""),
    ]
    if branch:
        rows.append(("library", branch.get_absolute_url(), ""))
    if author:
        rows.append(("author", reverse("catalogue:author", args=[author.pk]), ""))
    if subject:
        rows.append(("subject", reverse("catalogue:subject", args=[subject.pk]), ""))
    return rows + _pages()


def _edition(work: Work) -> Record:
    return work.records.public().order_by("pk")[0]


def _pages() -> list[Row]:
    from chytalnia.portal.models import NewsPage, StaticPage

    rows: list[Row] = []
    for name, pages in (("news-item", NewsPage), ("page", StaticPage)):
        page = pages.objects.live().order_by("pk").first()
        if page and page.url:
            rows.append((name, page.url, ""))
    return rows


def staff() -> list[Row]:
    """The desk, each screen with somebody who works there."""
    unit = Unit.objects.get(code="kremenchuk-f1")
    rows: list[Row] = [
        ("desk", "/desk/", "cataloguer"),
        ("desk-libraries", reverse("units:index"), "director"),
        ("desk-card", reverse("units:edit", args=[unit.pk]), "head"),
        ("desk-hours", reverse("network_desk:hours", args=[unit.pk]), "head"),
        ("desk-settings", reverse("network_desk:settings", args=[unit.pk]), "director"),
        ("desk-roles", reverse("roles:index"), "director"),
        ("desk-staff", reverse("staff:index"), "director"),
        ("desk-facts", reverse("journal_facts"), "director"),
        ("desk-audit", reverse("journal_audit"), "director"),
        ("desk-pages", reverse("wagtailadmin_explore_root"), "editor"),
    ]
    record = Record.objects.active().filter(owner__code="kremenchuk").order_by("pk").first()
    item = Item.objects.order_by("pk").first()
    job = ImportJob.objects.order_by("-pk").first()
    case = MergeCase.objects.filter(stage="open").order_by("-score").first()
    for name, address, thing in () and (
        ("desk-items", "items:list", None),
        ("desk-item", "items:item", item),
        ("desk-labels", "items:labels", None),
        ("desk-shelf", "items:shelf", None),
        ("desk-scan", "items:scan", None),
    ):
        if thing or name in ("desk-items", "desk-labels", "desk-shelf", "desk-scan"):
            rows.append((name, reverse(address, args=[thing.pk] if thing else []), "cataloguer"))
    _ = record, job, case
    return rows
