"""Schools at the desk: courses, groups with their register, lessons, certificates."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.core.forms import number_of
from chytalnia.core.views import pdf_response
from chytalnia.core.words import day_in_words
from chytalnia.journal.models import Fact
from chytalnia.media import services as media
from chytalnia.media.errors import RefusedFile
from chytalnia.people import rules
from chytalnia.people.access import needs, require, visible_to
from chytalnia.people.shell import RightItem, page
from chytalnia.programmes import services as programmes
from chytalnia.programmes.desk.common import working_unit
from chytalnia.programmes.errors import ProgrammesError
from chytalnia.programmes.models import LinkKind

from . import papers, queries, services
from .errors import SchoolError
from .forms import CourseForm, GroupForm, LessonForm
from .models import Certificate, Course, Group, HandedIn, Learner, Lesson

#: Stages of a lesson that is still to come.
AHEAD = ("planned", "announced", "registration")
VIEW, MANAGE, TEACH = "schools.view", "schools.manage", "schools.teach"


def menu_item() -> MenuItem:
    return RightItem(
        VIEW, gettext_lazy("Schools"), reverse("desk_schools:index"), name="schools", icon_name="edit", order=14
    )


def urls() -> list[Any]:
    return [
        path("", index, name="index"),
        path("new/", new, name="new"),
        path("<int:pk>/", course, name="course"),
        path("<int:pk>/edit/", edit, name="edit"),
        path("group/<int:pk>/", group, name="group"),
        path("group/<int:pk>/register.pdf", register_pdf, name="register_pdf"),
        path("group/<int:pk>/certificates/", certify, name="certify"),
        path("group/<int:pk>/certificates.pdf", certificates_pdf, name="certificates_pdf"),
        path("lesson/<int:pk>/", lesson, name="lesson"),
        path("lesson/<int:pk>/act/", lesson_act, name="lesson_act"),
    ]


def _course(request: HttpRequest, pk: int, action: str = VIEW) -> Course:
    found = get_object_or_404(queries.courses(), pk=pk)
    if not rules.may(request.user, action, found.programme.unit):
        raise PermissionDenied(action)
    return found


def _group(request: HttpRequest, pk: int, action: str = TEACH) -> Group:
    found = get_object_or_404(Group.objects.select_related("course__programme__unit", "teacher"), pk=pk)
    if not rules.may(request.user, action, found.course.programme.unit):
        raise PermissionDenied(action)
    return found


def _lesson(request: HttpRequest, pk: int) -> Lesson:
    found = get_object_or_404(Lesson.objects.select_related("occasion__unit", "group__course__programme__unit"), pk=pk)
    if not rules.may(request.user, TEACH, found.group.course.programme.unit):
        raise PermissionDenied(TEACH)
    return found


def _crumbs(course: Course | None = None, group: Group | None = None) -> list[Any]:
    found: list[Any] = [(_("Schools"), reverse("desk_schools:index"))]
    if course is not None:
        found.append((str(course), reverse("desk_schools:course", args=[course.pk])))
    if group is not None:
        found.append((str(group), reverse("desk_schools:group", args=[group.pk])))
    return found


@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    rows = visible_to(queries.courses(), request.user, VIEW, "programme__unit").order_by("programme__stage", "-pk")
    button = HeaderButton(_("New course"), url=reverse("desk_schools:new"), icon_name="plus")
    may = rules.may(request.user, MANAGE)
    return page(
        request, "schools/desk/index.html", _("Schools"), icon="edit", buttons=[button] if may else [], query="",
        listed=Paginator(rows, 40).get_page(request.GET.get("page")),
    )  # fmt: skip


@needs(MANAGE)
def new(request: HttpRequest) -> HttpResponse:
    return _edit(request, None, {"unit": working_unit(request, MANAGE)})


@needs(MANAGE)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    found = _course(request, pk, MANAGE)
    own = {name: getattr(found, name) for name in ("subject", "level", "lessons", "minutes", "plan")}
    names = ("unit", "title", "about", "audience", "age_from", "age_to", "age_mark", "is_public")
    return _edit(request, found, own | {name: getattr(found.programme, name) for name in names})


def _edit(request: HttpRequest, found: Course | None, initial: dict[str, Any]) -> HttpResponse:
    form = CourseForm(request.POST or None, user=request.user, initial=initial)
    if form.is_valid():
        require(request.user, MANAGE, form.cleaned_data["unit"])
        try:
            saved = services.save_course(course=found, by=request.user, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            messages.success(request, _("The course is saved."))
            return redirect("desk_schools:course", saved.pk)
    return page(
        request, "schools/desk/edit.html", str(found) if found else _("New course"), icon="edit", form=form,
        crumbs=_crumbs(found), status=400 if form.is_bound else 200,
    )  # fmt: skip


@needs(VIEW)
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """A course with its groups, and the form that opens one with all its lessons."""
    found = _course(request, pk)
    form = GroupForm(request.POST or None, initial={"first_day": timezone.localdate()})
    if form.is_valid():
        require(request.user, MANAGE, found.programme.unit)
        try:
            made = services.open_group(course=found, by=request.user, **form.cleaned_data)
        except (SchoolError, ProgrammesError) as refusal:
            form.add_error(None, str(refusal))
        except ValidationError as refusal:
            form.add_error(None, refusal.messages)
        else:
            _say_first(request, made, form.cleaned_data["first_day"], wanted=form.cleaned_data["announce"])
            return redirect("desk_schools:group", made.pk)
    return page(
        request, "schools/desk/course.html", str(found), icon="edit", crumbs=_crumbs(), course=found, form=form,
        groups=queries.groups(found), may_manage=rules.may(request.user, MANAGE, found.programme.unit),
        may_teach=rules.may(request.user, TEACH, found.programme.unit), status=400 if form.is_bound else 200,
    )  # fmt: skip


def _say_first(request: HttpRequest, group: Group, asked: date, *, wanted: bool) -> None:
    """When it begins; that the day asked for was no day to begin on; why nobody can enrol yet."""
    occasion = group.lessons.select_related("occasion__unit").get(number=1).occasion
    told = {
        "day": day_in_words(occasion.day),
        "hour": f"{occasion.begins:%H:%M}",
        "asked": day_in_words(asked, way="on"),
    }
    messages.success(request, _("The group is open, its lessons are in the plan. The first: %(day)s, %(hour)s.") % told)
    if occasion.day != asked:
        messages.warning(
            request,
            _("The library is closed %(asked)s: the first lesson has moved to the next open day, %(day)s.") % told,
        )
    if wanted and occasion.stage != "registration":
        why = " ".join(
            reason for one in occasion.machine.moves_from(occasion.stage) if one.name in ("announce", "open")
            if one.refuses is not None and (reason := one.refuses(occasion))
        )  # fmt: skip
        messages.warning(request, _("Nobody can enrol yet: %(why)s") % {"why": why})


@needs(TEACH)
def group(request: HttpRequest, pk: int) -> HttpResponse:
    """The register: learners down, lessons across, a tap for each; tests before and after beside."""
    found = _group(request, pk)
    lessons, rows = queries.register(found)
    if request.method == "POST":
        told = [pair.partition("-") for pair in request.POST.getlist("here")]
        pairs = [(number_of(a), number_of(b)) for a, _dash, b in told]
        services.note_attendance(group=found, pairs=pairs, lessons=lessons)
        learners = [learner for learner, _cells, _n in rows]
        services.note_tests(
            learners=learners, before=_tests(request, "before", learners), after=_tests(request, "after", learners)
        )
        messages.success(request, _("The register is saved."))
        return redirect("desk_schools:group", pk)
    held, _attended = services.attendance(found)
    learning = sum(each.quantity for each in _minutes(found, "schools.learning"))
    teaching = sum(each.quantity for each in _minutes(found, "schools.teaching"))
    waiting = found.lessons.filter(number=1, occasion__seats__waiting__gt=0).exists()
    return page(
        request, "schools/desk/group.html", str(found), icon="edit", crumbs=_crumbs(found.course), group=found, lessons=lessons,
        rows=rows, held=held, learning=round(learning / 60, 1), teaching=round(teaching / 60, 1), waiting=waiting,
        certificates=Certificate.objects.filter(learner__group=found).count(), first=lessons[0] if lessons else None,
        coming=next((each for each in lessons if each.occasion.ends_at > timezone.now() and each.occasion.stage in AHEAD), None),
        off=[each for each in lessons if each.occasion.stage in ("cancelled", "postponed")],
        words=list(found.learners.exclude(feedback="", rating=None)),
        may_manage=rules.may(request.user, MANAGE, found.course.programme.unit),
    )  # fmt: skip


def _tests(request: HttpRequest, name: str, learners: list[Learner]) -> dict[int, int | None]:
    """What was typed for each learner; no number is no test."""
    told = {one.pk: request.POST.get(f"{name}-{one.pk}", "").strip() for one in learners}
    return {pk: min(number_of(text), 1000) if text.isdecimal() else None for pk, text in told.items()}


def _minutes(group: Group, kind: str) -> Any:
    keys = [str(pk) for pk in group.lessons.values_list("pk", flat=True)]
    return Fact.objects.standing().filter(kind=kind, source_kind="schools.lesson", source_id__in=keys)


@require_POST
@needs(MANAGE)
def certify(request: HttpRequest, pk: int) -> HttpResponse:
    found = _group(request, pk, MANAGE)
    try:
        if one := request.POST.get("withdraw"):
            certificate = get_object_or_404(Certificate, pk=number_of(one), learner__group=found)
            services.withdraw(certificate=certificate, on=timezone.localdate(), by=request.user)
            messages.success(request, _("The certificate is withdrawn: whoever checks it reads so."))
        else:
            n = len(services.certify(group=found, on=timezone.localdate(), by=request.user))
            text = ngettext("%(n)d certificate is issued.", "%(n)d certificates are issued.", n)
            messages.success(request, text % {"n": n})
    except SchoolError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_schools:group", pk)


@needs(TEACH)
def register_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    return pdf_response(papers.register_pdf(_group(request, pk)), f"register-{pk}")


@needs(TEACH)
def certificates_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    found = _group(request, pk)
    rows = (
        Certificate.objects.filter(learner__group=found, withdrawn_on=None)
        .select_related("learner")
        .order_by("learner__name")
    )
    return pdf_response(papers.certificates_pdf(found, list(rows)), f"certificates-{pk}")


@needs(TEACH)
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson: theme, homework, materials, who was here, what was handed in."""
    found = _lesson(request, pk)
    initial = {name: getattr(found, name) for name in ("theme", "homework", "homework_due")}
    form = LessonForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.save_lesson(
            lesson=found, here=[number_of(each) for each in request.POST.getlist("here")], **form.cleaned_data
        )
        messages.success(request, _("The lesson is saved."))
        if "count" in request.POST:
            require(request.user, "programmes.count", found.occasion.unit)
            try:
                services.count_lesson(lesson=found, by=request.user)
            except (SchoolError, ProgrammesError) as refusal:
                messages.error(request, str(refusal))
            else:
                messages.success(request, _("The lesson is counted: heads and hours stand in the ledger."))
        return redirect("desk_schools:lesson", pk)
    there = set(found.attended.values_list("learner", flat=True))
    return page(
        request, "schools/desk/lesson.html", str(found), icon="edit", crumbs=_crumbs(found.group.course, found.group), lesson=found,
        form=form, learners=[(each, each.pk in there) for each in found.group.learners.filter(left_on=None)],
        links=list(found.occasion.links.select_related("asset", "work")), has_begun=found.occasion.starts_at <= timezone.now(),
        handed=list(found.handed_in.select_related("learner", "asset")), is_counted=found.occasion.stage in services.COUNTED,
        may_count=rules.may(request.user, "programmes.count", found.occasion.unit),
    )  # fmt: skip


@require_POST
@needs(TEACH)
def lesson_act(request: HttpRequest, pk: int) -> HttpResponse:
    """A mark and a word for homework, or a material of the lesson."""
    found = _lesson(request, pk)
    if one := request.POST.get("handed"):
        handed = get_object_or_404(HandedIn, pk=number_of(one), lesson=found)
        services.mark(handed=handed, mark=request.POST.get("mark", ""), comment=request.POST.get("comment", ""))
        messages.success(request, _("The learner sees the mark and your word."))
    else:
        title, upload = request.POST.get("title", "").strip()[:300], request.FILES.get("file")
        address = request.POST.get("url", "").strip()[:500]
        try:
            if upload:
                asset = media.store(upload, name=upload.name or "", unit=found.occasion.unit, by=request.user)
                programmes.add_link(
                    occasion=found.occasion, kind=LinkKind.MATERIAL, asset=asset, title=title or asset.name
                )
            elif address.startswith(("https://", "http://")):
                programmes.add_link(occasion=found.occasion, kind=LinkKind.LINK, url=address, title=title)
            else:
                messages.error(request, _("Choose a file, or write an address that begins with https://."))
        except RefusedFile as refusal:
            messages.error(request, str(refusal.message))
    return redirect("desk_schools:lesson", pk)
