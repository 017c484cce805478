"""A contest of trailers for readers: who takes part, the vote, the results; and the page of the jury."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chytalnia.core import certificates
from chytalnia.core.forms import number_of
from chytalnia.core.views import pdf_response
from chytalnia.trailers import papers, queries
from chytalnia.trailers.errors import TrailerError
from chytalnia.trailers.forms import MarkForm
from chytalnia.trailers.models import Contest, Mark, Submission, Trailer, Vote
from chytalnia.trailers.services import contests

from .common import own_in_review


def _shown(pk: int) -> Contest:
    rows = Contest.objects.select_related("programme__unit")
    return get_object_or_404(
        rows, pk=pk, programme__is_public=True, programme__stage__in=("running", "finished", "archived")
    )


@require_safe
def contest(request: HttpRequest, pk: int) -> HttpResponse:
    found = _shown(pk)
    reader = queries.reader_of(request.user)
    chosen = (
        set(Vote.objects.filter(reader=reader, group__contest=found).values_list("submission", flat=True))
        if reader
        else set()
    )
    mine = []
    if request.user.is_authenticated and found.takes:
        taken = found.submissions.values("trailer")
        mine = list(
            queries.of_user(request.user).filter(stage__in=("ready", "review", "published")).exclude(pk__in=taken)[:20]
        )
    return render(
        request, "trailers/contest.html",
        {
            "contest": found, "programme": found.programme, "groups": contests.results(found), "chosen": chosen, "reader": reader,
            "mine": mine, "is_juror": request.user.is_authenticated and found.jury.filter(user=request.user.pk).exists(),
            "of_groups": list(found.groups.all()) if mine else [], "criteria": list(found.criteria.all()),
        },
    )  # fmt: skip


@require_safe
def diploma(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a paper with this code was issued."""
    return certificates.answer(request, code, papers.paper)


@own_in_review
@require_safe
def own_diplomas(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """What a trailer has won, for its makers to print."""
    listed = list(papers.diplomas().filter(submission__trailer=trailer).order_by("number"))
    if not listed:
        raise Http404
    return pdf_response(papers.printed(listed), f"diplomas-{trailer.pk}")


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return number_of(text)


@login_required
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _shown(pk)
    trailer = get_object_or_404(queries.of_user(request.user), pk=_number(request, "trailer"))
    group = get_object_or_404(found.groups, pk=_number(request, "group"))
    try:
        contests.enter(contest=found, trailer=trailer, group=group, by=request.user)
    except TrailerError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your trailer takes part. It stands here once the librarian has published it."))
    return redirect("trailers:contest", pk)


@login_required
@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    found = _shown(pk)
    reader = queries.reader_of(request.user)
    if reader is None:
        messages.error(request, _("Readers who are registered vote. Ask the librarian to open your account."))
        return redirect("trailers:contest", pk)
    submission = get_object_or_404(
        Submission.objects.select_related("trailer", "group"), contest=found, pk=_number(request, "submission")
    )
    try:
        contests.choose(submission=submission, reader=reader)
    except TrailerError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Your vote is kept. Until the vote ends you may give it to another trailer."))
    return redirect("trailers:contest", pk)


@never_cache
@login_required
def jury(request: HttpRequest, pk: int) -> HttpResponse:
    """What a juror has marked and has still to mark; trailers of one's own are not among them."""
    found = _shown(pk)
    juror = found.jury.select_related("user").filter(user=request.user.pk).first()
    if juror is None:
        raise PermissionDenied(_("You are not in the jury of this contest."))
    criteria = list(found.criteria.all())
    rows = (
        found.submissions.filter(trailer__stage="published")
        .select_related("trailer__unit", "group")
        .order_by("group__order", "pk")
    )
    own = set(queries.of_user(request.user).values_list("pk", flat=True))
    marks: dict[int, dict[str, int]] = {}
    for mark in Mark.objects.filter(juror=juror):
        marks.setdefault(mark.submission_id, {})[f"c{mark.criterion_id}"] = mark.mark
    shown: list[Any] = []
    for row in rows:
        if row.trailer_id in own:
            continue
        is_this = request.method == "POST" and _number(request, "submission") == row.pk
        form = MarkForm(
            request.POST if is_this else None, criteria=criteria, initial=marks.get(row.pk), prefix=f"m{row.pk}"
        )
        if is_this and form.is_valid():
            try:
                contests.mark(submission=row, by=juror.user, marks=form.marks)
            except TrailerError as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Marked: %(title)s") % {"title": row.trailer.title})
                return redirect("trailers:contest_jury", pk)
        shown.append((row, form, row.pk in marks))
    return render(
        request,
        "trailers/jury.html",
        {"contest": found, "shown": shown, "left": sum(not done for _r, _f, done in shown)},
    )
