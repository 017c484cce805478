"""After the seminar: the resolution, presence online, certificates, where people were from."""

from __future__ import annotations

from datetime import date
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
from chytalnia.programmes.models import Enrolment
from chytalnia.seminars import papers, queries, services
from chytalnia.seminars.errors import SeminarsError
from chytalnia.seminars.forms import ClauseForm, MinutesForm
from chytalnia.seminars.models import Certificate, Clause, Day, Presence, Seminar
from chytalnia.seminars.services import certifying
from chytalnia.seminars.services import speakers as speaking

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
    people = speaking.enrolled(seminar)
    found = speaking.speakers(seminar, people)
    speaking.propose_joins(found, people)
    return screen(
        request, "seminars/desk/certificates.html", seminar, "certificates", form=form or MinutesForm(seminar=seminar),
        speakers=[(one, _others(one, found, people)) for one in found], register=_register(seminar), days=seminar.days,
        certificates=list(seminar.certificates.all()[:MOST]), regions=geography, people=sum(row.people for row in geography),
        known=Presence.objects.filter(enrolment__occasion=seminar.occasion_id, minutes__isnull=False)
        .values("enrolment").distinct().count(), status=status,
    )  # fmt: skip


def _others(one: speaking.Speaker, found: list[speaking.Speaker], people: list[Enrolment]) -> list[tuple[str, str]]:
    """Whom else a speaker may be: those enrolled, and the other speakers."""
    rows = [(f"enrolment-{row.pk}", row.name) for row in people[:MOST]]
    rows += [
        (f"talk-{other.talks[0].pk}", other.name) for other in found if other is not one and other.enrolment is None
    ]
    return sorted(rows, key=lambda row: row[1].casefold())


def _register(seminar: Seminar) -> list[tuple[Enrolment, list[tuple[Day, bool]]]]:
    """Of a seminar of several days: who was there on which."""
    days = seminar.days
    if len(days) < 2:
        return []
    kept = certifying.register_days(seminar)
    rows = []
    for row in certifying.onsite(seminar).prefetch_related("presences")[:MOST]:
        there = certifying.attended(seminar, row, {each.day: each for each in row.presences.all()}, kept)
        rows.append((row, [(day, day in there) for day in days]))
    return rows


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
            form = MinutesForm(request.POST, seminar=seminar)
            if not form.is_valid():
                return _certificates(request, seminar, form=form, status=400)
            _note(request, seminar, form.cleaned_data["lines"], form.cleaned_data.get("day"))
        elif told == "register":
            there = [each.partition(" ")[::2] for each in request.POST.getlist("there")]
            n = services.note_register(seminar=seminar, there=[(number(pk), day) for pk, day in there], by=request.user)
            text = ngettext("Written down: %(n)d person was there.", "Written down: %(n)d people were there.", n)
            messages.success(request, text % {"n": n})
        elif told in ("join", "part"):
            _join(request, seminar)
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


def _join(request: HttpRequest, seminar: Seminar) -> None:
    talk = get_object_or_404(seminar.talks, pk=number(request.POST.get("talk")))
    kind, _dash, pk = request.POST.get("to", "").partition("-")
    if request.POST.get("act") == "part":
        services.part(talk=talk, by=request.user)
    elif kind == "enrolment":
        to: Any = get_object_or_404(Enrolment, occasion=seminar.occasion_id, pk=number(pk))
        services.join(talk=talk, to=to, by=request.user)
    else:
        services.join(talk=talk, to=get_object_or_404(seminar.talks, pk=number(pk)), by=request.user)


def _note(request: HttpRequest, seminar: Seminar, lines: dict[str, int], day: date | None) -> None:
    known, unknown = services.note_minutes(seminar=seminar, minutes=lines, day=day, by=request.user)
    text = ngettext("Minutes of %(n)d person are noted.", "Minutes of %(n)d people are noted.", known)
    messages.success(request, text % {"n": known})
    if unknown:
        messages.warning(request, _("Not enrolled: %(names)s") % {"names": ", ".join(unknown[:20])})
