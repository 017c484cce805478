"""After the seminar: the resolution, presence online, certificates, where people were from."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chytalnia.core.views import pdf_response
from chytalnia.network.settings import setting
from chytalnia.people.access import needs
from chytalnia.seminars import papers, queries, services
from chytalnia.seminars.errors import SeminarsError
from chytalnia.seminars.forms import ClauseForm, MinutesForm
from chytalnia.seminars.models import Certificate, Clause, Presence, Seminar

from .common import RUN, VIEW, number, screen, seminar_for

MOST = 1000


def urls() -> list[Any]:
    return [
        path("<int:pk>/resolution/", resolution, name="resolution"),
        path("<int:pk>/resolution/remove/", remove_clause, name="remove_clause"),
        path("<int:pk>/resolution.pdf", resolution_pdf, name="resolution_pdf"),
        path("<int:pk>/certificates/", certificates, name="certificates"),
        path("<int:pk>/certificates.pdf", certificates_pdf, name="certificates_pdf"),
        path("<int:pk>/certificates/act/", act, name="certificates_act"),
    ]


@needs(VIEW)
def resolution(request: HttpRequest, pk: int) -> HttpResponse:
    """Points are added one by one, while they are spoken."""
    action = RUN if request.method == "POST" else VIEW
    seminar = seminar_for(request, pk, action)
    form = ClauseForm(request.POST or None)
    if form.is_valid():
        services.save_clause(seminar=seminar, by=request.user, **form.cleaned_data)
        return redirect("desk_seminars:resolution", pk)
    proposed = [
        line for talk in seminar.talks.in_programme().filter(kind="round_table") for line in talk.recommends_list
    ]
    there = {clause.text for clause in seminar.clauses.all()}
    return screen(
        request, "seminars/desk/resolution.html", seminar, "resolution", form=form, points=papers.by_kind(seminar),
        proposed=[line for line in proposed if line not in there], status=400 if form.is_bound else 200,
    )  # fmt: skip


@require_POST
@needs(RUN)
def remove_clause(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk, RUN)
    clause = get_object_or_404(Clause, pk=number(request.POST.get("clause")), seminar=seminar)
    services.strike_clause(clause=clause, by=request.user)
    return redirect("desk_seminars:resolution", pk)


@needs(VIEW)
def resolution_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk)
    language = setting(seminar.occasion.unit, "network.language") or get_language() or "uk"
    with override(language):
        body = papers.resolution(seminar, language)
    return pdf_response(body, f"resolution-{pk}")


def _certificates(request: HttpRequest, seminar: Seminar, *, form: Any = None, status: int = 200) -> HttpResponse:
    geography = queries.geography(seminar)
    return screen(
        request, "seminars/desk/certificates.html", seminar, "certificates", form=form or MinutesForm(),
        certificates=list(seminar.certificates.all()[:MOST]), regions=geography, people=sum(row.people for row in geography),
        known=Presence.objects.filter(enrolment__occasion=seminar.occasion_id).count(), status=status,
    )  # fmt: skip


@needs(VIEW)
def certificates(request: HttpRequest, pk: int) -> HttpResponse:
    return _certificates(request, seminar_for(request, pk))


@needs(VIEW)
def certificates_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """All certificates in one file, to be printed and handed over."""
    rows = list(seminar_for(request, pk).certificates.valid()[:MOST])
    if not rows:
        return redirect("desk_seminars:certificates", pk)
    return pdf_response(papers.certificates(rows), f"certificates-{pk}")


@require_POST
@needs(RUN)
def act(request: HttpRequest, pk: int) -> HttpResponse:
    seminar = seminar_for(request, pk, RUN)
    told = request.POST.get("act")
    try:
        if told == "minutes":
            form = MinutesForm(request.POST)
            if not form.is_valid():
                return _certificates(request, seminar, form=form, status=400)
            _note(request, seminar, form.cleaned_data["lines"])
        elif told == "issue":
            made = [
                *services.issue(seminar=seminar, by=request.user),
                *services.issue_to_speakers(seminar=seminar, by=request.user),
            ]
            text = ngettext("%(n)d certificate is issued.", "%(n)d certificates are issued.", len(made))
            messages.success(request, text % {"n": len(made)})
        elif told == "revoke" and (why := request.POST.get("why", "").strip()[:300]):
            found = get_object_or_404(Certificate, pk=number(request.POST.get("certificate")), seminar=seminar)
            services.revoke(certificate=found, why=why, by=request.user)
            messages.success(request, _("The certificate is taken back; its page says so."))
    except SeminarsError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_seminars:certificates", pk)


def _note(request: HttpRequest, seminar: Seminar, lines: dict[str, int]) -> None:
    known, unknown = services.note_minutes(seminar=seminar, minutes=lines, by=request.user)
    text = ngettext("Minutes of %(n)d person are noted.", "Minutes of %(n)d people are noted.", known)
    messages.success(request, text % {"n": known})
    if unknown:
        messages.warning(request, _("Not enrolled: %(names)s") % {"names": ", ".join(unknown[:20])})
