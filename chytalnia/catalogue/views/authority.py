"""Pages of authors and of subjects: all that is under a heading."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from chytalnia.catalogue import presenting, structured
from chytalnia.catalogue.models import Authority
from chytalnia.catalogue.queries import works
from chytalnia.catalogue.queries.headings import SORTS, around, works_under
from chytalnia.catalogue.services.headings import roots_of
from chytalnia.core.navigation import search_urls

PER_PAGE = 24
SORT_NAMES = (
    ("", _("asked for most")),
    ("newest", _("newest first")),
    ("oldest", _("oldest first")),
    ("title", _("by title")),
)


@require_safe
def authority(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    return redirect(found, permanent=found.pk == pk)


@require_safe
def author(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    if found.pk != pk:
        return redirect(found)
    if not found.is_agent:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return _page(request, found, "catalogue/author.html")


@require_safe
def subject(request: HttpRequest, pk: int) -> HttpResponse:
    found = _found(pk)
    if found.pk != pk:
        return redirect(found)
    if found.is_agent:
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return _page(request, found, "catalogue/subject.html")


def _found(pk: int) -> Authority:
    """The heading, or the one that stands for it."""
    found = Authority.objects.filter(pk=pk).first()
    if found is None:
        raise Http404
    return Authority.objects.get(pk=roots_of([pk])[pk]) if found.merged_into_id else found


def _page(request: HttpRequest, found: Authority, template: str) -> HttpResponse:
    """Works by the heading, or with `?about=1` about it; for a subject always about."""
    by, about = (works_under(found, about=False), works_under(found, about=True))
    by_count, about_count = (by.count(), about.count()) if found.is_agent else (0, about.count())
    is_about = not found.is_agent or (about_count > 0 and (request.GET.get("about") == "1" or not by_count))
    sort = request.GET.get("sort", "")
    sort = sort if sort in SORTS else ""
    page = Paginator(works_under(found, about=is_about, sort=sort), PER_PAGE).get_page(request.GET.get("page"))
    seen = around(found)
    search = search_urls().get("search", "")
    shown = list(page.object_list)
    told = {
        "authority": found,
        "name": found.name,
        "page": page,
        "books": works.books(shown),
        "by_count": by_count,
        "about_count": about_count,
        "is_about": is_about,
        "sort": sort,
        "sorts": [
            {"label": label, "url": _address(is_about and found.is_agent, code), "on": code == sort}
            for code, label in SORT_NAMES
        ],
        "spellings": presenting.once([found.romanised, *map(str, found.variants)]),
        "roles": [(presenting.ROLES.get(role, ""), n) for role, n in seen.roles if presenting.ROLES.get(role)],
        "languages_told": [(presenting.language_name(code), n) for code, n in seen.languages],
        "people": [one for one in seen.neighbours if one.is_agent][:8],
        "topics": [one for one in seen.neighbours if not one.is_agent][:10],
        "search_url": f"{search}?{urlencode({'author' if found.is_agent else 'subject': found.heading})}" if search else "",
        "json_ld": structured.script(structured.person(found, [] if is_about and found.is_agent else shown)),
    }  # fmt: skip
    return render(request, template, told)


def _address(about: bool, sort: str) -> str:
    asked = {"about": "1" if about else "", "sort": sort}
    return "?" + urlencode({name: value for name, value in asked.items() if value})
