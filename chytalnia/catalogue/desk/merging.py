"""The merge queue at the desk: pairs that may be one edition, side by side, decided by a key."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages as desk_messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import MergeCase, Record
from chytalnia.catalogue.queries import merge_cases as queries
from chytalnia.catalogue.queries.items import records_named, scanned
from chytalnia.catalogue.services import duplicates, merging
from chytalnia.core import audit
from chytalnia.core.stage_desk import StageDesk
from chytalnia.core.stages import StageError
from chytalnia.network.models import Unit
from chytalnia.people import rules
from chytalnia.people.access import NeedsMixin, needs

from .choosing import visible_items
from .item_forms import UnitChoice
from .page import RightItem, page

ACTION = queries.ACTION
PER_PAGE = 50
SCORES = [("", _("any")), ("90-100", _("almost certain")), ("75-90", _("likely")), ("0-75", _("doubtful"))]


def menu_item() -> MenuItem:
    return RightItem(
        ACTION, _("Merge queue"), reverse("desk_merging:list"), name="merging", icon_name="resubmit", order=50
    )  # fmt: skip


def urls() -> list[URLPattern]:
    return [
        path("", cases_list, name="list"),
        path("board/", Board.as_view(), name="board"),
        path("propose/", propose, name="propose"),
        path("<int:pk>/", case, name="case"),
        path("<int:pk>/decide/", decide, name="decide"),
    ]


class Board(NeedsMixin, StageDesk):
    model = MergeCase
    action = ACTION
    page_title = _("Merge queue")
    header_icon = "resubmit"
    beginning = _("Records that may tell of the same book come here by themselves, from imports and from the form.")
    related = ("first__owner", "second__owner")

    def get_queryset(self) -> QuerySet[MergeCase]:
        return queries.with_records(queries.visible_cases(self.request.user))

    def address_of(self, instance: Any) -> str:
        return reverse("desk_merging:case", args=[instance.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # Decisions need a look at both records, and the right for both: that is the case's own page.
        pk = request.POST.get("pk", "")
        return redirect("desk_merging:case", int(pk)) if pk.isdecimal() else redirect("desk_merging:board")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        crumbs = [{"url": reverse("desk_merging:list"), "label": self.page_title}, {"url": "", "label": _t("Board")}]
        return {**super().get_context_data(**kwargs), "breadcrumbs_items": crumbs}


class CaseFilter(forms.Form):
    stage = forms.ChoiceField(
        label=_("Stage"), required=False,
        choices=[("open", _("to be decided")), ("merged", _("merged")), ("distinct", _("not the same"))],
    )  # fmt: skip
    score = forms.ChoiceField(label=_("How likely"), choices=SCORES, required=False)
    unit = UnitChoice(Unit.objects.none(), label=_("Library"), required=False, empty_label=_("all"))
    reason = forms.ChoiceField(
        label=_("Evidence"), choices=[("", _("any")), *queries.REASONS.items()], required=False
    )  # fmt: skip
    q = forms.CharField(label=_("Title begins with"), required=False, max_length=100)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = rules.units_where(user, ACTION)  # type: ignore[attr-defined]


@needs(ACTION)
def cases_list(request: HttpRequest) -> HttpResponse:
    form = CaseFilter(request.GET if request.GET else {"stage": "open"}, user=request.user)
    form.is_valid()
    wanted = {"stage": "open", **{n: v for n, v in form.cleaned_data.items() if v}}
    found = queries.narrowed(queries.visible_cases(request.user), wanted)
    rows = queries.with_records(found).order_by("-score", "pk")
    listed = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    buttons = [
        HeaderButton(_t("Propose a pair"), url=reverse("desk_merging:propose"), icon_name="plus"),
        HeaderButton(_t("Board"), url=reverse("desk_merging:board"), icon_name="grip"),
    ]
    return page(
        request, "cases.html", _t("Merge queue"), icon="resubmit", buttons=buttons, form=form, listed=listed,
        query=query.urlencode(), rows=[_row(each) for each in listed], total=listed.paginator.count,
        waiting=wanted["stage"] == "open",
    )  # fmt: skip


def _row(each: MergeCase) -> dict[str, Any]:
    strongest = sorted(each.evidence, key=lambda e: -abs(e["weight"]))[:4]
    return {
        "case": each,
        "percent": round(each.score * 100),
        "reasons": [{"for": e["weight"] > 0, "text": queries.REASONS.get(e["code"], e["code"])} for e in strongest],
    }


@needs(ACTION)
def case(request: HttpRequest, pk: int) -> HttpResponse:
    visible = queries.visible_cases(request.user)
    found = get_object_or_404(visible.select_related("first__owner", "second__owner", "kept", "decided_by"), pk=pk)
    before, after = queries.neighbours(visible, found)
    copies = queries.copies(found)
    evidence = sorted(found.evidence, key=lambda e: -abs(e["weight"]))
    sides = [
        {"record": found.first, "items": copies[found.first_id], "branches": _branches(copies[found.first_id])},
        {"record": found.second, "items": copies[found.second_id], "branches": _branches(copies[found.second_id])},
    ]
    lines = queries.compare(found.first, found.second)
    return page(
        request, "case.html", _t("Is this one book?"), icon="resubmit",
        crumbs=[(_("Merge queue"), reverse("desk_merging:list"))],
        case=found, sides=sides, lines=lines, same=sum(line.kind == "same" for line in lines), percent=round(found.score * 100),
        evidence=[_told(e) for e in evidence], against=any(e["weight"] < 0 for e in evidence), before=before, after=after,
        may_decide=queries.may_decide(request.user, found), log=found.stage_course(100),
        waiting=visible.filter(stage="open").count(),
    )  # fmt: skip


def _branches(items: list[Any]) -> list[tuple[Unit, int]]:
    counted: dict[Unit, int] = {}
    for item in items:
        counted[item.unit] = counted.get(item.unit, 0) + 1
    return list(counted.items())


def _told(evidence: dict[str, Any]) -> dict[str, Any]:
    weight = evidence["weight"]
    size = abs(weight)
    strength = _t("strong") if size >= 0.35 else _t("plain") if size >= 0.2 else _t("weak")
    return {
        "for": weight > 0, "text": queries.REASONS.get(evidence["code"], evidence["code"]), "strength": strength,
        "first": queries.said(evidence["code"], evidence.get("first", "")),
        "second": queries.said(evidence["code"], evidence.get("second", "")),
    }  # fmt: skip


@require_POST
@needs(ACTION)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Merge into the left or the right one, keep apart, or take the decision back; then go to the next pair."""
    visible = queries.visible_cases(request.user)
    found = get_object_or_404(visible.select_related("first__owner", "second__owner"), pk=pk)
    if not queries.may_decide(request.user, found):
        raise PermissionDenied
    _before, after = queries.neighbours(visible, found)
    verdict, note = request.POST.get("verdict", ""), request.POST.get("note", "").strip()[:1000]
    try:
        if verdict in ("left", "right"):
            merging.merge(case=found, keep=found.first if verdict == "left" else found.second, by=request.user)
            _decided(request, found, _t("The two are one book now. Both sources are kept, and it can be undone."))
        elif verdict == "apart":
            merging.keep_apart(case=found, by=request.user)
            _decided(request, found, _t("They stay two books and will not be proposed again."))
        elif verdict == "undo":
            merging.undo(case=found, by=request.user)
            messages.success(request, _t("All is as it was; the pair waits for a decision again."))
        else:
            messages.error(request, _t("Choose what to do."))
            return redirect("desk_merging:case", pk)
    except (errors.CatalogueError, StageError) as refusal:
        messages.error(request, str(refusal))
        return redirect("desk_merging:case", pk)
    if note:
        audit.log("catalogue.merge_note", by=request.user, about=found, unit=found.first.owner, note=note)
    if verdict != "undo" and after and not note:
        return redirect("desk_merging:case", after)
    return redirect("desk_merging:case", pk)


def _decided(request: HttpRequest, case: MergeCase, text: str) -> None:
    """The next pair comes at once, so the message itself leads back to the one just decided."""
    address = reverse("desk_merging:case", args=[case.pk])
    desk_messages.success(request, text, buttons=[desk_messages.button(address, _t("Look again or undo"))])


@needs(ACTION)
def propose(request: HttpRequest) -> HttpResponse:
    """A pair that a person noticed: two records named by number, barcode, ISBN or words."""
    asked = [request.POST.get(name, request.GET.get(name, "")).strip()[:200] for name in ("first", "second")]
    found = [_named(text, request.user) if text else [] for text in asked]
    if request.method == "POST" and all(len(rows) == 1 for rows in found):
        one, other = found[0][0], found[1][0]
        if one.pk == other.pk:
            messages.error(request, _t("This is one record twice."))
        elif not all(
            rules.may(request.user, ACTION, r.owner) if r.owner else request.user.is_superuser for r in (one, other)
        ):
            messages.error(request, _t("One of the records belongs to a library where you do not merge."))
        else:
            return redirect("desk_merging:case", duplicates.propose(first=one.pk, second=other.pk).pk)
    return page(
        request, "propose.html", _t("Propose a pair"), icon="plus",
        crumbs=[(_("Merge queue"), reverse("desk_merging:list"))],
        sides=[
            {"name": name, "text": text, "rows": rows[:12], "label": label}
            for name, text, rows, label in zip(
                ("first", "second"), asked, found, (_t("First record"), _t("Second record")), strict=True
            )
        ],
    )  # fmt: skip


def _named(text: str, user: Any) -> list[Record]:
    """One record for its number or a copy's barcode; else those that words name."""
    by_copy = scanned(text, visible_items(user))
    if len({item.record_id for item in by_copy}) == 1:
        return [by_copy[0].record]
    if text.isdecimal() and len(text) < 12 and (one := Record.objects.active().filter(pk=int(text)).first()):
        return [one]
    return list(records_named(text, most=12))
