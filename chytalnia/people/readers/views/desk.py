"""Readers at the desk: found, registered, renewed, changed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.network.models import Unit
from chytalnia.network.settings import setting
from chytalnia.people import rules
from chytalnia.people.access import needs, require
from chytalnia.people.errors import ReaderRefusedError
from chytalnia.people.models import Reader, ReaderState, Registration, Surety
from chytalnia.people.readers import queries, services
from chytalnia.people.readers.forms.desk import FindForm, GroupForm, ReaderForm, RegisterForm, RenewForm
from chytalnia.people.readers.forms.fields import BirthField
from chytalnia.people.shell import page

from .common import MERGE, REGISTER, TEXTS, VIEW, crumb, reader_for, working_unit

PER_PAGE = 50


def _buttons(request: HttpRequest) -> list[HeaderButton]:
    told = []
    if rules.may(request.user, REGISTER):
        told.append(HeaderButton(_("Register a reader"), url=reverse("desk_readers:new"), icon_name="plus"))
        told.append(HeaderButton(_("Register a group"), url=reverse("desk_readers:group"), icon_name="group"))
    told.append(HeaderButton(_("Print cards"), url=reverse("desk_readers:cards"), icon_name="print"))
    if rules.may(request.user, MERGE):
        told.append(HeaderButton(_("Merge duplicates"), url=reverse("desk_readers:merge"), icon_name="resubmit"))
    if rules.may(request.user, TEXTS):
        told.append(HeaderButton(_("Texts of consents"), url=reverse("desk_readers:texts"), icon_name="doc-full"))
    return told


@needs(VIEW)
def listing(request: HttpRequest) -> HttpResponse:
    form = FindForm(request.GET or None, user=request.user)
    asked: dict[str, Any] = form.cleaned_data if form.is_valid() else {}
    text = " ".join(asked.get("q", "").split())
    if text and (held := queries.card(text)) is not None:
        reader = queries.lead(held.reader)
        if queries.may_see(request.user, reader):
            return redirect("desk_readers:reader", reader.pk)
        messages.warning(
            request, _("This reader belongs to another library, and your network does not show them to you.")
        )
    found = narrowed(queries.seen_by(request.user), asked, asked.get("unit") or working_unit(request, VIEW))
    if text:
        found = found.filter(queries.matching(text))
    listed = Paginator(found.order_by("surname", "name", "pk"), PER_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    return page(
        request, "people/desk/readers/list.html", _("Readers"), icon="group", buttons=_buttons(request), form=form,
        listed=listed, total=listed.paginator.count, asked=bool(text or asked.get("unit") or asked.get("state")),
        text=text, query=query.urlencode(), may_register=rules.may(request.user, REGISTER),
        year=timezone.localdate().year,
    )  # fmt: skip


def narrowed(readers: QuerySet[Reader], asked: dict[str, Any], unit: Unit | None) -> QuerySet[Reader]:
    today = timezone.localdate()
    this_year = Registration.objects.filter(reader=OuterRef("pk"), year=today.year)
    if asked.get("unit"):
        readers = readers.filter(home_unit=asked["unit"])
    match asked.get("state", ""):
        case "waiting":
            readers = readers.filter(state=ReaderState.PREREGISTERED)
        case "closed":
            readers = readers.filter(state=ReaderState.CLOSED)
        case "due":
            readers = readers.filter(~Exists(this_year), state=ReaderState.ACTIVE)
        case "blocked":
            readers = readers.filter(blocked_until__gte=today)
        case "children":
            # A birthday on the very day is looked at again where it matters; a list may take it either way.
            sureties = Surety.objects.filter(child=OuterRef("pk"), ended_on=None)
            age = setting(unit, "people.child_age") if unit else 0
            youngest = today.replace(year=today.year - age, day=min(today.day, 28))
            readers = readers.filter(~Exists(sureties), state=ReaderState.ACTIVE, birth_date__gt=youngest)
        case _:
            readers = readers.filter(Q(state=ReaderState.ACTIVE) | Q(state=ReaderState.PREREGISTERED))
    return readers.annotate(is_renewed=Exists(this_year))


@needs(REGISTER)
def new(request: HttpRequest) -> HttpResponse:
    """Register a reader. Somebody who seems to be known already is shown first, and nothing is done before an answer."""
    form = RegisterForm(request.POST or None, user=request.user, unit=working_unit(request), initial=_typed(request))
    twins: list[Reader] = []
    if form.is_valid():
        require(request.user, REGISTER, form.cleaned_data["unit"])
        twins = form.twins()
        if not twins:
            try:
                reader = _register(request, form)
            except ReaderRefusedError as refusal:
                form.add_error(None, refusal)
            else:
                messages.success(request, _("%(reader)s is registered.") % {"reader": reader})
                return redirect("desk_readers:reader", reader.pk)
    return page(
        request, "people/desk/readers/new.html", _("A new reader"), icon="user", crumbs=[crumb()], form=form,
        twins=_shown(request, twins), asks_twins=bool(twins),
    )  # fmt: skip


def _typed(request: HttpRequest) -> dict[str, str]:
    """What was looked for and not found becomes the beginning of the form."""
    typed = " ".join(request.GET.get("q", "").split())[:200]
    if not typed or any(c.isdigit() for c in typed):
        return {}
    surname, _space, rest = typed.partition(" ")
    name, _space, patronymic = rest.partition(" ")
    return {"surname": surname.title(), "name": name.title(), "patronymic": patronymic.title()}


def _register(request: HttpRequest, form: RegisterForm) -> Reader:
    found = form.cleaned_data
    adult = found["surety"].full_name if found["surety"] else found["surety_name"]
    reader = services.register(
        unit=found["unit"], by=request.user, card=found["card"], document=form.document(),
        consents=found["consents"], consent_language=found["language"], adult=adult if form.is_child else "",
        **form.data_of_reader(),
    )  # fmt: skip
    if found["surety"] or found["surety_name"]:
        services.give_surety(
            child=reader, adult=found["surety"], name=found["surety_name"], phone=found["surety_phone"],
            document=("passport", found["surety_document"]) if found["surety_document"] else None, by=request.user,
        )  # fmt: skip
    if found["family"]:
        services.join_household(reader=reader, of=found["family"], role=found["family_role"], by=request.user)
    return reader


def _shown(request: HttpRequest, readers: list[Reader]) -> list[tuple[Reader, bool]]:
    return [(reader, queries.may_see(request.user, reader)) for reader in readers]


@needs(REGISTER)
def twins(request: HttpRequest) -> HttpResponse:
    """Who may be the person that is being typed, while they are typed."""
    try:
        born = BirthField(required=False).clean(request.GET.get("birth_date", ""))
    except ValidationError:
        born = None
    found = queries.duplicates(
        surname=request.GET.get("surname", "")[:150], name=request.GET.get("name", "")[:150], birth_date=born,
        phone=request.GET.get("phone", "")[:40],
    )  # fmt: skip
    return render(request, "people/desk/readers/_twins.html", {"twins": _shown(request, found)})


@needs(REGISTER)
def group(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None, user=request.user, unit=working_unit(request))
    if form.is_valid():
        found = dict(form.cleaned_data)
        require(request.user, REGISTER, found["unit"])
        reader = services.register(unit=found.pop("unit"), by=request.user, kind="collective", **found)
        messages.success(request, _("%(reader)s is registered.") % {"reader": reader})
        return redirect("desk_readers:reader", reader.pk)
    return page(
        request, "people/desk/readers/form.html", _("A new group"), icon="group", crumbs=[crumb()], form=form,
        lead=_("A class, an institution or a brigade has a card of its own. One reader answers for it."),
        done=_("Register"),
    )  # fmt: skip


@needs(REGISTER)
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    reader = reader_for(request, pk, REGISTER)
    if reader.is_collective:
        return _edit_group(request, reader)
    form = ReaderForm(request.POST or None, instance=reader)
    if form.is_valid():
        services.change(reader=reader, by=request.user, document=form.document(), **form.data_of_reader())
        messages.success(request, _("The data are saved."))
        return redirect("desk_readers:reader", pk)
    return page(
        request, "people/desk/readers/form.html", _("Change the data"), icon="edit",
        crumbs=[crumb(), (str(Reader.objects.get(pk=pk)), reverse("desk_readers:reader", args=[pk]))], form=form,
        done=_("Save"), back=reverse("desk_readers:reader", args=[pk]),
    )  # fmt: skip


def _edit_group(request: HttpRequest, reader: Reader) -> HttpResponse:
    assert reader.responsible is not None
    card = queries.working_card(reader.responsible)
    known = {name: getattr(reader, name) for name in ("title", "phone", "address", "note")}
    form = GroupForm(
        request.POST or None, user=request.user, unit=reader.home_unit,
        initial={**known, "responsible": card.number if card else ""},
    )  # fmt: skip
    if form.is_valid():
        found = dict(form.cleaned_data)
        services.change(reader=reader, by=request.user, home_unit=found.pop("unit"), **found)
        messages.success(request, _("The data are saved."))
        return redirect("desk_readers:reader", reader.pk)
    return page(
        request, "people/desk/readers/form.html", _("Change the data"), icon="edit",
        crumbs=[crumb(), (str(reader), reader.get_absolute_url())], form=form, done=_("Save"),
        back=reader.get_absolute_url(),
    )  # fmt: skip


@needs(REGISTER)
@require_POST
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """The year's registration, with what has changed since: one press when nothing has."""
    reader = reader_for(request, pk, REGISTER)
    unit = working_unit(request)
    form = RenewForm(request.POST, instance=reader)
    if unit is None or not form.is_valid():
        messages.error(request, _("The data are not clear; open «Change the data»."))
        return redirect("desk_readers:reader", pk)
    sent = {name: value for name, value in form.cleaned_data.items() if name in request.POST}
    registration = services.reregister(reader=reader, unit=unit, by=request.user, **sent)
    for kind in request.POST.getlist("consents"):
        services.give_consent(reader=reader, kind=kind, by=request.user)
    messages.success(
        request, _("Registered for %(year)s, form No. %(number)s.") % {"year": registration.year, "number": registration.number}
    )  # fmt: skip
    return redirect("desk_readers:reader", pk)


@needs(REGISTER)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The first visit of somebody who registered from home."""
    reader = reader_for(request, pk, REGISTER)
    unit = working_unit(request)
    try:
        if unit is not None:
            services.confirm(reader=reader, unit=unit, by=request.user, card=request.POST.get("card", ""))
            messages.success(request, _("%(reader)s is registered.") % {"reader": reader})
    except ReaderRefusedError as refusal:
        messages.error(request, " ".join(refusal.messages))
    return redirect("desk_readers:reader", pk)
