"""Imports at the desk: a file comes, is looked at, goes into the catalogue while one watches, and tells what it did."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue import errors, reasons
from chytalnia.catalogue.models import Dialect, ImportJob, MergeCase, Record
from chytalnia.catalogue.queries import holder_of
from chytalnia.catalogue.services import importing, uploading
from chytalnia.core import words
from chytalnia.core.stage_desk import StageDesk
from chytalnia.core.stages import StageError
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.access import NeedsMixin, needs, require, visible_to
from chytalnia.people.rules import units_where

from .item_forms import UnitChoice
from .page import RightItem, page

ACTION = "catalogue.import"
#: Without a sign of life for so long the worker is taken for dead.
SILENCE = timedelta(minutes=2)
PER_PAGE = 50
ENCODINGS = [("", _("as found")), *((name, name.upper()) for name in uploading.READINGS)]


def menu_item() -> MenuItem:
    return RightItem(
        ACTION, _("Imports"), reverse("desk_imports:list"), name="imports", icon_name="upload", order=40
    )  # fmt: skip


def urls() -> list[URLPattern]:
    return [
        path("", Imports.as_view(), name="list"),
        path("new/", new, name="new"),
        path("<int:pk>/", job, name="job"),
        path("<int:pk>/start/", start, name="start"),
        path("<int:pk>/move/<slug:move>/", move, name="move"),
        path("<int:pk>/records/", records, name="records"),
        path("<int:pk>/rejects/", rejects, name="rejects"),
        path("<int:pk>/rejects/file/", rejects_file, name="rejects_file"),
    ]


def _visible(user: Any) -> QuerySet[ImportJob]:
    return visible_to(ImportJob.objects.all(), user, ACTION)


class Imports(NeedsMixin, StageDesk):
    model = ImportJob
    action = ACTION
    page_title = _("Imports")
    header_icon = "upload"
    beginning = _(
        "Begin with the file you have: MARC 21, UNIMARC, RUSMARC or IRBIS, in any encoding. You see the first records before "
        "anything goes into the catalogue."
    )

    def get_queryset(self) -> QuerySet[ImportJob]:
        return visible_to(super().get_queryset(), self.request.user, ACTION)

    def address_of(self, instance: Any) -> str:
        return reverse("desk_imports:job", args=[instance.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        button = HeaderButton(_t("New import"), url=reverse("desk_imports:new"), icon_name="plus")
        return {**super().get_context_data(**kwargs), "header_buttons": [button]}


class UploadForm(forms.Form):
    unit = UnitChoice(
        Unit.objects.none(), label=_("For which library"),
        help_text=_("Its system owns the records; copies of unknown place go to it."),
    )  # fmt: skip
    file = forms.FileField(label=_("File"), required=False, max_length=255, allow_empty_file=True)
    waiting = forms.ChoiceField(label=_("or a file in the server's folder"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.files_waiting = uploading.waiting_files()
        named = [(name, f"{name} ({_size(size)})") for name, size in self.files_waiting]
        self.fields["waiting"].choices = [("", "–"), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors and found.get("file") is None and not found.get("waiting"):
            raise forms.ValidationError(_t("Choose a file."))
        return found


def _size(size: int) -> str:
    return str(filesizeformat(size))


@needs(ACTION)
def new(request: HttpRequest) -> HttpResponse:
    units = units_where(request.user, ACTION)
    form = UploadForm(request.POST or None, request.FILES or None, units=units, initial={"unit": units.first()})
    if form.is_valid():
        asked = form.cleaned_data
        require(request.user, ACTION, asked["unit"])
        kept: Path | None = None
        try:
            if (upload := asked["file"]) is not None:
                name = upload.name
                where = kept = uploading.keep(upload.chunks(uploading.PIECE), name)
            else:
                name, where = asked["waiting"], uploading.file_on_server(asked["waiting"])
                uploading.judge(where)
            made = importing.create_job(path=where, unit=asked["unit"], by=request.user, name=name)
        except errors.CatalogueError as refusal:
            if kept:
                kept.unlink(missing_ok=True)
            form.add_error("file", str(refusal))
        else:
            return redirect("desk_imports:job", made.pk)
    return page(
        request, "import_new.html", _t("New import"), icon="upload", crumbs=[_crumb()], form=form,
        folder=uploading.incoming().name, status=400 if form.errors else 200,
    )  # fmt: skip


def _crumb() -> tuple[Any, str]:
    return (_("Imports"), reverse("desk_imports:list"))


class MappingForm(forms.Form):
    """What is done with the file: how it is read, whose it is, where its copies go."""

    unit = UnitChoice(Unit.objects.none(), label=_("For which library"))
    dialect = forms.ChoiceField(label=_("What the fields mean"), required=False)
    encoding = forms.ChoiceField(label=_("Character set"), choices=ENCODINGS, required=False)
    make_items = forms.BooleanField(label=_("make copies of what the records report"), required=False)
    restore_script = forms.BooleanField(label=_("turn romanised titles back to Cyrillic"), required=False)
    find_duplicates = forms.BooleanField(label=_("look for the same books of other libraries"), required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["dialect"].choices = [("", _t("as found")), *Dialect.choices]  # type: ignore[attr-defined]


@needs(ACTION)
def job(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request.user).select_related("unit", "created_by"), pk=pk)
    if found.stage in ("uploaded", "previewed"):
        return _preview(request, found)
    if found.stage in ("queued", "running", "paused"):
        return _progress(request, found)
    return _report(request, found)


def _mapping(request: HttpRequest, found: ImportJob, data: Any = None) -> MappingForm:
    initial = {
        "unit": found.unit, "dialect": found.overrides.get("dialect", ""),
        "encoding": found.overrides.get("encoding", ""), "make_items": found.make_items,
        "restore_script": found.restore_script, "find_duplicates": found.find_duplicates,
    }  # fmt: skip
    return MappingForm(data, initial=initial, units=units_where(request.user, ACTION))


def _preview(request: HttpRequest, found: ImportJob) -> HttpResponse:
    try:
        seen = importing.preview(found)
        readings = uploading.readings(found, found=_most(seen.encodings) or seen.encoding, claimed=seen.claimed)
        places, copies = uploading.places_named(found)
    except errors.CatalogueError as refusal:
        messages.error(request, str(refusal))
        return _report(request, found)
    holder = holder_of(found.unit)
    branches = list(Unit.objects.filter(under([holder.path])))
    named = {name.casefold(): unit for unit in branches for name in _names(unit)}
    chosen = {name.casefold(): code for name, code in (found.overrides.get("places") or {}).items()}
    return page(
        request, "import_preview.html", found.file_name, icon="upload", crumbs=[_crumb()],
        job=found, seen=seen, form=_mapping(request, found), readings=readings, copies=copies, branches=branches,
        holder=holder, most=uploading.LOOKED_THROUGH,
        chosen_encoding=found.overrides.get("encoding") or seen.encoding,
        dialect=Dialect(found.dialect).label if found.dialect in Dialect.values else found.dialect,
        mixed=len(seen.encodings) > 1, rows=[_row(record) for record in seen.records],
        disputed=_disputed(seen),
        places=[
            {"n": n, "place": place, "known": named.get(place.name.casefold()), "chosen": chosen.get(place.name.casefold(), "")}
            for n, place in enumerate(places)
        ],
    )  # fmt: skip


def _most(counts: dict[str, int]) -> str:
    return max(counts, key=lambda name: counts[name]) if counts else ""


def _names(unit: Unit) -> list[str]:
    return [name for name in (*unit.short_name.values(), *unit.name.values(), unit.code) if name]


def _disputed(seen: importing.Preview) -> bool:
    """The file says one character set and holds another. Plain Latin bears out any claim."""
    found = _most(seen.encodings)
    return bool(seen.claimed and found and found != seen.claimed)


def _row(record: importing.PreviewRecord) -> dict[str, Any]:
    bib = record.bib
    if bib is None:
        return {"offset": record.offset, "problem": record.problem}
    creator = bib.creators[0].name if bib.creators else None
    return {
        "offset": record.offset, "title": bib.title.proper, "remainder": bib.title.remainder, "author": creator,
        "year": bib.year or bib.date, "fields": record.fields[:60],
        "holdings": [
            " · ".join(part for part in (h.place or h.library, h.inventory_number, h.barcode, h.shelf_mark) if part)
            for h in bib.holdings[:5]
        ],
        "more_holdings": max(0, len(bib.holdings) - 5),
    }  # fmt: skip


@require_POST
@needs(ACTION)
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep what was chosen; and look again, or begin."""
    found = get_object_or_404(_visible(request.user), pk=pk)
    form = _mapping(request, found, request.POST)
    if found.stage not in ("uploaded", "previewed") or not form.is_valid():
        messages.error(request, _t("This import can no longer be changed."))
        return redirect("desk_imports:job", pk)
    asked = form.cleaned_data
    require(request.user, ACTION, asked["unit"])
    for name in ("unit", "make_items", "restore_script", "find_duplicates"):
        setattr(found, name, asked[name])
    overrides: dict[str, Any] = {name: asked[name] for name in ("dialect", "encoding") if asked[name]}
    if found.overrides.get("format"):
        overrides["format"] = found.overrides["format"]
    codes = set(Unit.objects.filter(under([holder_of(asked["unit"]).path])).values_list("code", flat=True))
    places = {}
    for n in range(100):
        name, code = request.POST.get(f"place-{n}", "")[:80], request.POST.get(f"branch-{n}", "")
        if name and code in codes:
            places[name] = code
    if places:
        overrides["places"] = places
    try:
        importing.preview(found, count=1, overrides=overrides)
        if "begin" in request.POST:
            found.move("queue", by=request.user)
            messages.success(request, _t("The import is in the queue; it goes on even if you leave this page."))
    except (errors.CatalogueError, StageError) as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_imports:job", pk)


@require_POST
@needs(ACTION)
def move(request: HttpRequest, pk: int, move: str) -> HttpResponse:
    """Pause, go on, cancel."""
    found = get_object_or_404(_visible(request.user), pk=pk)
    if move not in ("pause", "queue", "cancel", "revive"):
        raise Http404
    try:
        if move == "revive":
            # The worker died with it: the lock on the job went with the worker, so beginning again is safe.
            found.move("pause", by=request.user)
            found.move("queue", by=request.user)
        else:
            found.move(move, by=request.user)
    except StageError as refusal:
        messages.error(request, str(refusal))
    return redirect("desk_imports:job", pk)


def _progress(request: HttpRequest, found: ImportJob) -> HttpResponse:
    rate = found.read / found.seconds if found.seconds else 0
    left = (found.size - found.offset) * found.seconds / found.offset if found.offset and found.seconds else 0
    beat = found.beat_at or found.started_at or found.stage_since
    return page(
        request, "import_progress.html", found.file_name, icon="upload", crumbs=[_crumb()], job=found, rate=round(rate),
        left=words.minutes_long(max(1, round(left / 60))) if left else "", under_a_minute=0 < left < 60,
        silent=found.stage in ("running", "queued") and timezone.now() - beat > SILENCE,
    )  # fmt: skip


def _report(request: HttpRequest, found: ImportJob) -> HttpResponse:
    told = importing.report(found)
    shown = _rejected(found, 0, 10)[0] if found.rejected else []
    first, last = found.started_at or found.created_at, found.finished_at or timezone.now()
    cases = 0
    if told["merge_cases"]:
        cases = MergeCase.objects.filter(found_at__range=(first, last), stage="open").count()
    return page(
        request, "import_report.html", found.file_name, icon="upload", crumbs=[_crumb()], job=found, told=told,
        rate=round(found.read / found.seconds) if found.seconds else 0, rejected=shown,
        error=reasons.told_error(found.error),
        mended=[{"n": row["count"], "told": reasons.told(row)} for row in told["repairs"]],
        log=found.stage_course(), new=_records(found, "created")[:15], cases=cases,
        dialect=Dialect(found.dialect).label if found.dialect in Dialect.values else found.dialect,
    )  # fmt: skip


def _records(found: ImportJob, what: str) -> QuerySet[Record]:
    """Records the import made, or changed. Times narrow it first: the job itself is no index."""
    begun = (found.started_at or found.created_at) - timedelta(seconds=1)
    rows = Record.objects.light().filter(job=found)
    if what == "created":
        return rows.filter(created_at__gte=begun).order_by("-created_at", "pk")
    return rows.filter(changed_at__gte=begun, created_at__lt=begun).order_by("changed_at", "pk")


@needs(ACTION)
def records(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request.user), pk=pk)
    what = "updated" if request.GET.get("what") == "updated" else "created"
    listed = Paginator(_records(found, what), PER_PAGE).get_page(request.GET.get("page"))
    title = _t("Records updated") if what == "updated" else _t("Records created")
    crumbs = [_crumb(), (found.file_name, reverse("desk_imports:job", args=[pk]))]
    return page(
        request, "import_records.html", title, icon="upload", crumbs=crumbs, job=found, listed=listed,
        query=f"what={what}",
    )  # fmt: skip


def _rejected(found: ImportJob, skip: int, count: int) -> tuple[list[dict[str, Any]], bool]:
    """Records that could not be read: where they stood, why, and the beginning of their bytes as text and in hex."""
    if not found.rejects_path:
        return [], False
    raw_path = Path(found.rejects_path)
    list_path = raw_path.with_name(raw_path.name + ".jsonl")
    if not (raw_path.is_file() and list_path.is_file()):
        return [], False
    rows: list[dict[str, Any]] = []
    with list_path.open("rb") as lines, raw_path.open("rb") as raw:
        for n, line in enumerate(lines):
            if n < skip:
                continue
            if len(rows) == count or lines.tell() > found.rejects_list_size:
                return rows, True
            told = json.loads(line)
            raw.seek(told["at"])
            data = raw.read(min(told["length"], 480))
            encoding = found.encoding if found.encoding not in ("marc-8", "iso5426") else "latin-1"
            text = "".join(c if c.isprintable() else "·" for c in data.decode(encoding, "replace"))
            rows.append(
                {
                    **told,
                    "told": reasons.told(told),
                    "text": text,
                    "hex": data[:96].hex(" "),
                    "cut": told["length"] > 480,
                }
            )
    return rows, False


@needs(ACTION)
def rejects(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(_visible(request.user), pk=pk)
    number = request.GET.get("page", "1")
    at = int(number) if number.isdecimal() and len(number) < 9 and 0 < int(number) < 100_000 else 1
    rows, more = _rejected(found, (at - 1) * PER_PAGE, PER_PAGE)
    crumbs = [_crumb(), (found.file_name, reverse("desk_imports:job", args=[pk]))]
    return page(
        request, "import_rejects.html", _t("Records that could not be read"), icon="upload", crumbs=crumbs, job=found,
        rejected=rows, at=at, more=more, before=at - 1, after=at + 1,
    )  # fmt: skip


@needs(ACTION)
def rejects_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The bytes of the rejected records as they came, one after another: to be mended and imported again."""
    found = get_object_or_404(_visible(request.user), pk=pk)
    if not found.rejects_path or not Path(found.rejects_path).is_file():
        raise Http404
    name = Path(found.file_name).stem + ".rejects" + (Path(found.file_name).suffix or ".mrc")
    return FileResponse(
        Path(found.rejects_path).open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )
