"""The answer to a search as its page shows it, kept for a minute for everybody who asks the same."""

from __future__ import annotations

import hashlib
import pickle
import zlib
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse, translate_url
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from chytalnia.catalogue import finding
from chytalnia.catalogue.finding import PER_PAGE, WORK, Asked, Found
from chytalnia.catalogue.selecting import MOST_FOR_ANYBODY
from chytalnia.core import words
from chytalnia.network import memory
from chytalnia.programmes.entries import KIND as EVENT
from chytalnia.programmes.lines import in_results
from chytalnia.search import entries as search_entries
from chytalnia.search import queries
from chytalnia.search.queries import Correction, Hit

from . import entries, facets, hits
from .hits import Reader

#: Seconds that an answer serves everybody who asks the same in the same language.
KEPT = 60
#: More conditions than this make pages that no search engine needs: they are not to be followed, and programs get none.
MOST_FOR_PROGRAMS = 3
SORTS = ("", "newest", "year", "oldest", "title", "popular")


@dataclass(slots=True)
class Answer:
    """What the page needs beside the piece that is exchanged."""

    html: str
    total: int
    heading: str
    correction: str = ""
    seconds: float = 0.0
    last_page: int = 1
    is_empty: bool = field(default=False)


def answer(asked: Asked, request: HttpRequest, reader: Reader) -> Answer:
    """From the memory of the last minute, or found anew."""
    key = None
    if reader.is_anybody:
        said = f"{get_language()}|{asked.at('')}|{asked.cut}"
        key = f"answer:{hashlib.blake2b(said.encode(), digest_size=16).hexdigest()}"
        if (kept := cache.get(key)) is not None:
            return Answer(**pickle.loads(zlib.decompress(kept)))  # noqa: S301 - our own cache
    fresh = _fresh(asked, request, reader)
    if key:
        values = {name: getattr(fresh, name) for name in Answer.__slots__}
        cache.set(key, zlib.compress(pickle.dumps(values), 1), KEPT)
    return fresh


def _fresh(asked: Asked, request: HttpRequest, reader: Reader) -> Answer:
    found = finding.find(asked, language=get_language() or "")
    context = page(found, reader)
    return Answer(
        html=render_to_string("portal/search.html#results", context, request),
        total=found.total,
        heading=context["heading"],
        correction=found.correction.kind if found.correction else "",
        seconds=found.seconds,
        last_page=max(1, -(-found.reachable // PER_PAGE)),
        is_empty=not found.hits,
    )


def page(found: Found, reader: Reader) -> dict[str, Any]:
    """Everything the answer shows."""
    asked, path, now = found.asked, reverse("portal:search"), timezone.now()
    units = facets.units_of(found)
    more_hits, more_counts = finding.others(asked, found.correction, [kind.name for kind in search_entries.kinds()])
    seen = finding.glances(found.hits)
    pks = list(seen)
    books = hits.books(seen, at=now, reader=reader)
    if len(books) == found.total and not asked.values("unit"):
        # All of them stand on this page, so that it can be said exactly; facets count a library with all its branches.
        libraries = len(set().union(*(book["held"] for book in books)))
    else:
        libraries = facets.libraries_in(found, units)
    return {
        "asked": asked,
        "found": found,
        "heading": _heading(found),
        "in_libraries": _in_libraries(libraries) if found.total and asked.kind == WORK else "",
        "correction": _correction(found.correction, asked, path),
        "understood": [] if asked.as_written else found.understood,
        "as_written_url": Asked(asked.text, True, asked.conditions, asked.sort).at(path),
        "corrected_url": Asked(asked.text, False, asked.conditions, asked.sort).at(path),
        "hits": books,
        "things": things([hit for hit in found.hits if hit.kind != WORK]),
        "more": things(more_hits),
        "more_links": [
            {"label": _counted_kind(kind, count), "url": Asked(asked.text).having("kind", kind).at(path)}
            for kind, count in more_counts.items()
        ],
        "groups": facets.groups(found, units) if found.total or asked.conditions else [],
        "chips": facets.chips(
            asked,
            path,
            units,
            kind=_counted_kind(asked.kind, found.total) if found.total and asked.kind != WORK else "",
        ),
        "kept": [(name, value) for name, value in asked.pairs() if name in ("q", "as", "kind", "sort")],
        "path": path,
        "form_attributes": {"hx-boost": "true", "hx-target": "#results", "hx-swap": "outerHTML"},
        "sorts": _sorts(asked),
        "sort_kept": [(name, value) for name, value in asked.pairs() if name not in ("sort", "page")],
        "can_ask_place": bool(pks) and reader.here is None,
        "near_kept": asked.pairs(),
        "pager": pager(asked, found.reachable, path),
        "bare_url": asked.bare().at(path),
        "tools": _tools(asked, pks, found.total),
        "help": _help(asked, found, path) if not found.total else None,
    }


def _heading(found: Found) -> str:
    if not found.total:
        return _("Nothing found")
    number = number_format(found.total, force_grouping=True)
    if found.asked.kind != WORK:
        return _counted_kind(found.asked.kind, found.total)
    return ngettext("%(n)s title", "%(n)s titles", found.total) % {"n": number}


def _in_libraries(count: int) -> str:
    return ngettext("in %(n)s library", "in %(n)s libraries", count) % {"n": count} if count else ""


def _counted_kind(kind: str, count: int) -> str:
    if said := search_entries.kind(kind).counted:
        return str(said % {"number": count, "n": number_format(count, force_grouping=True)})
    return words.counted(count, "result")


def _correction(correction: Correction | None, asked: Asked, path: str) -> dict[str, str] | None:
    if correction is None:
        return None
    said = {
        "layout": _("These are the results for “%(shown)s”: it looks as if the keyboard stood in another layout."),
        "spelling": _("These are the results for “%(shown)s”."),
        "relaxed": _("Nothing has all the words, so these are the results that have some of them: “%(shown)s”."),
    }[correction.kind]
    return {
        "text": said % {"shown": correction.shown},
        "url": Asked(asked.text, True, asked.conditions, asked.sort).at(path),
        "original": correction.original,
    }


def _sorts(asked: Asked) -> list[dict[str, Any]]:
    labels = {
        "": _("the fittest first") if asked.text else _("the newest arrivals first"),
        "newest": _("the newest arrivals first"),
        "year": _("by year, the latest first"),
        "oldest": _("by year, the earliest first"),
        "title": _("by title"),
        "popular": _("the most read first"),
    }
    names = [name for name in SORTS if asked.text or name != "newest"]
    return [{"value": name, "label": labels[name], "on": name == asked.sort} for name in names]


def pager(asked: Asked, reachable: int, path: str) -> dict[str, Any] | None:
    """Links to other pages, each with its whole address."""
    paginator = Paginator(range(reachable), PER_PAGE)
    if paginator.num_pages < 2:
        return None
    current = paginator.get_page(asked.page)

    def at(number: int) -> str:
        return Asked(asked.text, asked.as_written, asked.conditions, asked.sort, number).at(path)

    numbers = [
        {"number": number, "url": at(number) if isinstance(number, int) else "", "here": number == current.number}
        for number in paginator.get_elided_page_range(current.number, on_each_side=1, on_ends=1)
    ]
    return {
        "numbers": numbers,
        "previous": at(current.number - 1) if current.has_previous() else "",
        "next": at(current.number + 1) if current.has_next() else "",
    }


def _tools(asked: Asked, pks: list[int], total: int) -> dict[str, Any]:
    """What can be taken away: the feed of this search, a list to print, the descriptions of all that was found as a file."""
    if asked.kind != WORK or not pks:
        return {}
    plain = Asked(asked.text, asked.as_written, asked.conditions)
    feed = plain.at(reverse("protocols:search_feed"))
    return {
        "feed": f"{feed}{'&' if '?' in feed else '?'}lang={get_language()}",
        "printed": plain.at(reverse("portal:print")),
        **_files(plain, pks, total),
    }


def _files(plain: Asked, pks: list[int], total: int) -> dict[str, Any]:
    if plain.is_everything:
        said, end = _("This page as a file:"), f"works={','.join(map(str, pks))}"
    elif total > MOST_FOR_ANYBODY:
        said, end = _("The first %(n)s as a file:") % {"n": MOST_FOR_ANYBODY}, f"limit={MOST_FOR_ANYBODY}"
    else:
        said, end = _("All of them as a file:"), ""
    files = []
    for code, label in (("marc21", "MARC 21"), ("bibtex", "BibTeX"), ("ris", "RIS")):
        address = plain.at(reverse("catalogue:export", args=[code]))
        files.append((f"{address}{'&' if '?' in address else '?'}{end}" if end else address, label))
    return {"files": files, "files_said": said}


def things(found: list[Hit]) -> list[dict[str, Any]]:
    """Answers that are no books. A library says whether it is open; another thing has its title and address."""
    pks = [int(hit.pk) for hit in found if hit.kind == entries.KIND]
    listed = hits.places_of(memory.units(pks).values(), timezone.now(), Reader()) if pks else {}
    events = in_results(int(hit.pk) for hit in found if hit.kind == EVENT)
    out: list[dict[str, Any]] = []
    for hit in found:
        if hit.kind == EVENT:
            if told := events.get(int(hit.pk)):
                url = translate_url(hit.url, get_language() or "uk")
                out.append({"kind": hit.kind, "url": url, "title": told[0], "note": told[1]})
        elif hit.kind == entries.KIND:
            if shown := listed.get(int(hit.pk)):
                out.append(
                    {"kind": hit.kind, "url": shown.unit.get_absolute_url(), "title": str(shown.unit), "listed": shown}
                )
        else:
            url = translate_url(hit.url, get_language() or "uk")
            out.append({"kind": hit.kind, "url": url, "title": hit.title, "note": "; ".join(hit.names)})
    return out


def _help(asked: Asked, found: Found, path: str) -> dict[str, Any]:
    """What a reader can do when nothing is found: drop conditions, drop words, ask a person."""
    tries: list[dict[str, str]] = []
    words = [word for word in asked.text.replace('"', " ").split() if len(word) > 2 and word[0] not in "-–"]
    if 1 < len(words) <= 12:
        for word in sorted(set(words), key=lambda word: (-len(word), words.index(word)))[:4]:
            total = queries.search(word, filters={"kind": [asked.kind]}, limit=0, facets=[]).total
            if total:
                tries.append(
                    {"label": f"{word} · {number_format(total, force_grouping=True)}", "url": Asked(word).at(path)}
                )
    return {
        "without": asked.bare().at(path) if asked.conditions else "",
        "corrected": Asked(asked.text, False, asked.conditions).at(path) if asked.as_written else "",
        "tries": tries,
        "text": asked.text.strip('"«»“”„ '),
        "libraries": reverse("network:libraries"),
        "everything": path,
    }
