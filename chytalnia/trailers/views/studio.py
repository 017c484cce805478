"""The studio: from the book to the scenes, each step kept as it is sent; nothing of it needs a script."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries import works as work_queries
from chytalnia.media import uploads
from chytalnia.network.models import Unit
from chytalnia.people.models import User
from chytalnia.people.readers import queries as readers
from chytalnia.search.queries import search
from chytalnia.trailers import film, forms, queries, rules, services, workshop
from chytalnia.trailers.errors import TrailerError
from chytalnia.trailers.models import MOST_SECONDS, Origin, PictureKind, Scene, Trailer
from chytalnia.trailers.models.trailer import CREDITS_SECONDS
from chytalnia.trailers.storyboards import reading_seconds

from .common import drawn_steps, next_step, own, steps_of

PER_PAGE = 24


@never_cache
@login_required
@require_safe
def studio(request: HttpRequest) -> HttpResponse:
    """One's own trailers, and how to begin one."""
    page = Paginator(queries.of_user(request.user), PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request, "trailers/studio/home.html", {"page": page, "may_begin": bool(queries.units_of(request.user))}
    )  # fmt: skip


@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Choose the book; the rest is asked step by step."""
    units = queries.units_of(request.user)
    if not units:
        raise PermissionDenied(_("Trailers are made by readers who are registered and by staff."))
    if request.method == "POST":
        work = _work(request.POST.get("work", ""))
        unit = next((one for one in units if one.code == request.POST.get("unit", "")), units[0])
        if work is None:
            messages.error(request, _("Choose the book that the trailer is about."))
        else:
            try:
                return redirect("trailers:idea", _begun(request, work, unit).pk)
            except TrailerError as refusal:
                messages.error(request, str(refusal))
                return redirect("trailers:studio")
    q = request.GET.get("q", "").strip()[:120]
    chosen = _work(request.GET.get("work", ""))
    found = [chosen] if chosen is not None else _found(q)
    return render(
        request, "trailers/studio/new.html",
        {"q": q, "books": [(work, book) for work, book in zip(found, work_queries.books(found), strict=True)], "units": units,
         "chosen": chosen, "elsewhere": request.GET.get("origin") == Origin.UPLOAD},
    )  # fmt: skip


def _work(text: str) -> Work | None:
    return Work.objects.shown().filter(pk=int(text)).first() if text.isdecimal() and len(text) < 18 else None


def _found(q: str) -> list[Work]:
    if not q:
        return []
    hits = [int(hit.pk) for hit in search(q, filters={"kind": ["work"]}, limit=12, facets=[]).hits]
    return sorted(Work.objects.shown().filter(pk__in=hits), key=lambda work: hits.index(work.pk))


def _begun(request: HttpRequest, work: Work, unit: Unit) -> Trailer:
    record = work.records.filter(deleted_at=None).order_by("-year", "-pk").first()
    origin = Origin.UPLOAD if request.POST.get("origin") == Origin.UPLOAD else Origin.STUDIO
    trailer = services.begin(unit=unit, by=request.user, record=record, title=work.title, origin=origin)
    reader = queries.reader_of(request.user)
    if reader is not None:
        age = readers.age_on(reader, trailer.made_at.date())
        is_child = age is not None and age < 18
        name = reader.name if is_child else f"{reader.name} {reader.surname}".strip()
    else:
        is_child, name = False, request.user.get_full_name() if isinstance(request.user, User) else ""
    services.add_maker(trailer=trailer, name=name or request.user.get_username(), is_child=is_child, user=request.user)
    return trailer


@own
@require_safe
def open_trailer(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """Where the work stands: the idea first, then the scenes, then the film."""
    if not trailer.idea and not trailer.hook:
        return redirect("trailers:idea", trailer.pk)
    if trailer.stage in ("rendering", "ready"):
        return redirect("trailers:film", trailer.pk)
    if not trailer.is_editable:
        return redirect("trailers:publish", trailer.pk)
    return redirect(f"trailers:{steps_of(trailer)[1]}", trailer.pk)


def page(
    request: HttpRequest, template: str, trailer: Trailer, here: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    names = steps_of(trailer)
    at = names.index(here)
    context = {
        "trailer": trailer, "steps": drawn_steps(trailer, here), "here": here,
        "before": reverse(f"trailers:{names[at - 1]}", args=[trailer.pk]) if at else "",
        "meter": meter(trailer), "note": trailer.stage_log().filter(move="return").last() if trailer.stage == "draft" else None,
        **more,
    }  # fmt: skip
    return render(request, f"trailers/studio/{template}.html", context, status=status)


def meter(trailer: Trailer) -> dict[str, Any]:
    """The seconds of the scenes against the three minutes, the last frame counted."""
    return {
        "used": trailer.all_seconds,
        "most": MOST_SECONDS,
        "left": rules.room_left(trailer),
        "credits": CREDITS_SECONDS,
    }


@own
def idea(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    form = forms.IdeaForm(request.POST or None, instance=trailer)
    if request.method == "POST" and form.is_valid():
        try:
            services.change(trailer=trailer, by=request.user, **form.cleaned_data)
        except (TrailerError, ValidationError) as refusal:
            form.add_error(None, getattr(refusal, "messages", str(refusal)))
        else:
            return redirect(f"trailers:{next_step(trailer, 'idea')}", trailer.pk)
    return page(request, "idea", trailer, "idea", form=form, status=422 if form.errors else 200)


_FORMS: dict[str, type[forms.OfScene]] = {
    "scenes": forms.PlotForm, "pictures": forms.PictureForm, "words": forms.WordsForm
}  # fmt: skip


@own
def scenes(request: HttpRequest, trailer: Trailer, here: str) -> HttpResponse:
    """All scenes of one step on one page. Whatever button was pressed, everything written is kept first."""
    rows = list(trailer.scenes.select_related("picture", "voice"))
    for row in rows:
        row.trailer = trailer
    shown = [(row, _FORMS[here](request.POST or None, request.FILES or None, instance=row)) for row in rows]
    status = 200
    if request.method == "POST":
        if _kept(request, shown) and (answer := _acted(request, trailer, here, rows)) is not None:
            return answer
        status = 422
        trailer.refresh_from_db()
    return page(
        request, here, trailer, here, status=status, is_wrong=status == 422, is_full=rules.room_left(trailer) < 1,
        scenes=[(row, form, hint(row)) for row, form in shown],
        problems=[line for row in rows for line in rules.missing_of(row)] if here == "pictures" else [],
    )  # fmt: skip


def _kept(request: HttpRequest, shown: list[tuple[Scene, forms.OfScene]]) -> bool:
    """Keep each scene that can be kept; what cannot is said at its own fields."""
    fine = True
    # Shorter ones first: seconds given back by one scene may be what another takes.
    for row, form in sorted(shown, key=lambda pair: _growth(*pair)):
        if form.is_valid():
            try:
                services.save_scene(scene=Scene(pk=row.pk, trailer=row.trailer), by=request.user, **form.told)
                uploads.done(form.told.get("upload"))
                continue
            except TrailerError as refusal:
                form.add_error(None, str(refusal))
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
        fine = False
    return fine


def _growth(row: Scene, form: forms.OfScene) -> Any:
    before = form.initial.get("seconds", row.seconds)
    return (form.cleaned_data.get("seconds") or before) - before if form.is_valid() else 0


def _acted(request: HttpRequest, trailer: Trailer, here: str, rows: list[Scene]) -> HttpResponse | None:
    act, _dash, number = request.POST.get("act", "next").partition("-")
    scene = next((row for row in rows if str(row.pk) == number), None)
    place = reverse(f"trailers:{here}", args=[trailer.pk])
    try:
        if act == "add":
            made = services.add_scene(trailer=trailer, after=scene, by=request.user)
            return redirect(f"{place}#scene-{made.pk}")
        if scene is not None and act in ("up", "down"):
            services.shift_scene(scene=scene, up=act == "up", by=request.user)
            return redirect(f"{place}#scene-{scene.pk}")
        if scene is not None and act == "remove":
            services.remove_scene(scene=scene, by=request.user)
            return redirect(place)
    except TrailerError as refusal:
        messages.error(request, str(refusal))
        return redirect(place)
    if act == "stay":
        messages.success(request, _("Saved."))
        return redirect(place)
    if here == "pictures" and any(rules.missing_of(row) for row in trailer.scenes.all()):
        messages.warning(request, _("Go on with the words. Before it can be shown, say whose each picture is."))
    return redirect(f"trailers:{next_step(trailer, here)}", trailer.pk)


def hint(scene: Scene) -> dict[str, Any]:
    """Whether the words can be read in the seconds they stand."""
    needed = reading_seconds(scene)
    return {"needed": needed, "is_late": needed > float(scene.seconds), "version": workshop.sign(scene)}


@own
@require_POST
def scene(request: HttpRequest, trailer: Trailer, number: int, here: str) -> HttpResponse:
    """One scene kept while it is being written; what comes back is how it looks now."""
    if here not in _FORMS:
        raise Http404
    row = get_object_or_404(Scene, pk=number, trailer=trailer)
    row.trailer = trailer
    form = _FORMS[here](request.POST, request.FILES or None, instance=row)
    fine = _kept(request, [(row, form)])
    trailer.refresh_from_db()
    row = Scene.objects.get(pk=row.pk)
    row.trailer = trailer
    return render(
        request, "trailers/studio/_live.html",
        {"trailer": trailer, "scene": row, "form": form, "hint": hint(row), "meter": meter(trailer), "fine": fine, "here": here,
         "live": True},
    )  # fmt: skip


@never_cache
@login_required
@require_safe
def still(request: HttpRequest, number: int) -> HttpResponseBase:
    """The scene as the film will have it."""
    row = get_object_or_404(
        Scene.objects.select_related("trailer__unit", "trailer__record__work", "picture"), pk=number
    )
    if not rules.may_edit(request.user, row.trailer) and not rules.may_see(request.user, row.trailer):
        raise PermissionDenied
    try:
        path = workshop.preview(row)
    except film.FilmError:
        # What cannot be drawn is said in words beside the place of the picture.
        raise Http404 from None
    return FileResponse(path.open("rb"), content_type="image/jpeg")


@own
@require_safe
def picture(request: HttpRequest, trailer: Trailer, number: int) -> HttpResponseBase:
    """The picture that was brought, for its makers: nobody else may see it yet."""
    from chytalnia.media.views import send

    row = get_object_or_404(Scene.objects.select_related("picture"), pk=number, trailer=trailer, kind=PictureKind.FILE)
    if row.picture is None:
        raise Http404
    return send(request, str(row.picture.file.name), row.picture.media_type, row.picture.name, "private, no-store")


@own
@require_POST
def discard(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    try:
        services.discard(trailer=trailer, by=request.user)
    except TrailerError as refusal:
        messages.error(request, str(refusal))
        return redirect("trailers:publish", trailer.pk)
    workshop.clear(trailer)
    messages.success(request, _("The draft is thrown away."))
    return redirect("trailers:studio")
