"""Names and subjects at the desk: found, corrected, merged; where each is used."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.catalogue import errors
from chytalnia.catalogue.models import Authority, AuthorityKind, Record
from chytalnia.catalogue.services import editing
from chytalnia.core.forms import number_of
from chytalnia.people import access, rules

from . import reach
from .helps import matching
from .page import Crumb, page

EDIT = "catalogue.edit_authority"
PER_PAGE = 50


class AuthorityForm(forms.Form):
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=AuthorityKind.choices)
    heading = forms.CharField(
        label=gettext_lazy("Heading"), max_length=500, help_text=gettext_lazy("Surname, forenames")
    )
    dates = forms.CharField(label=gettext_lazy("Dates"), max_length=60, required=False)
    variants = forms.CharField(
        label=gettext_lazy("Other spellings, one a line"),
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
        max_length=20_000,
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=5_000
    )

    def clean_variants(self) -> list[str]:
        return [line.strip()[:500] for line in self.cleaned_data["variants"].splitlines() if line.strip()]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    access.require(request.user, reach.VIEW)
    text, kind = request.GET.get("q", "").replace("\x00", "").strip()[:200], request.GET.get("kind", "")
    kinds = [kind] if kind in AuthorityKind.values else list(AuthorityKind.values)
    if text:
        rows = Paginator(matching(text, kinds, most=100), 100).get_page(1)
    else:
        # Without a kind nothing is asked of it: the index of headings answers alone.
        of_kind = {"kind": kind} if kind in kinds and len(kinds) == 1 else {}
        found = Authority.objects.filter(**of_kind, merged_into=None).order_by("heading", "pk")
        rows = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
        uses = dict(
            Authority.objects.filter(pk__in=[a.pk for a in rows]).annotate(n=Count("headings")).values_list("pk", "n")
        )
        for one in rows:
            # Counted for the page alone: over the whole table the database would count before it cuts.
            setattr(one, "uses", uses[one.pk])  # noqa: B010
    may = rules.may(request.user, EDIT)
    buttons = [HeaderButton(_("New heading"), url=reverse("describing:authority_new"), icon_name="plus")] if may else []
    return page(
        request, "authorities.html", _("Names and subjects"), icon="user", rows=rows, text=text, kind=kind, buttons=buttons,
        kinds=AuthorityKind.choices,
    )  # fmt: skip


def new(request: HttpRequest) -> HttpResponse:
    access.require(request.user, EDIT)
    start = {"heading": request.GET.get("heading", "")[:500], "kind": request.GET.get("kind", "person")}
    form = AuthorityForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            made = editing.create_authority(**form.cleaned_data, by=request.user)
        except errors.HeadingTaken as refusal:
            form.add_error("heading", str(refusal))
        else:
            messages.success(request, _("The heading is there."))
            return redirect("describing:authority", pk=made.pk)
    return page(request, "authority.html", _("New heading"), icon="plus", crumbs=_crumbs(), form=form)


def _crumbs() -> list[Crumb]:
    return [(_("Names and subjects"), reverse("describing:authorities"))]


def edit(request: HttpRequest, pk: int) -> HttpResponse:
    access.require(request.user, reach.VIEW)
    authority = get_object_or_404(Authority, pk=pk)
    if authority.merged_into_id:
        return redirect("describing:authority", pk=authority.merged_into_id)
    may = rules.may(request.user, EDIT)
    if request.method == "POST":
        access.require(request.user, EDIT)
    start = {
        "kind": authority.kind, "heading": authority.heading, "dates": authority.dates, "note": authority.note,
        "variants": "\n".join(authority.variants),
    }  # fmt: skip
    form = AuthorityForm(request.POST or None, initial=start)
    form.fields["kind"].disabled = True
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in ("heading", "dates", "variants", "note")}
        editing.correct_authority(authority=authority, by=request.user, **told)
        messages.success(request, _("The heading is saved."))
        return redirect("describing:authority", pk=pk)
    used = Record.objects.light().active().filter(headings__authority=authority).distinct().order_by("-year", "pk")
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200] or authority.heading.split(",")[0]
    alike = [a for a in matching(text, [authority.kind], most=15) if a.pk != authority.pk] if may else []
    return page(
        request, "authority.html", authority.heading, icon="user", crumbs=_crumbs(), authority=authority, form=form,
        merged=authority.merged.order_by("heading"), used=used[:100], used_count=used.count(), alike=alike, query=text, may_edit=may,
    )  # fmt: skip


@require_POST
def merge(request: HttpRequest, pk: int) -> HttpResponse:
    """Take another heading into this one."""
    access.require(request.user, EDIT)
    keep = get_object_or_404(Authority, pk=pk)
    number = request.POST.get("other", "")
    other = get_object_or_404(Authority, pk=number_of(number))
    try:
        editing.merge_authorities(keep=keep, other=other, reason=request.POST.get("reason", "")[:200], by=request.user)
    except errors.NotJoinable:
        messages.error(request, _("Only two different headings of one kind can be made one."))
    else:
        messages.success(request, _("“%(other)s” leads here now.") % {"other": other.heading})
    return redirect("describing:authority", pk=pk)


@require_POST
def part(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo a merge: a heading that leads elsewhere stands for itself again."""
    access.require(request.user, EDIT)
    other = get_object_or_404(Authority, pk=pk)
    try:
        editing.part_authorities(other=other, by=request.user)
    except errors.AlreadyUndone as refusal:
        messages.warning(request, refusal.message)
    else:
        messages.success(request, _("It is as it was before."))
    return redirect("describing:authority", pk=pk)
