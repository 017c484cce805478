"""Pages of schools for readers: one's own course with homework, a handout in large print, the check of a certificate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from chytalnia.core import certificates
from chytalnia.core.forms import number_of
from chytalnia.media import services as media
from chytalnia.media.errors import RefusedFile
from chytalnia.people.readers import parents
from chytalnia.people.readers.queries import of_account

from . import papers, queries, services
from .errors import SchoolError
from .forms import AnswerForm, WordsForm
from .models import Learner, Lesson

PER_PAGE = 30


def _own(request: HttpRequest, pk: int, *, to_act: bool = False) -> Learner:
    """A course of one's own, or of a child; `to_act` of one for whom a parent acts, not of one who only shows it."""
    reader = of_account(request.user)
    people = [reader, *(parents.looked_after(reader) if to_act else parents.shown_to(reader))] if reader else []
    rows = Learner.objects.select_related("group__course__programme__unit", "group__teacher", "certificate", "reader")
    return get_object_or_404(rows, pk=pk, reader__in=people)


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Courses that go on, those with a group that takes people first."""
    found = queries.shown()
    listed = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "schools/index.html", {"page": listed, "courses": queries.with_open_groups(listed.object_list)}
    )


@never_cache
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """Lessons with materials and homework; handing in; words at the end; who may read the name on the certificate."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if request.method == "POST":
        _take(request, _own(request, pk, to_act=True))
        return redirect("schools:mine", pk)
    learner = _own(request, pk)
    reader = of_account(request.user)
    return render(
        request, "schools/mine.html",
        {"learner": learner, "lessons": queries.own_lessons(learner), "answer": AnswerForm(),
         "words": WordsForm(initial={"rating": learner.rating, "feedback": learner.feedback}),
         "is_mine": reader is not None and parents.acts_for(reader, learner.reader),
         "certificate": getattr(learner, "certificate", None)},
    )  # fmt: skip


def _take(request: HttpRequest, learner: Learner) -> None:
    act = request.POST.get("act", "")
    if act == "words":
        form = WordsForm(request.POST)
        if form.is_valid():
            services.say(learner=learner, **form.cleaned_data)
            messages.success(request, _("Thank you: the teacher reads it."))
    elif act == "name" and hasattr(learner, "certificate"):
        services.show_name(certificate=learner.certificate, shows=request.POST.get("show") == "1")
        messages.success(request, _("Saved."))
    else:
        _hand_in(request, learner)


def _hand_in(request: HttpRequest, learner: Learner) -> None:
    told = str(request.POST.get("lesson", ""))
    lesson = get_object_or_404(Lesson, pk=number_of(told), group=learner.group)
    form = AnswerForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
        return
    upload: Any = form.cleaned_data["file"]
    try:
        asset = None
        if upload:
            unit = learner.group.course.programme.unit
            asset = media.store(upload, name=upload.name, unit=unit, by=request.user, public=False)
        services.hand_in(lesson=lesson, learner=learner, text=form.cleaned_data["text"], asset=asset)
    except RefusedFile as refusal:
        messages.error(request, str(refusal.message))
    except SchoolError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Handed in. The teacher answers here."))


@never_cache
def certificate_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    learner = _own(request, pk)
    if not hasattr(learner, "certificate") or learner.certificate.withdrawn_on:
        raise Http404
    return HttpResponse(papers.certificates_pdf(learner.group, [learner.certificate]), content_type="application/pdf")


@require_safe
def handout(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson on a sheet in large print, for whoever reads slowly or from afar."""
    rows = Lesson.objects.select_related("occasion__unit", "group__course__programme").prefetch_related(
        "occasion__links"
    )
    lesson = get_object_or_404(rows, pk=pk)
    if not lesson.occasion.is_shown:
        raise Http404
    return render(request, "schools/handout.html", {"lesson": lesson})


@never_cache
@require_safe
def check(request: HttpRequest, number: str) -> HttpResponse:
    """Whether a certificate is genuine; its QR code leads here."""
    return certificates.answer(request, number, queries.paper)
