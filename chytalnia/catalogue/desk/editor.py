"""The cataloguer's form: a record as the fields people use, or as raw MARC; what is typed is kept as a draft."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from pymarc import Record as MarcRecord

from chytalnia.catalogue import errors
from chytalnia.catalogue.derive import texts, title_of
from chytalnia.catalogue.models import Draft, Record
from chytalnia.catalogue.services import ingest, records
from chytalnia.network.models import Unit
from chytalnia.people import access

from . import compare, reach
from .fields import problems_of
from .mnemonic import from_text, to_text
from .page import page
from .sheet import Sheet
from .sheet_parts import Section
from .shown import described

LONGEST_FORM = 2_000_000


@dataclass(frozen=True, slots=True)
class Target:
    """What is edited: a record, or a draft of one that is not yet there."""

    dialect: str
    unit: Unit | None
    record: Record | None = None
    draft: Draft | None = None
    token: str = ""
    version: int = 0

    @property
    def url(self) -> str:
        if self.record is not None:
            return reverse("describing:edit", args=[self.record.pk])
        return reverse("describing:draft", args=[self.token])

    @property
    def raw_url(self) -> str:
        if self.record is not None:
            return reverse("describing:raw", args=[self.record.pk])
        return reverse("describing:draft_raw", args=[self.token])


def target_of(request: HttpRequest, pk: int | None, token: str) -> Target:
    """What the address names, if the person may edit it."""
    if pk is not None:
        record = reach.record_for(request.user, pk, reach.EDIT)
        draft = Draft.objects.of(request.user).filter(record=record).first()
        return Target(record.dialect, record.owner, record, draft, "", draft.base_version if draft else record.version)
    access.require(request.user, reach.EDIT)
    draft = Draft.objects.of(request.user).select_related("unit").filter(record=None, token=token).first()
    if draft is None:
        raise Http404
    access.require(request.user, reach.EDIT, draft.unit)
    return Target(draft.dialect, draft.unit, None, draft, token)


def kept(target: Target) -> MarcRecord:
    """The working record: the draft's, else the record as it stands."""
    if target.draft is not None and target.draft.data.get("marc"):
        record, problems = from_text(target.draft.data["marc"])
        if not problems:
            return record
    if target.record is None:
        raise Http404
    return records.parsed(target.record)


def keep(request: HttpRequest, target: Target, source: MarcRecord, **more: Any) -> Draft:
    """Put the working record into the draft, with the state of the page that it came from."""
    bib = records.model_of(source, target.dialect)
    marks = {name: request.POST.get(name, "")[:40] for name in ("stamp", "page")}
    data = {"marc": to_text(source), "title": title_of(bib)[:200], **marks, **more}
    return records.save_draft(
        user=request.user, record=target.record, token=target.token, unit=target.unit, dialect=target.dialect,
        base_version=target.version, data=data,
    )  # fmt: skip


def written_elsewhere(request: HttpRequest, target: Target) -> bool:
    """Whether the draft holds text that this page has never shown: another tab or device of the same person wrote it."""
    there = target.draft.data if target.draft is not None else {}
    seen = {request.POST.get("known", ""), request.POST.get("over", "")}
    return bool(there.get("stamp")) and there["stamp"] not in seen and there.get("page") != request.POST.get("page", "")


# ——— the form


def edit(request: HttpRequest, pk: int | None = None, token: str = "") -> HttpResponse:
    """The form for a record (`pk`) or for the draft of a new one (`token`)."""
    target = target_of(request, pk, token)
    if request.method != "POST":
        sheet = Sheet(kept(target), target.dialect)
        return _form(request, target, sheet, fixes=target.draft.data.get("fixes") if target.draft else None)
    if target.record is not None and (seen := request.POST.get("seen", "")).isdecimal():
        target = replace(target, version=int(seen))
    act, data = request.POST.get("do", "save"), request.POST.copy()
    if act == "merge":
        return _merged(request, target)
    extra: dict[str, int] = {}
    verb, _colon, what = act.partition(":")
    if verb == "remove" and what.isdecimal():
        _remove(data, what)
    elif verb in ("up", "down"):
        _move(data, what, -1 if verb == "up" else 1)
    elif verb == "add":
        extra[what] = 1
    try:
        sheet = Sheet.read(data, target.dialect)
    except ValueError:
        messages.error(request, _("The form came damaged and was not saved. Your last draft is shown."))
        return redirect(target.url)
    fixes = typed_fixes(data)
    if written_elsewhere(request, target):
        return _form(request, target, sheet, extra=extra, fixes=fixes, elsewhere=True)
    keep(request, target, sheet.record, fixes=fixes)
    return _stamped(_done(request, target, sheet, extra, fixes), data.get("stamp", ""))


def _done(
    request: HttpRequest, target: Target, sheet: Sheet, extra: dict[str, int], fixes: dict[str, str]
) -> HttpResponse:
    """What the button asks for, once the draft is kept."""
    verb = request.POST.get("do", "save").partition(":")[0]
    if verb in ("add", "remove", "up", "down"):
        return _form(request, target, sheet, extra=extra, fixes=fixes)
    if verb == "raw":
        return redirect(target.raw_url)
    if verb == "later":
        messages.success(request, _("The draft is kept; you will find it under Drafts."))
        return redirect("describing:drafts")
    problems = problems_of(sheet.record, target.dialect)
    if verb == "check" or blocking(problems, target):
        return _form(request, target, sheet, fixes=fixes, problems=problems, checked=True)
    return _save(request, target, sheet.record, fixes, request.POST.get("reason", ""))


def _stamped(answer: HttpResponse, stamp: str) -> HttpResponse:
    """Tell the browser which state of the form the server holds, so that it drops its own copy of it."""
    if stamp.isalnum():
        answer.set_cookie("described", stamp[:40], max_age=86_400, samesite="Lax")
    return answer


def typed_fixes(data: Any) -> dict[str, str]:
    """Script made by the tables that was corrected or confirmed: romanised form → right form."""
    fixes: dict[str, str] = {}
    for n in data.getlist("fix"):
        romanised, now, was = data.get(f"fix-{n}-r", ""), data.get(f"fix-{n}-v", "").strip(), data.get(f"fix-{n}-o", "")
        if romanised and now and (now != was or data.get(f"fix-{n}-ok") or data.get("fix-all")):
            fixes[romanised] = now
    return fixes


def blocking(problems: list[Any], target: Target) -> bool:
    """Whether errors keep the record from being saved: those that came with it do not, new ones do."""
    now = {(p.tag, p.code, p.subfield) for p in problems if p.severity == "error"}
    if now and target.record is not None:
        stored = problems_of(records.parsed(target.record), target.dialect)
        now -= {(p.tag, p.code, p.subfield) for p in stored if p.severity == "error"}
    return bool(now)


def _remove(data: Any, number: str) -> None:
    if source := data.get(f"f-{number}-src"):
        data.appendlist("gone", source)
    data.setlist("row", [n for n in data.getlist("row") if n != number])


def _move(data: Any, number: str, step: int) -> None:
    """Change places with the neighbour of the same kind."""
    rows = data.getlist("row")
    if number not in rows:
        return
    line = data.get(f"f-{number}-line")
    alike = [n for n, row in enumerate(rows) if data.get(f"f-{row}-line") == line]
    at = alike.index(rows.index(number)) + step
    if 0 <= at < len(alike):
        here, there = rows.index(number), alike[at]
        rows[here], rows[there] = rows[there], rows[here]
        data.setlist("row", rows)


def derived_texts(source: MarcRecord, target: Target, fixes: dict[str, str]) -> list[dict[str, Any]]:
    """Texts whose original script the tables made and nobody has confirmed."""
    bib = records.model_of(source, target.dialect)
    if target.record is not None:
        ingest.apply_fixes(bib, target.record.script_fixes)
    found = {t.romanised: t.value for t in texts(bib) if t.derived and t.romanised}
    return [
        {"n": n, "romanised": romanised, "value": fixes.get(romanised, value), "was": value, "ok": romanised in fixes}
        for n, (romanised, value) in enumerate(found.items())
    ]


def _form(
    request: HttpRequest,
    target: Target,
    sheet: Sheet,
    *,
    extra: dict[str, int] | None = None,
    fixes: dict[str, str] | None = None,
    problems: list[Any] | None = None,
    checked: bool = False,
    elsewhere: bool = False,
) -> HttpResponse:
    if problems is None:
        problems = problems_of(sheet.record, target.dialect) if target.record is not None else []
    sections = sheet.sections(extra=extra, problems=problems)
    derived = derived_texts(sheet.record, target, fixes or {})
    _beside(sections, derived)
    hard = [p for p in problems if p.severity == "error"]
    return page(
        request, "edit.html", _title(target, sheet.record), icon="edit",
        crumbs=_crumbs(target),
        status=409 if elsewhere else 422 if checked and hard and blocking(problems, target) else 200,
        target=target, known=_known(request, target, elsewhere), elsewhere=elsewhere,
        changes=compare.diff(kept(target), sheet.record) if elsewhere else [],
        sheet=sheet, sections=sections, errors_count=len(hard), warnings_count=len(problems) - len(hard),
        checked=checked, derived=derived,
        shown=described(sheet.record, target.dialect, target.unit, target.record),
        stale=target.record is not None and target.version != target.record.version,
    )  # fmt: skip


def _known(request: HttpRequest, target: Target, elsewhere: bool) -> str:
    """The state of the draft that the page shows; what is only shown beside it does not count."""
    if elsewhere:
        return request.POST.get("known", "")
    return request.POST.get("stamp", "") or (target.draft.data.get("stamp", "") if target.draft else "")


def _beside(sections: list[Section], derived: list[dict[str, Any]]) -> None:
    """Show the text in its original script below the box that holds its romanised form."""
    of = {text["romanised"].rstrip(" .,:;/"): text["value"] for text in derived}
    for section in sections:
        for line in section.lines:
            for box in (box for row in line.rows for box in row.boxes if box.value):
                box.original = of.get(box.value.rstrip(" .,:;/"), "")


def _title(target: Target, source: MarcRecord) -> str:
    if target.record is not None:
        return target.record.title or _("Untitled record")
    return title_of(records.model_of(source, target.dialect)) or _("New record")


def _crumbs(target: Target) -> list[Any]:
    crumbs: list[Any] = [(_("Records"), reverse("describing:index"))]
    if target.record is not None:
        crumbs.append((str(target.record.pk), reverse("describing:record", args=[target.record.pk])))
    return crumbs


# ——— saving, and what to do when somebody else saved meanwhile


def _save(
    request: HttpRequest, target: Target, source: MarcRecord, fixes: dict[str, str], reason: str
) -> HttpResponse:  # fmt: skip
    reason = reason.strip()[:200]
    if target.record is None:
        assert target.unit is not None
        try:
            made = records.create(
                source=source, dialect=target.dialect, unit=target.unit, by=request.user, reason=reason
            )
        except errors.RecordExists as refusal:
            messages.error(request, refusal.message)
            return redirect(target.url)
        if fixes:
            records.fix_script(record=made, fixes=fixes, by=request.user)
        Draft.objects.of(request.user).filter(record=None, token=target.token).delete()
        messages.success(request, _("The record is in the catalogue."))
        return redirect("describing:record", pk=made.pk)
    unchanged = to_text(source) == to_text(records.parsed(target.record))
    if unchanged and not fixes:
        Draft.objects.of(request.user).filter(record=target.record).delete()
        messages.info(request, _("Nothing was changed, so nothing was saved."))
        return redirect("describing:record", pk=target.record.pk)
    try:
        if unchanged and target.version == target.record.version:
            records.fix_script(record=target.record, fixes=fixes, by=request.user)
        else:
            records.save(
                record=target.record, source=source, by=request.user, reason=reason, seen_version=target.version,
                fixes=fixes,
            )  # fmt: skip
    except errors.RecordChanged:
        return _conflict(request, target, source)
    Draft.objects.of(request.user).filter(record=target.record).delete()
    messages.success(request, _("The record is saved."))
    return redirect("describing:record", pk=target.record.pk)


def _base(target: Target) -> MarcRecord:
    """The state that the cataloguer began from."""
    assert target.record is not None
    former = target.record.versions.filter(number=target.version).first()
    return records.parsed(former or target.record)


def _conflict(request: HttpRequest, target: Target, mine: MarcRecord) -> HttpResponse:
    """Both changes side by side: whose stands is chosen field by field."""
    assert target.record is not None
    present = Record.objects.select_related("changed_by").get(pk=target.record.pk)
    found = compare.clashes(_base(target), records.parsed(present), mine)
    return page(
        request, "conflict.html", _("Somebody else saved this record meanwhile"), icon="warning",
        crumbs=_crumbs(target), status=409, target=target, present=present, clashes=found, mine=to_text(mine),
        theirs_diff=compare.diff(_base(target), records.parsed(present)),
    )  # fmt: skip


def _merged(request: HttpRequest, target: Target) -> HttpResponse:
    assert target.record is not None
    mine, problems = from_text(request.POST.get("mine", ""))
    if problems:
        return redirect(target.url)
    theirs = records.parsed(target.record)
    chosen = {name[5:] for name, value in request.POST.items() if name.startswith("pick-") and value == "mine"}
    merged = compare.merge(_base(target), theirs, mine, keep_mine=chosen)
    settled = replace(target, version=target.record.version)
    keep(request, settled, merged)
    messages.info(request, _("Both changes are in the form. Look it over and save."))
    return redirect(target.url)


# ——— raw MARC


def raw(request: HttpRequest, pk: int | None = None, token: str = "") -> HttpResponse:
    """The record as lines of text: checked line by line, compared with what stands, saved."""
    target = target_of(request, pk, token)
    if target.record is not None and (seen := request.POST.get("seen", "")).isdecimal():
        target = replace(target, version=int(seen))
    start = kept(target)
    text = request.POST.get("text", "")[:LONGEST_FORM]
    if request.method != "POST":
        text = (target.draft.data.get("text") if target.draft else "") or to_text(start)
    typed, lines = from_text(text)
    problems = problems_of(typed, target.dialect)
    act = request.POST.get("do", "")
    elsewhere = bool(act) and written_elsewhere(request, target)
    if act in {"save", "form", "check"} and not elsewhere:
        # Text that cannot be read is kept as it was typed, beside the last record that could.
        keep(request, target, start if lines else typed, **({"text": text} if lines else {}))
    if act == "form" and not lines and not elsewhere:
        return redirect(target.url)
    stamp, blocked = request.POST.get("stamp", ""), bool(lines) or blocking(problems, target)
    if act == "save" and not blocked and not elsewhere:
        return _stamped(_save(request, target, typed, {}, request.POST.get("reason", "")), stamp)
    before = start if elsewhere or target.record is None else records.parsed(target.record)
    answer = page(
        request, "raw.html", _("Raw MARC"), icon="code", crumbs=[*_crumbs(target), (_("Form"), target.url)],
        status=409 if elsewhere else 422 if act == "save" else 200,
        target=target, known=_known(request, target, elsewhere), elsewhere=elsewhere,
        text=text, lines=lines, problems=problems, checked=bool(act) and not elsewhere,
        rows=max(12, text.count("\n") + 3), changes=compare.diff(before, typed) if act else [], blocked=blocked,
        refused=act == "save",
        errors_count=len(lines) + sum(p.severity == "error" for p in problems),
    )  # fmt: skip
    # What was typed is a draft on the server by now: the browser's own copy of it has done its work.
    return _stamped(answer, stamp) if act and not elsewhere else answer
