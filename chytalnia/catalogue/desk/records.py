"""The list of records, one record from all sides, its history; hide, show, take out – and undo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue import errors, presenting
from chytalnia.catalogue.models import Draft, Item, MergeCase, Record, RecordKey, RecordVersion
from chytalnia.catalogue.services import editing, exporting, records
from chytalnia.people import access, rules
from chytalnia.search import queries as search
from chytalnia.wire.isbn import normal_isbn

from . import compare, reach
from .mnemonic import to_text
from .page import page
from .record_filter import RecordFilter
from .shown import of_bib

PER_PAGE = 30
MOST_FOUND = 100
MOST_AT_ONCE = 500


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Records of the person's libraries, found by our own search and narrowed."""
    access.require(request.user, reach.VIEW)
    form = RecordFilter(request.GET, user=request.user)
    found = (
        form.narrow(reach.listed_for(request.user).light())
        if form.is_valid()
        else reach.listed_for(request.user).none()
    )
    text = form.cleaned_data.get("q", "") if form.is_valid() else ""
    if text:
        found = _searched(found, text)
    rows = Paginator(found.select_related("owner"), PER_PAGE).get_page(request.GET.get("page"))
    copies = Item.objects.filter(record__in=[record.pk for record in rows], withdrawn_on__isnull=True)
    stock = dict(copies.order_by().values_list("record").annotate(n=Count("pk")))
    for record in rows:
        # Counted for the page alone: over the whole table the database would count before it cuts.
        setattr(record, "stock", stock.get(record.pk, 0))  # noqa: B010
    may = {name: rules.may(request.user, name) for name in (reach.EDIT, reach.DELETE, "catalogue.export")}
    buttons = (
        [HeaderButton(_("New record"), url=reverse("describing:new"), icon_name="plus")] if may[reach.EDIT] else []
    )
    return page(
        request, "records.html", _("Records"), icon="list-ul", buttons=buttons, form=form, rows=rows, text=text,
        may_edit=may[reach.EDIT], may_delete=may[reach.DELETE], may_export=may["catalogue.export"],
        undo=request.session.get("records_undo"), formats=EXPORTS, narrowed=bool(request.GET),
        drafts=Draft.objects.of(request.user).count(),
    )  # fmt: skip


EXPORTS = (
    ("marc21", "MARC 21"), ("unimarc", "UNIMARC"), ("rusmarc", "RUSMARC"), ("marcxml", "MARCXML"), ("gost", "ГОСТ 7.1"),
    ("bibtex", "BibTeX"), ("ris", "RIS"),
)  # fmt: skip


def _searched(found: QuerySet[Record], text: str) -> QuerySet[Record]:
    """By number as it stands, else by the readers' search."""
    exact: Any = Q(control_number=text)
    if text.isdecimal() and len(text) < 18:
        exact |= Q(pk=int(text))
    if isbn := normal_isbn(text):
        exact |= Exists(RecordKey.objects.filter(kind="isbn", value=isbn, record=OuterRef("pk")))
    if found.filter(exact).exists():
        return found.filter(exact)
    results = search.search(text, filters={"kind": ["work"]}, limit=MOST_FOUND, facets=())
    return found.filter(work__in=[int(hit.pk) for hit in results.hits])


@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """Hide, show, take out or export the records ticked."""
    act = request.POST.get("do", "")
    pks = [int(pk) for pk in request.POST.getlist("pk") if pk.isdecimal() and len(pk) < 18][:MOST_AT_ONCE]
    back = request.POST.get("back", "")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = reverse("describing:index")
    if not pks:
        messages.warning(request, _("Tick some records first."))
        return redirect(back)
    if act == "export":
        access.require(request.user, "catalogue.export")
        chosen = reach.records_of(request.user).filter(pk__in=pks).order_by("pk")
        format_ = request.POST.get("format", "marc21")
        try:
            body = b"".join(exporting.export(chosen, format=format_))
        except errors.UnknownExport as refusal:
            messages.error(request, refusal.message)
            return redirect(back)
        answer = HttpResponse(body, content_type="application/octet-stream")
        answer["Content-Disposition"] = f'attachment; filename="records.{_ENDINGS.get(format_, "txt")}"'
        return answer
    done, refused = _act(request.user, act, pks)
    if done:
        request.session["records_undo"] = {"act": _OPPOSITE[act], "pks": done, "count": len(done)}
        messages.success(
            request, ngettext("%(n)d record is done.", "%(n)d records are done.", len(done)) % {"n": len(done)}
        )
    for record, why in refused[:10]:
        messages.warning(request, f"{record}: {why}")
    return redirect(back)


_OPPOSITE = {"hide": "show", "show": "hide", "remove": "bring_back", "bring_back": "remove"}
_ENDINGS = {"marc21": "mrc", "unimarc": "mrc", "rusmarc": "mrc", "marcxml": "xml", "bibtex": "bib", "ris": "ris"}


def _act(user: Any, act: str, pks: list[int]) -> tuple[list[int], list[tuple[Record, Any]]]:
    """Do it where the person may and the record allows; says which were done and which refused."""
    action = reach.DELETE if act in ("remove", "bring_back") else reach.EDIT
    access.require(user, action)
    done: list[int] = []
    refused: list[tuple[Record, Any]] = []
    allowed = set(reach.records_of(user, action).filter(pk__in=pks).values_list("pk", flat=True))
    for record in Record.objects.light().select_related("owner").filter(pk__in=pks):
        if record.pk not in allowed:
            refused.append((record, _("belongs to another library.")))
            continue
        try:
            if act in ("hide", "show"):
                if record.visible == (act == "show"):
                    continue
                records.show(record=record, visible=act == "show", by=user)
            elif act == "remove":
                records.remove(record=record, by=user)
            elif act == "bring_back":
                editing.bring_back(record=record, by=user)
            else:
                continue
            done.append(record.pk)
        except errors.CatalogueError as refusal:
            refused.append((record, refusal.message))
    return done, refused


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last bulk act back."""
    last = request.session.pop("records_undo", None)
    if last and last["act"] in _OPPOSITE:
        done, _refused = _act(request.user, last["act"], last["pks"])
        messages.success(
            request, ngettext("Undone for %(n)d record.", "Undone for %(n)d records.", len(done)) % {"n": len(done)}
        )
    return redirect("describing:index")


@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: description, MARC, source as it came, copies, work, history."""
    found = reach.record_for(request.user, pk)
    tab = request.GET.get("tab", "description")
    tab = tab if tab in ("description", "marc", "source", "items", "work", "history") else "description"
    copies = Item.objects.filter(record=found).select_related("unit", "zone").order_by("unit__path", "inventory_number")
    told: dict[str, Any] = {}
    if tab == "description":
        told = {"shown": of_bib(found.bib, found.owner), "facts": _facts(found)}
    elif tab == "marc":
        told = {"lines": to_text(records.parsed(found)).split("\n")}
    elif tab == "source":
        told = {
            "source": bytes(found.source).decode(found.encoding if found.encoding in _READABLE else "utf-8", "replace")
        }
    elif tab == "items":
        told = {"items": copies[:500]}
    elif tab == "work":
        told = {"editions": Record.objects.light().active().filter(work=found.work_id).order_by("year", "pk")[:200]}
    else:
        told = {"versions": _versions(found)}
    names = (
        ("description", _("Description")), ("marc", "MARC"), ("source", _("Source")), ("items", _("Copies")),
        ("work", _("Work")), ("history", _("History")),
    )  # fmt: skip
    may_edit = reach.may_edit(request.user, found)
    tabs = [
        {
            "label": label,
            "url": f"?tab={name}",
            "here": name == tab,
            "count": copies.count() if name == "items" else None,
        }
        for name, label in names
    ]
    buttons = []
    if may_edit:
        buttons = [
            HeaderButton(_("Edit"), url=reverse("describing:edit", args=[pk]), icon_name="edit"),
            HeaderButton(_("Raw MARC"), url=reverse("describing:raw", args=[pk]), icon_name="code"),
        ]
    if rules.may(request.user, "catalogue.receive_items"):
        receive = reverse("desk_items:receive", args=[pk])
        buttons.append(HeaderButton(_("Add copies"), url=receive, icon_name="plus"))
    return page(
        request, "record.html", found.title or _("Untitled record"), icon="doc-full", buttons=buttons,
        crumbs=[(_("Records"), reverse("describing:index"))], record=found, tab=tab, tabs=tabs, may_edit=may_edit,
        may_delete=bool(found.owner and rules.may(request.user, reach.DELETE, found.owner)),
        draft=Draft.objects.of(request.user).filter(record=found).first(),
        cases=MergeCase.objects.filter(Q(first=found) | Q(second=found)).count() if tab == "work" else 0, **told,
    )  # fmt: skip


_READABLE = {"utf-8", "cp1251", "cp866", "koi8-r", "koi8-u", "latin-1"}


def _facts(found: Record) -> list[tuple[str, str]]:
    """What the model holds of a record, in words."""
    bib = found.bib
    pairs = [
        (_("Kind"), presenting.kind_name(bib.kind)),
        (_("Title"), bib.title.proper.value),
        (_("Romanised"), bib.title.proper.romanised),
        (_("Authors"), "; ".join(f"{a.name.value} ({presenting.role_name(a.role)})" for a in bib.agents)),
        (_("Languages"), presenting.language_names(bib.languages)),
        (_("Publication"), ", ".join(t.value for t in [*bib.places, *bib.publishers]) + f" {bib.date}"),
        (_("Subjects"), "; ".join(str(s) for s in bib.subjects)),
        (_("Key words"), "; ".join(bib.keywords)),
        (_("Classes"), "; ".join(f"{presenting.SCHEMES.get(c.scheme, c.scheme)} {c.number}" for c in bib.classes)),
        (_("ISBN"), "; ".join(i.value for i in bib.isbn)),
        (_("Annotation"), bib.abstract),
        (_("Age mark"), f"{bib.age_mark}+" if bib.age_mark is not None else ""),
        (_("Control number"), f"{found.agency} {found.control_number}".strip()),
    ]
    return [(name, value.strip()) for name, value in pairs if value.strip()]


# ——— history


def _versions(found: Record) -> list[dict[str, Any]]:
    """The states of a record from the present one back: who made it, when, why."""
    rows: list[dict[str, Any]] = [
        {
            "number": found.version,
            "at": found.changed_at,
            "by": found.changed_by,
            "reason": found.change_reason,
            "now": True,
        }
    ]
    former = found.versions.select_related("made_by").defer("source")
    rows += [{"number": v.number, "at": v.made_at, "by": v.made_by, "reason": v.reason, "now": False} for v in former]
    return rows


@require_safe
def version(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """What one version changed of the one before it – or, with `?with=`, of any other."""
    found = reach.record_for(request.user, pk)
    other = request.GET.get("with", "")
    earlier = int(other) if other.isdecimal() and len(other) < 9 else number - 1
    here = _state(found, number)
    before = found.versions.filter(number=earlier).first() if earlier != found.version else found
    if before is None:
        before = here
    return page(
        request, "version.html", _("Version %(number)d") % {"number": number}, icon="history",
        crumbs=[(_("Records"), reverse("describing:index")), (str(found), reverse("describing:record", args=[pk]) + "?tab=history")],
        record=found, number=number, earlier=earlier, versions=_versions(found), is_present=number == found.version,
        info=next((v for v in _versions(found) if v["number"] == number), None), is_first=before is here,
        changes=compare.diff(records.parsed(before), records.parsed(here), whole="whole" in request.GET or before is here),
        may_edit=reach.may_edit(request.user, found),
    )  # fmt: skip


def _state(found: Record, number: int) -> Record | RecordVersion:
    return found if number == found.version else get_object_or_404(RecordVersion, record=found, number=number)


@require_POST
def restore(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    found = reach.record_for(request.user, pk, reach.EDIT)
    former = get_object_or_404(RecordVersion, record=found, number=number)
    records.restore(record=found, version=former, by=request.user)
    messages.success(request, _("Version %(number)d stands again, as a new version.") % {"number": number})
    return redirect(reverse("describing:record", args=[pk]) + "?tab=history")
