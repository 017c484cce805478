"""The studio from the sound to the page: voice, music, the film being made, subtitles, the way to the librarian."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from chytalnia.core.forms import number_of
from chytalnia.core.stages import StageError
from chytalnia.media import uploads
from chytalnia.media.views import send
from chytalnia.people import rules as people
from chytalnia.trailers import forms, queries, rules, services, workshop
from chytalnia.trailers.errors import TrailerError
from chytalnia.trailers.film import FilmError
from chytalnia.trailers.film import voice as voice_program
from chytalnia.trailers.models import LANGUAGES, Maker, Origin, Scene, Trailer
from chytalnia.trailers.services import publishing, rendering

from .common import next_step, own, own_in_review, with_microphone
from .studio import hint, page


@own
def sound(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """A voice for each scene, music for all."""
    rows = list(trailer.scenes.select_related("voice"))
    for row in rows:
        row.trailer = trailer
    shown = [(row, forms.VoiceForm(request.POST or None, request.FILES or None, instance=row)) for row in rows]
    music = forms.MusicForm(request.POST or None, request.FILES or None, instance=trailer)
    speech = forms.SpeechForm(request.POST or None, instance=trailer)
    status = 200
    if request.method == "POST":
        if _sounds_kept(request, trailer, shown, music, speech):
            act = request.POST.get("act", "next")
            here = act.startswith("drop") or act == "stay"
            return redirect("trailers:sound" if here else f"trailers:{next_step(trailer, 'sound')}", trailer.pk)
        status = 422
    return with_microphone(
        page(
            request,
            "sound",
            trailer,
            "sound",
            status=status,
            is_wrong=status == 422,
            scenes=[(row, form, _read_in(row)) for row, form in shown],
            music=music,
            speech=speech,
            may_speak=_may_speak(),
        )
    )


@own
@require_safe
def spoken(request: HttpRequest, trailer: Trailer, number: int) -> HttpResponseBase:
    """The words of a scene as the computer reads them."""
    row = get_object_or_404(Scene, pk=number, trailer=trailer)
    row.trailer = trailer
    try:
        return FileResponse(workshop.spoken(row).open("rb"), content_type="audio/wav")
    except FilmError:
        raise Http404 from None


def _may_speak() -> bool:
    return voice_program.is_installed()


def _read_in(row: Scene) -> float | None:
    """Seconds that the computer needs for the words of a scene, when it reads them."""
    if not row.speak or row.voice_id or not row.voice_text.strip() or not _may_speak():
        return None
    try:
        return round(workshop.spoken_seconds(row), 1)
    except FilmError:
        return None


def _sounds_kept(request: HttpRequest, trailer: Trailer, shown: list[Any], music: Any, speech: Any) -> bool:
    fine = True
    # A machine without the program shows no such fields, and a form without them changes nothing.
    if speech.is_valid():
        told = {name: value for name, value in speech.cleaned_data.items() if value != getattr(trailer, name)}
        try:
            if told:
                services.change(trailer=Trailer(pk=trailer.pk), by=request.user, **told)
        except TrailerError as refusal:
            speech.add_error(None, str(refusal))
            fine = False
    drop = request.POST.get("act", "").removeprefix("drop-")
    for row, form in shown:
        try:
            if not form.is_valid():
                fine = False
                continue
            told = form.told
            upload = told.pop("upload")
            bare = Scene(pk=row.pk, trailer=trailer)
            services.save_scene(scene=bare, by=request.user, **told)
            if upload is not None:
                services.keep_voice(scene=bare, upload=upload, by=request.user)
                uploads.done(upload)
            elif drop == str(row.pk):
                services.drop_voice(scene=bare, by=request.user)
        except (TrailerError, ValidationError) as refusal:
            form.add_error("upload", getattr(refusal, "messages", str(refusal)))
            fine = False
    if not music.is_valid():
        return False
    told = dict(music.cleaned_data)
    upload = told.pop("upload")
    try:
        if upload is not None:
            services.keep_music(trailer=Trailer(pk=trailer.pk), upload=upload, by=request.user)
            uploads.done(upload)
        services.change(trailer=trailer, by=request.user, **told)
    except (TrailerError, ValidationError) as refusal:
        music.add_error("upload", getattr(refusal, "messages", str(refusal)))
        fine = False
    return fine


@own
@require_POST
def voice(request: HttpRequest, trailer: Trailer, number: int) -> HttpResponse:
    """A recording as it comes from the microphone; what comes back is its player, or why it is not taken."""
    row = get_object_or_404(Scene, pk=number, trailer=trailer)
    refused = ""
    try:
        upload = request.FILES.get("voice")
        if upload is None:
            raise TrailerError(_("There is no sound in the file that can be heard."))
        row = services.keep_voice(scene=row, upload=upload, by=request.user)
        uploads.done(upload)
    except TrailerError as refusal:
        refused = str(refusal)
    return render(request, "trailers/studio/_voice.html", {"trailer": trailer, "scene": row, "refused": refused},
                  status=422 if refused else 200)  # fmt: skip


@own
@require_safe
def heard(request: HttpRequest, trailer: Trailer, number: int) -> HttpResponseBase:
    """The voice of a scene, for its makers."""
    row = get_object_or_404(Scene.objects.select_related("voice"), pk=number, trailer=trailer)
    if row.voice is None:
        raise Http404
    return send(request, str(row.voice.file.name), row.voice.media_type, row.voice.name, "private, no-store")


@own
def film(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """Look at every scene, let the film be made, watch it being made, stop it; or bring one made elsewhere."""
    upload = forms.FilmForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        try:
            if request.POST.get("act") == "cancel":
                services.cancel(trailer=trailer, by=request.user)
                messages.success(request, _("Stopped. What was finished is kept for the next time."))
                return redirect("trailers:film", trailer.pk)
            if trailer.origin == Origin.UPLOAD:
                if upload.is_valid():
                    services.take_film(trailer=trailer, upload=upload.cleaned_data["film"], by=request.user)
                    uploads.done(upload.cleaned_data["film"])
                    return redirect("trailers:film", trailer.pk)
            else:
                services.ask(trailer=trailer, by=request.user)
                return redirect("trailers:film", trailer.pk)
        except (TrailerError, StageError) as refusal:
            if trailer.origin != Origin.UPLOAD:
                messages.error(request, str(refusal))
                return redirect("trailers:film", trailer.pk)
            upload.add_error("film", str(refusal).splitlines())
    last = trailer.renderings.first()
    rows = list(trailer.scenes.all()) if trailer.origin == Origin.STUDIO else []
    for row in rows:
        row.trailer = trailer
    return page(
        request, "film", trailer, "film", rendering=last, films=queries.playable(trailer), files=queries.files_of(trailer),
        scenes=[(row, hint(row)) for row in rows], upload=upload if trailer.origin == Origin.UPLOAD else None,
        problems=rendering.problems(trailer) if trailer.is_editable and rows else [], status=422 if upload.is_bound else 200,
    )  # fmt: skip


@own
@require_safe
def progress(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """How far the film is, asked every second by the page; when it is done, the page is to be read anew."""
    last = trailer.renderings.first()
    answer = render(request, "trailers/studio/_progress.html", {"trailer": trailer, "rendering": last})
    if last is None or not last.is_under_way:
        answer["HX-Refresh"] = "true"
    return answer


@own
def subtitles(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """Lines of one language at a time; in another than the film's, its own lines stand beside."""
    names = dict(LANGUAGES)
    language = request.POST.get("language") or request.GET.get("language") or trailer.language
    if language not in names:
        raise Http404
    known = {one.language: one for one in trailer.subtitles.all()}
    if request.method == "POST" and request.POST.get("act") == "begin":
        services.draft_subtitles(trailer=trailer, language=language, by=request.user)
        return redirect(f"{request.path}?language={language}")
    if request.method == "POST" and request.POST.get("act") == "remove":
        services.remove_subtitles(trailer=trailer, language=language, by=request.user)
        return redirect(request.path)
    beside = known[trailer.language].cues if language != trailer.language and trailer.language in known else None
    form = None
    if language in known:
        form = forms.SubtitleForm(
            request.POST if request.method == "POST" else None, cues=known[language].cues, beside=beside
        )
        if request.method == "POST" and form.is_valid():
            try:
                services.save_subtitles(trailer=trailer, language=language, cues=form.cues, by=request.user)
            except TrailerError as refusal:
                form.add_error(None, str(refusal))
            else:
                if request.POST.get("act") == "next":
                    return redirect("trailers:publish", trailer.pk)
                messages.success(request, _("Saved."))
                return redirect(f"{request.path}?language={language}")
    return page(
        request, "subtitles", trailer, "subtitles", form=form, language=language, language_name=names[language],
        tabs=[(code, name, code in known) for code, name in LANGUAGES], films=queries.playable(trailer),
        status=422 if form is not None and form.errors else 200,
    )  # fmt: skip


@own
def publish(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """What is missing, who made it, and the button: to the librarian, or at once for whoever may publish."""
    maker = forms.MakerForm(request.POST if request.POST.get("act") == "maker" else None)
    of_film = forms.FilmRightsForm(request.POST if request.POST.get("act") == "rights" else None, instance=trailer)
    may_publish = rules.may_publish(request.user, trailer)
    if request.method == "POST":
        try:
            if _published(request, trailer, maker, of_film):
                return redirect("trailers:publish", trailer.pk)
        except (TrailerError, StageError, ValidationError) as refusal:
            messages.error(request, " ".join(getattr(refusal, "messages", [str(refusal)])))
            return redirect("trailers:publish", trailer.pk)
    return page(
        request, "publish", trailer, "publish", missing=rules.missing(trailer), makers=list(trailer.makers.all()), maker=maker,
        of_film=of_film if trailer.origin == Origin.UPLOAD else None, may_publish=may_publish,
        may_make=people.may(request.user, rules.MAKE, trailer.unit), films=queries.playable(trailer), files=queries.files_of(trailer),
        moves=trailer.moves_open_to(request.user, thorough=False) if may_publish else [], views=trailer.views,
        has_diplomas=queries.has_won(trailer),

        effect=queries.effect(trailer) if may_publish and trailer.is_shown else None, course=trailer.stage_course(),
    )  # fmt: skip


def _published(request: HttpRequest, trailer: Trailer, maker: forms.MakerForm, of_film: forms.FilmRightsForm) -> bool:
    """Whether what was asked for is done, so that the page may be read anew."""
    act = request.POST.get("act", "")
    if act == "maker":
        if not maker.is_valid():
            return False
        services.add_maker(trailer=trailer, by=request.user, **maker.cleaned_data)
    elif act == "rights":
        if not of_film.is_valid():
            return False
        services.change(trailer=trailer, by=request.user, **of_film.cleaned_data)
    elif act == "submit":
        publishing.submit(trailer=trailer, by=request.user)
        messages.success(request, _("Sent. The librarian looks at it and shows it at the book."))
    elif act.startswith(("forget-", "agree-")):
        verb, _dash, number = act.partition("-")
        found = get_object_or_404(Maker, pk=number_of(number), trailer=trailer)
        if verb == "forget":
            services.remove_maker(maker=found, by=request.user)
        elif people.may(request.user, rules.MAKE, trailer.unit):
            services.agree(maker=found, adult=request.POST.get(f"adult-{found.pk}", ""), by=request.user)
    elif act in trailer.machine.moves and not trailer.machine.moves[act].system:
        publishing.move(trailer=trailer, name=act, by=request.user, note=request.POST.get("note", "")[:500])
    return True


@own_in_review
@require_POST
def take_back(request: HttpRequest, trailer: Trailer) -> HttpResponse:
    """The makers have seen something themselves before the librarian looked."""
    try:
        publishing.take_back(trailer=trailer, by=request.user)
    except StageError as refusal:
        messages.error(request, str(refusal))
    return redirect("trailers:publish", trailer.pk)
