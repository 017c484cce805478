"""Shelves and games at the desk, and the stocktaking of a shelf with a phone."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.bookcrossing import papers, pictures, queries, services
from chytalnia.bookcrossing.errors import CheckOver, CrossingError, NoBook
from chytalnia.bookcrossing.forms import NumberForm
from chytalnia.bookcrossing.models import Challenge, CheckLine, Clue, Shelf
from chytalnia.core import audit
from chytalnia.core.security import PERMISSIONS
from chytalnia.people import rules
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.shell import page

from .books import crumbs
from .forms import GameForm, ShelfForm

VIEW, KEEP, GAMES = "bookcrossing.view", "bookcrossing.keep_shelves", "bookcrossing.run_games"
PER_PAGE = 50


def _seen(request: HttpRequest, action: str = VIEW) -> Any:
    return visible_to(Shelf.objects.select_related("unit", "photo"), request.user, action)


@needs(VIEW)
def shelves(request: HttpRequest) -> HttpResponse:
    found = queries.with_stock(_seen(request)).order_by("code")
    may = rules.may(request.user, KEEP)
    button = HeaderButton(_("Add a shelf"), url=reverse("desk_bookcrossing:shelf_add"), icon_name="plus")
    return page(
        request, "bookcrossing/desk/shelves.html", _("Bookcrossing shelves"), icon="list-ul", buttons=[button] if may else [],
        listed=Paginator(found, PER_PAGE).get_page(request.GET.get("page")), may_keep=may, crumbs=crumbs(), query="",
        languages=settings.LANGUAGES,
    )  # fmt: skip


@needs(KEEP)
def shelf_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    shelf = get_object_or_404(_seen(request, KEEP), pk=pk) if pk else Shelf()
    form = ShelfForm(request.POST or None, request.FILES or None, instance=shelf, user=request.user)
    if form.is_valid():
        values = dict(form.cleaned_data)
        require(request.user, KEEP, values["unit"])
        photo = values.pop("picture")
        if photo is not None:
            values["photo"] = pictures.keep(photo, unit=values["unit"], by=request.user, public=True)
        if pk:
            stored = Shelf.objects.get(pk=pk)
            services.change_shelf(shelf=stored, by=request.user, **values)
        else:
            services.create_shelf(by=request.user, **values)
        messages.success(request, _("Saved."))
        return redirect("desk_bookcrossing:shelves")
    title = str(shelf) if pk else _("Add a shelf")
    back = (_("Bookcrossing shelves"), reverse("desk_bookcrossing:shelves"))
    return page(
        request, "bookcrossing/desk/form.html", title, icon="list-ul", form=form, crumbs=crumbs(back), files=True
    )


@needs(VIEW)
def poster(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    shelf = get_object_or_404(_seen(request), pk=pk)
    return papers.pdf(
        papers.poster_pdf(shelf, language if language in papers.LANGUAGES else get_language() or "uk"),
        f"{shelf.code}.pdf",
    )


@needs(KEEP)
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Read book by book; the answer says whether it should stand here. It begins with the first book that is read."""
    shelf = get_object_or_404(_seen(request, KEEP), pk=pk)
    if request.method == "POST" and request.POST.get("act") == "end":
        return _end(request, shelf)
    form, told, tone = NumberForm(request.POST if request.POST.get("number") else None), "", ""
    if form.is_bound and form.is_valid():
        try:
            line = _read(request, shelf, form.cleaned_data["number"])
            told, tone = f"{line.traveller}: {line.get_verdict_display()}", "good"
            form = NumberForm()
        except CrossingError as refusal:
            told, tone = str(refusal), "bad"
    found = queries.open_check(shelf)
    expected = queries.not_read(shelf, found)
    response = page(
        request, "bookcrossing/desk/check.html", str(shelf), icon="list-ul", shelf=shelf, form=form, told=told, tone=tone,
        check=found, read=found.lines.count() if found else 0, expected=list(expected[:200]), left=expected.count(),
        seen=_checked(shelf),
        lines=found.lines.select_related("traveller")[:200] if found else [],
        crumbs=crumbs((_("Bookcrossing shelves"), reverse("desk_bookcrossing:shelves"))),
    )  # fmt: skip
    response["Permissions-Policy"] = PERMISSIONS.replace("camera=()", "camera=(self)")
    return response


def _read(request: HttpRequest, shelf: Shelf, number: str) -> CheckLine:
    book = queries.by_number(number)
    if book is None:
        raise NoBook
    return services.scan(
        check=services.begin_check(shelf=shelf, by=request.user), traveller=book
    )  # fmt: skip


def _end(request: HttpRequest, shelf: Shelf) -> HttpResponse:
    """End the stocktaking that the page showed: a second press, or a second phone, must not end the next one, which has read
    nothing yet and would find the whole shelf gone."""
    found = queries.open_check(shelf)
    asked = request.POST.get("check", "")
    if found is None and not asked and request.POST.get("seen", "") == _checked(shelf):
        # Nothing is left on the shelf to be read.
        found = services.begin_check(shelf=shelf, by=request.user)
    elif found is None or str(found.pk) != asked:
        messages.info(request, CheckOver.message)
        return redirect("desk_bookcrossing:shelves")
    try:
        services.end_check(check=found, by=request.user)
    except CrossingError as refusal:
        messages.info(request, str(refusal))
        return redirect("desk_bookcrossing:shelves")
    lines = queries.lines(found)
    text = _("Stands: %(stands)s. Came by itself: %(came)s. Taken, nobody said so: %(gone)s.")
    messages.success(request, text % {name: len(books) for name, books in lines.items()})
    return redirect("desk_bookcrossing:shelves")


def _checked(shelf: Shelf) -> str:
    """The latest stocktaking, as the page sends it back."""
    return shelf.checked_at.isoformat() if shelf.checked_at else ""


@needs(VIEW)
def games(request: HttpRequest) -> HttpResponse:
    found = visible_to(queries.games(), request.user, VIEW)
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    button = HeaderButton(_("Begin a game"), url=reverse("desk_bookcrossing:game_add"), icon_name="plus")
    return page(
        request, "bookcrossing/desk/games.html", _("Games"), icon="pick", listed=listed, crumbs=crumbs(), query="",
        rows=[(game, queries.score(game)) for game in listed], may=rules.may(request.user, GAMES),
        buttons=[button] if rules.may(request.user, GAMES) else [],
    )  # fmt: skip


@needs(GAMES)
def game_form(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    game = get_object_or_404(visible_to(Challenge.objects.all(), request.user, GAMES), pk=pk) if pk else Challenge()
    form = GameForm(request.POST or None, instance=game, user=request.user)
    if form.is_valid():
        require(request.user, GAMES, form.cleaned_data["unit"])
        with transaction.atomic():
            saved = form.save()
            saved.clues.all().delete()
            Clue.objects.bulk_create(
                Clue(challenge=saved, traveller=book, text=clue) for book, clue in form.cleaned_data["hidden"]
            )
            audit.log("bookcrossing.save_game", by=request.user, about=saved, unit=saved.unit)
        messages.success(request, _("Saved."))
        return redirect("desk_bookcrossing:games")
    back = (_("Games"), reverse("desk_bookcrossing:games"))
    title = str(game) if pk else _("Begin a game")
    return page(request, "bookcrossing/desk/form.html", title, icon="pick", form=form, crumbs=crumbs(back))
