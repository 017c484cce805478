"""A reader's page at the desk, and what is done from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.widgets.button import HeaderButton

from chytalnia.people.access import needs
from chytalnia.people.errors import PeopleError
from chytalnia.people.models import ConsentKind, Reader, ReaderMerge, ReaderState
from chytalnia.people.readers import queries, services, wording
from chytalnia.people.readers.forms.desk import BlockForm, FamilyForm, NewCardForm, RenewForm, SuretyForm
from chytalnia.people.readers.services.registering import FOR_EVER
from chytalnia.people.shell import page

from .common import BLOCK, CLOSE, MERGE, REGISTER, VIEW, crumb, filled_panels, reader_for, working_unit


@needs(VIEW)
def reader(request: HttpRequest, pk: int) -> HttpResponse:
    shown = reader_for(request, pk)
    if shown.merged_into_id is not None:
        return redirect("desk_readers:reader", queries.lead(shown).pk)
    return _page(request, shown)


def _page(request: HttpRequest, shown: Reader, **forms: Any) -> HttpResponse:
    today = timezone.localdate()
    unit = working_unit(request)
    may = {right: queries.may_see(request.user, shown, action) for right, action in
           (("register", REGISTER), ("merge", MERGE), ("close", CLOSE), ("block", BLOCK))}  # fmt: skip
    context: dict[str, Any] = {
        "reader": shown, "may": may, "unit": unit, "age": queries.age_on(shown, today),
        "category": queries.category(shown, today).label, "card": queries.working_card(shown),
        "cards": queries.cards(shown), "registrations": queries.registrations(shown)[:10],
        "is_due": shown.is_active and unit is not None and not queries.registered_in(shown, unit, today.year),
        "today": today, "is_blocked": shown.is_blocked(today), "is_for_ever": shown.blocked_until == FOR_EVER,
        "is_child": queries.is_child(shown, today), "surety": queries.surety(shown), "consents": _consents(shown),
        "family": shown.household.members.active().exclude(pk=shown.pk) if shown.household else [],
        "groups": Reader.objects.active().filter(responsible=shown),
        "merges": ReaderMerge.objects.filter(kept=shown, undone_at=None).select_related("merged"),
        "social": shown.get_social_labels(), "panels": filled_panels("people.reader", shown, request),
        "twins": _twins(request, shown) if shown.state == ReaderState.PREREGISTERED else [],
        "renew_form": RenewForm(instance=shown), "card_form": NewCardForm(), "block_form": BlockForm(),
        "family_form": FamilyForm(), "surety_form": SuretyForm(),
    }  # fmt: skip
    buttons = []
    if may["register"]:
        buttons.append(
            HeaderButton(_("Change the data"), url=reverse("desk_readers:edit", args=[shown.pk]), icon_name="edit")
        )
    return page(
        request, "people/desk/readers/reader.html", str(shown), icon="user", crumbs=[crumb()], buttons=buttons,
        **(context | forms),
    )  # fmt: skip


def _twins(request: HttpRequest, shown: Reader) -> list[tuple[Reader, bool]]:
    """Who may be the person that registered from home."""
    found = queries.duplicates(
        surname=shown.surname, name=shown.name, birth_date=shown.birth_date, phone=shown.phone, but=shown.pk
    )
    return [(one, queries.may_see(request.user, one)) for one in found]


def _consents(shown: Reader) -> list[dict[str, Any]]:
    held = {one.kind: one for one in queries.consents(shown).filter(withdrawn_at=None)}
    stale = set(queries.consents_to_renew(shown))
    told = []
    for kind in ConsentKind:
        told.append({"kind": kind.value, "label": kind.label, "held": held.get(kind.value), "stale": kind.value in stale,
                     "text": wording.current(kind, shown.language).text})  # fmt: skip
    return told


Act = Callable[[HttpRequest, Reader], str | HttpResponse | None]


def _new_card(request: HttpRequest, shown: Reader) -> str | HttpResponse:
    form = NewCardForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, card_form=form)
    reason = dict(form.fields["reason"].choices)[form.cleaned_data["reason"]]  # type: ignore[attr-defined]
    card = services.issue_card(reader=shown, number=form.cleaned_data["number"], reason=str(reason), by=request.user)
    return _("The card %(number)s is given; the old one opens nothing any more.") % {"number": card.number}


def _block_card(request: HttpRequest, shown: Reader) -> str:
    card = queries.working_card(shown)
    if card is None:
        return ""
    services.block_card(card=card, by=request.user, reason=_("lost"))
    return _("The card is blocked.")


def _block(request: HttpRequest, shown: Reader) -> str | HttpResponse:
    form = BlockForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, block_form=form)
    services.block(reader=shown, reason=form.cleaned_data["reason"], until=form.cleaned_data["until"], by=request.user)
    return _("Lending to this reader is stopped.")


def _unblock(request: HttpRequest, shown: Reader) -> str:
    services.unblock(reader=shown, by=request.user)
    return _("The reader may borrow again.")


def _family(request: HttpRequest, shown: Reader) -> str | HttpResponse:
    form = FamilyForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, family_form=form)
    services.join_household(
        reader=shown, of=form.cleaned_data["family"], role=form.cleaned_data["role"], by=request.user
    )
    return _("The reader is in the family now.")


def _leave_family(request: HttpRequest, shown: Reader) -> str:
    services.leave_household(reader=shown, by=request.user)
    return _("The reader is in no family now.")


def _surety(request: HttpRequest, shown: Reader) -> str | HttpResponse:
    form = SuretyForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, surety_form=form)
    found = form.cleaned_data
    services.give_surety(
        child=shown, adult=found["surety"], name=found["name"], phone=found["phone"],
        document=("passport", found["document"]) if found["document"] else None, by=request.user,
    )  # fmt: skip
    return _("The surety is written down.")


def _consent(request: HttpRequest, shown: Reader) -> str:
    kind = request.POST.get("kind", "")
    if kind not in ConsentKind.values:
        raise Http404
    if request.POST.get("withdraw"):
        services.withdraw_consent(reader=shown, kind=kind, by=request.user)
        return _("The consent is taken back.")
    surety = queries.surety(shown) if queries.is_child(shown) else None
    adult = "" if surety is None else (surety.adult.full_name if surety.adult else surety.name)
    services.give_consent(reader=shown, kind=kind, by=request.user, adult=adult)
    return _("The consent is written down.")


def _history(request: HttpRequest, shown: Reader) -> str:
    keeps = bool(request.POST.get("keep"))
    services.change(reader=shown, by=request.user, keep_history=keeps)
    return _("The history of reading is kept from now on.") if keeps else _("The history of reading is not kept.")


def _code(request: HttpRequest, shown: Reader) -> str:
    code = services.offer_code(reader=shown, by=request.user)
    until = date_format(timezone.localdate() + services.CODE_LIVES, "DATE_FORMAT")
    return _("The code that opens the account: %(code)s. It works until %(day)s; write it down for the reader.") % {
        "code": f"{code[:4]} {code[4:]}", "day": until,
    }  # fmt: skip


def _close(request: HttpRequest, shown: Reader) -> str:
    services.close(reader=shown, by=request.user)
    return _("The account is closed.")


def _reopen(request: HttpRequest, shown: Reader) -> str:
    services.reopen(reader=shown, by=request.user)
    return _("The account is open again; give the reader a new card.")


ACTS: dict[str, tuple[str, Act]] = {
    "card": (REGISTER, _new_card),
    "block-card": (REGISTER, _block_card),
    "block": (BLOCK, _block),
    "unblock": (BLOCK, _unblock),
    "family": (REGISTER, _family),
    "leave-family": (REGISTER, _leave_family),
    "surety": (REGISTER, _surety),
    "consent": (REGISTER, _consent),
    "history": (REGISTER, _history),
    "code": (REGISTER, _code),
    "close": (CLOSE, _close),
    "reopen": (CLOSE, _reopen),
}


@needs(VIEW)
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the acts of a reader's page; what refuses it is said on the page."""
    if name not in ACTS:
        raise Http404
    action, do = ACTS[name]
    shown = reader_for(request, pk, action)
    try:
        told = do(request, shown)
    except PeopleError as refusal:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return redirect("desk_readers:reader", pk)
    if isinstance(told, HttpResponse):
        return told
    if told:
        messages.success(request, told)
    return redirect("desk_readers:reader", pk)


@needs(VIEW)
def exported(request: HttpRequest, pk: int) -> HttpResponse:
    """The reader's own data, for a reader who asks at the desk."""
    shown = reader_for(request, pk, REGISTER)
    response = JsonResponse(
        services.export_data(reader=shown), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )  # fmt: skip
    response["Content-Disposition"] = f'attachment; filename="reader-{shown.pk}.json"'
    return response
