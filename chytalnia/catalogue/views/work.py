"""The page of a work."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from chytalnia.catalogue import presenting, structured
from chytalnia.catalogue.derive import slug as slug_of
from chytalnia.catalogue.queries import works
from chytalnia.catalogue.sentences import where_it_stands
from chytalnia.catalogue.services.exporting import FORMATS
from chytalnia.core import panels
from chytalnia.wire.bib import Bib

from . import gone, reader

#: Rows of the table of copies, and editions of one language, before the rest folds away.
ROWS = 5
#: Groups of editions that stand open; the others wait under the name of their language.
OPEN_LANGUAGES = 3


@require_safe
def work(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    here, chosen = reader.place(request)
    page = works.work_page(pk, at=timezone.now(), here=here, chosen=chosen)
    if page is None:
        return gone.work(request, pk)
    # The bare address is what other programs make; it answers at once and names the full one as canonical.
    if slug and slug != slug_of(page.work.title):
        query = request.META.get("QUERY_STRING", "")
        address = page.work.get_absolute_url()
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    return render(request, "catalogue/work.html", {**_told(page), **_for_reader(request, page, here)})


def _told(page: works.WorkPage) -> dict[str, Any]:
    """What the page says to everybody."""
    bib = page.main.bib
    bibs = [edition.record.bib for edition in page.editions]
    code = works.language_of_title(page.work)
    lang = presenting.tag(code)
    book = works.book(page.work, page.knowledge)
    groups = [
        {
            "code": group.code,
            "lang": presenting.tag(group.code),
            "name": presenting.language_name(group.code),
            "editions": group.editions,
            "first": group.editions[:ROWS],
            "rest": group.editions[ROWS:],
        }
        for group in page.by_language
    ]
    image = structured.absolute(reverse("catalogue:social", args=[page.work.pk]))
    return {
        "page": page,
        "work": page.work,
        "work_id": str(page.work.pk),
        "canonical": structured.absolute(page.work.get_absolute_url()),
        "addresses": [
            {"code": code, "url": structured.absolute(translate_url(page.work.get_absolute_url(), code))}
            for code, _name in settings.LANGUAGES
        ],
        "main": page.main,
        "book": book,
        "title": presenting.Shown(page.work.title, lang, _romanised(page), derived=bib.title.proper.derived),
        "remainder": presenting.text_of(bib.title.remainder, lang),
        "author": next(iter(page.authors), None),
        "co_authors": page.authors[1:4],
        "groups": groups,
        "open_groups": groups[:OPEN_LANGUAGES],
        "closed_groups": groups[OPEN_LANGUAGES:],
        "is_derived": presenting.is_derived(bib),
        "spellings": [(text, presenting.tag(code)) for text, code in page.spellings],
        "series": presenting.once(
            " ; ".join(filter(None, [series.title.value or series.title.romanised, series.number]))
            for one in bibs
            for series in one.series
        )[:8],
        "abstract": bib.abstract or next((one.abstract for one in bibs if one.abstract), ""),
        "contents": bib.contents or next((one.contents for one in bibs if one.contents), []),
        "notes": presenting.once([*bib.notes, bib.bibliography_note])[:12],
        "isbns": presenting.once(i.value.split(" ")[0] for one in bibs for i in one.isbn if not i.wrong)[:12],
        "keywords": presenting.once(word for one in bibs for word in one.keywords)[:20],
        "descriptions": presenting.descriptions(bib),
        "links": presenting.links(bibs)[:8],
        "formats": list(FORMATS.values()),
        "image": image,
        "json_ld": structured.script(structured.work(page, image=image)),
        "card_facts": _facts(page, bibs),
        "newest": max((edition.record.year or 0 for edition in page.editions), default=0),
    }


def _facts(page: works.WorkPage, bibs: list[Bib]) -> list[dict[str, Any]]:
    """The few things told on the card itself."""
    count, newest = page.work.record_count, max((edition.record.year or 0 for edition in page.editions), default=0)
    told = str(newest or _("not known"))
    if count > 1:
        told = _("%(n)s, the newest of %(year)s") % {"n": count, "year": newest} if newest else str(count)
    age = max((one.age_mark for one in bibs if one.age_mark is not None), default=None)
    facts = [
        {"name": _("Editions") if count > 1 else _("Year"), "value": told, "url": "#editions"},
        {"name": _("Languages"), "value": presenting.language_names(group.code for group in page.by_language)},
    ]
    if page.subjects:
        first = page.subjects[0]
        facts.append({"name": _("Subject"), "value": first.heading, "url": first.get_absolute_url()})
    if page.work.kind != "book":
        facts.append({"name": _("Kind"), "value": str(presenting.KINDS.get(page.work.kind, page.work.kind))})
    if age is not None:
        facts.append({"name": _("Age"), "value": f"{age}+"})
    return facts


def _romanised(page: works.WorkPage) -> str:
    bib = page.main.bib
    return bib.title.proper.romanised.strip(" /:;,=") if page.main.title.split(" : ")[0] == page.work.title else ""


def _for_reader(request: HttpRequest, page: works.WorkPage, here: tuple[float, float] | None) -> dict[str, Any]:
    """What depends on who asks: from where, with which list; and what the rooms above add."""
    bibs = [edition.record.bib for edition in page.editions]
    where = where_it_stands(page.holdings, online=presenting.online(bibs))
    on_shelf = where.branch or page.holdings.best
    marks = on_shelf.shelf_marks if on_shelf else []
    branches = page.holdings.branches
    _fill_beside(page, request)
    return {
        "where": where,
        "shelf_mark": marks[0].split(" / ") if marks else [],
        "first_branches": branches[: ROWS + 1],
        "more_branches": branches[ROWS + 1 :],
        "here": here,
        "on_list": page.work.pk in reader.own_list(request),
        "shelf_of_author": works.books(page.similar_author),
        "shelf_of_subject": works.books(page.similar_subject),
        "panels": _panels(page, request),
    }


def _fill_beside(page: works.WorkPage, request: HttpRequest) -> None:
    """What rooms above say beside the copies of a library: `fill` gives what is shown by the key of the library."""
    for panel in panels.at("catalogue.copies"):
        told: dict[Any, Any] = panel.fill(page.work, request) or {}
        for branch in page.holdings.branches:
            if branch.unit.pk in told:
                branch.beside.append(render_to_string(panel.template, told[branch.unit.pk], request))


def _panels(page: works.WorkPage, request: HttpRequest) -> list[str]:
    filled = [(panel, panel.fill(page.work, request)) for panel in panels.at("catalogue.work")]
    return [render_to_string(panel.template, told, request) for panel, told in filled if told is not None]
