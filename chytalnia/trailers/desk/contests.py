"""Contests of trailers at the desk: made, the jury named, closed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.stages import StageError
from chytalnia.core.views import pdf_response
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.shell import page
from chytalnia.programmes.desk.common import working_unit
from chytalnia.trailers import papers
from chytalnia.trailers.errors import TrailerError
from chytalnia.trailers.models import Contest, Criterion, Group
from chytalnia.trailers.rules import CONTEST
from chytalnia.trailers.services import contests, diplomas

from .forms import ContestForm, JuryForm, LinesForm

_OF_PROGRAMME = ("unit", "title", "about", "first_day")
_OWN = ("rules", "submit_until", "vote_until")


def _crumbs(*more: Any) -> list[Any]:
    return [
        (_("Book trailers"), reverse("desk_trailers:list")),
        (_("Contests"), reverse("desk_trailers:contests")),
        *more,
    ]


def _for(request: HttpRequest, pk: int) -> Contest:
    found = get_object_or_404(Contest.objects.select_related("programme__unit"), pk=pk)
    require(request.user, CONTEST, found.programme.unit)
    return found


@needs(CONTEST)
def index(request: HttpRequest) -> HttpResponse:
    rows = Contest.objects.select_related("programme__unit").order_by("-submit_until", "-pk")
    listed = Paginator(visible_to(rows, request.user, CONTEST, "programme__unit"), 40).get_page(request.GET.get("page"))
    button = HeaderButton(_("New contest"), url=reverse("desk_trailers:contest_new"), icon_name="plus")
    return page(
        request, "trailers/desk/contests.html", _("Contests of trailers"), icon="media", crumbs=_crumbs()[:1], listed=listed,
        query="", buttons=[button],
    )  # fmt: skip


@needs(CONTEST)
def new(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    return _edit(request, None, {"unit": working_unit(request, CONTEST), "first_day": today})


@needs(CONTEST)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _for(request, pk)
    initial = {name: getattr(found.programme, name) for name in _OF_PROGRAMME} | {
        name: getattr(found, name) for name in _OWN
    }
    return _edit(request, found, initial)


def _edit(request: HttpRequest, found: Contest | None, initial: dict[str, Any]) -> HttpResponse:
    form = ContestForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        require(request.user, CONTEST, form.cleaned_data["unit"])
        try:
            made = contests.save_contest(contest=found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            return redirect("desk_trailers:contest", made.pk)
    title = str(found) if found else _("New contest")
    return page(request, "trailers/desk/form.html", title, icon="media", form=form, crumbs=_crumbs())


@needs(CONTEST)
def contest(request: HttpRequest, pk: int, jury: JuryForm | None = None) -> HttpResponseBase:
    found = _for(request, pk)
    members = list(found.jury.select_related("user"))
    submissions = list(found.submissions.select_related("trailer__unit", "group").order_by("group__order", "pk"))
    return page(
        request, "trailers/desk/contest.html", str(found), icon="media", crumbs=_crumbs(), contest=found, programme=found.programme,
        submissions=submissions, results=contests.results(found), moves=found.programme.moves_open_to(request.user),
        groups="\n".join(map(str, found.groups.all())), criteria="\n".join(map(str, found.criteria.all())),
        diplomas=found.diplomas.count(), jury=jury or JuryForm(initial={"names": "\n".join(one.user.username for one in members)}),
        may_close=found.results_at is None and timezone.now() >= found.vote_until, status=422 if jury else 200,
    )  # fmt: skip


@needs(CONTEST)
def diplomas_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All diplomas of a contest in one file, to be printed and handed over."""
    listed = list(papers.of_contest(_for(request, pk))[:500])
    if not listed:
        return redirect("desk_trailers:contest", pk)
    return pdf_response(papers.printed(listed), f"diplomas-{pk}")


@require_POST
@needs(CONTEST)
def act(request: HttpRequest, pk: int) -> HttpResponseBase:
    found = _for(request, pk)
    asked = request.POST.get("act", "")
    try:
        if asked == "jury":
            form = JuryForm(request.POST)
            if not form.is_valid():
                return contest(request, pk, jury=form)
            contests.name_jury(contest=found, users=form.cleaned_data["names"], by=request.user)
        elif asked in ("groups", "criteria"):
            lines = LinesForm(request.POST)
            if lines.is_valid():
                parts: Any = Group if asked == "groups" else Criterion
                contests.name_parts(
                    contest=found,
                    parts=parts,
                    lines=lines.cleaned_data["lines"],
                    language=get_language() or "uk",
                    by=request.user,
                )
        elif asked == "close":
            contests.close(contest=found, by=request.user)
            messages.success(request, _("The results are told."))
        elif asked == "diplomas":
            n = diplomas.issue(contest=found, by=request.user)
            messages.success(request, ngettext("%(n)d diploma is issued.", "%(n)d diplomas are issued.", n) % {"n": n})
        elif asked.startswith("move-"):
            found.programme.move(asked.removeprefix("move-"), by=request.user)
    except (TrailerError, StageError) as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_trailers:contest", pk)
