"""What everybody sees: the gallery, a trailer with its player, the page that others build in, the film itself."""

from __future__ import annotations

from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.cache import patch_cache_control
from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from chytalnia.core.translated import Translated
from chytalnia.journal.middleware import by_a_person
from chytalnia.media.views import send
from chytalnia.network import structured
from chytalnia.network.models import Unit
from chytalnia.trailers import cues, queries, rules, watching
from chytalnia.trailers.forms import GalleryForm
from chytalnia.trailers.models import Film, FilmForm, Trailer

PER_PAGE = 24
#: Trailers in the feed, and the seconds for which a reader of feeds need not come back.
MOST, FRESH = 50, 900
SEEN, VISIT = "seen", 30 * 60
DAY = 86_400


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    form = GalleryForm(request.GET)
    form.is_valid()
    asked = {name: value for name, value in form.cleaned_data.items() if value}
    page = Paginator(queries.gallery(**asked), PER_PAGE).get_page(request.GET.get("page"))
    choices: Any = form.fields["unit"]
    choices.queryset = Unit.objects.filter(trailers__stage="published").distinct()
    return render(request, "trailers/gallery.html", {"page": page, "form": form, "asked": asked})


@require_safe
def trailer(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a trailer. One that is not shown yet opens to its makers and to staff."""
    found = _seen_by(request, pk)
    films, lines = queries.playable(found), list(found.subtitles.all())
    return render(
        request, "trailers/trailer.html",
        {
            "trailer": found, "films": films, "files": queries.files_of(found), "subtitles": _named(lines),
            "makers": [(name, maker.task) for maker in found.makers.all() if (name := maker.shown_name)],
            "transcript": _transcript(found, lines), "views": found.views, "canonical": _home(found.get_absolute_url()),
            "json_ld": structured.script(_as_data(found, films, lines)) if found.is_shown else "", "home": settings.PUBLIC_URL,
            "poster": _home(reverse("trailers:poster", args=[pk])) if found.poster_id else "",
            "film_url": _home(_file_url(films[0])) if films else "", "film": films[0] if films else None,
            "embed_url": _home(reverse("trailers:embed", args=[pk])), "may_edit": rules.may_edit(request.user, found),
            "others": list(queries.of_work(found.record.work).exclude(pk=pk)[:4]) if found.record else [],
        },
    )  # fmt: skip


def _seen_by(request: HttpRequest, pk: int) -> Trailer:
    found = get_object_or_404(queries.trailers(), pk=pk)
    if not rules.may_see(request.user, found):
        raise Http404
    return found


def _home(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"


def _file_url(film: Film) -> str:
    return reverse("trailers:file", args=[film.trailer_id, film.form, film.container])


def _in_any_frame(view: Any) -> Any:
    return csp_replace({"frame-ancestors": ["*"]})(view)


def _named(lines: list[Any]) -> list[tuple[str, str]]:
    return [(one.language, one.get_language_display()) for one in lines if any(cue["text"].strip() for cue in one.cues)]


def _transcript(found: Trailer, lines: list[Any]) -> tuple[str, list[str]]:
    """The words of the film for those who read them: in the language of the page if somebody wrote them, else in its own."""
    by_language = {one.language: one.cues for one in lines}
    texts = Translated(
        {code: "\n".join(c["text"] for c in told if c["text"].strip()) for code, told in by_language.items()}
    )
    here = translation.get_language() or found.language
    text, code = (texts[here], here) if texts.get(here) else (texts.get(found.language, ""), found.language)
    return code, [line for line in text.split("\n") if line]


def _as_data(found: Trailer, films: list[Film], lines: list[Any]) -> dict[str, Any]:
    page = _home(found.get_absolute_url())
    told: dict[str, Any] = {
        "@context": "https://schema.org", "@type": "VideoObject", "@id": page, "url": page, "name": found.title,
        "description": found.about or found.hook or found.book_title, "inLanguage": found.language,
        "uploadDate": found.published_at.isoformat() if found.published_at else "", "isFamilyFriendly": found.age_mark != "18+",
        "embedUrl": _home(reverse("trailers:embed", args=[found.pk])),
        "publisher": {"@type": "Library", "name": str(found.unit), "url": _home(found.unit.get_absolute_url())},
        "about": {"@type": "Book", "name": found.book_title, "author": found.book_author},
    }  # fmt: skip
    if found.record is not None and found.record.work is not None:
        told["about"]["url"] = _home(found.record.work.get_absolute_url())
    if films:
        told["contentUrl"] = _home(_file_url(films[0]))
        told["width"], told["height"] = films[0].width, films[0].height
    if found.film_seconds:
        told["duration"] = f"PT{round(found.film_seconds)}S"
    if found.poster_id:
        told["thumbnailUrl"] = _home(reverse("trailers:poster", args=[found.pk]))
    _code, words = _transcript(found, lines)
    if words:
        told["transcript"] = " ".join(words)
    return told


@xframe_options_exempt
@require_safe
@_in_any_frame
def embed(request: HttpRequest, pk: int) -> HttpResponse:
    """The player alone, for pages of others: the only page of the site that may stand in a frame of theirs."""
    found = get_object_or_404(queries.shown(), pk=pk)
    return render(
        request, "trailers/embed.html",
        {"trailer": found, "films": queries.playable(found), "subtitles": _named(list(found.subtitles.all()))},
    )  # fmt: skip


@require_safe
def file(request: HttpRequest, pk: int, form: str, container: str) -> HttpResponseBase:
    """The film. Its first bytes asked for by a person are a view: players ask for nothing before they are started."""
    found = _seen_by(request, pk)
    film = get_object_or_404(Film.objects.select_related("asset"), trailer=found, form=form, container=container)
    caching = f"public, max-age={DAY}" if found.is_shown else "private, no-store"
    name = f"{found.title[:80]} – {FilmForm(form).value}.{container}"
    response = send(request, str(film.asset.file.name), film.asset.media_type, name, caching)
    if request.GET.get("save") and response.status_code == 200:
        response["Content-Disposition"] = response["Content-Disposition"].replace("inline", "attachment", 1)
    elif found.is_shown and response.status_code in (200, 206):
        _count_view(request, response, found)
    return response


def _count_view(request: HttpRequest, response: HttpResponseBase, found: Trailer) -> None:
    """Once in a visit; a browser that looks whether parts can be had, or goes on in the middle, does not view anew."""
    asked = request.headers.get("Range", "bytes=0-")
    if request.method != "GET" or not asked.startswith("bytes=0-") or asked == "bytes=0-1" or not by_a_person(request):
        return
    seen = [one for one in request.COOKIES.get(SEEN, "").split(".") if one.isdecimal()][-40:]
    if str(found.pk) in seen:
        return
    watching.watched(found)
    response.set_cookie(
        SEEN,
        ".".join([*seen, str(found.pk)]),
        max_age=VISIT,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


@require_safe
def poster(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = _seen_by(request, pk)
    if found.poster is None:
        raise Http404
    caching = f"public, max-age={DAY}" if found.is_shown else "private, no-store"
    return send(request, str(found.poster.file.name), found.poster.media_type, found.poster.name, caching)


@require_safe
def vtt(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    found = _seen_by(request, pk)
    lines = get_object_or_404(found.subtitles, language=language)
    response = HttpResponse(cues.webvtt(lines.cues), content_type="text/vtt; charset=utf-8")
    response["Content-Language"] = language
    patch_cache_control(
        response, **({"public": True, "max_age": FRESH} if found.is_shown else {"private": True, "no_store": True})
    )
    return response


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """New trailers for readers of feeds, each with its film."""
    made = Rss201rev2Feed(
        title=_("New book trailers"), link=_home(reverse("trailers:gallery")), description=_("Films about books from the libraries"),
        language=translation.get_language(), feed_url=_home(request.get_full_path()), ttl=FRESH // 60,
    )  # fmt: skip
    found = list(queries.shown().prefetch_related("films__asset")[:MOST])
    for one in found:
        films = sorted(one.films.all(), key=lambda film: (film.form != "720p", film.container != "mp4"))
        enclosures = [
            Enclosure(_home(_file_url(film)), str(film.asset.size), film.asset.media_type) for film in films[:1]
        ]
        made.add_item(
            title=one.title, link=_home(one.get_absolute_url()), description=one.about or one.hook or one.book_title,
            pubdate=one.published_at, unique_id=_home(f"/trailers/{one.pk}"), unique_id_is_permalink=False, enclosures=enclosures,
            categories=[one.get_language_display(), one.age_mark],
        )  # fmt: skip
    response = HttpResponse(made.writeString("utf-8"), content_type="application/rss+xml; charset=utf-8")
    patch_cache_control(response, public=True, max_age=FRESH)
    return response
