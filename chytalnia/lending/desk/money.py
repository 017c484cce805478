"""Money and losses at the lending desk: lost, priced, paid, replaced, forgiven; pledges taken and given back."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from chytalnia.core.keys import key_of
from chytalnia.lending import counter, services
from chytalnia.lending.counter import Answer
from chytalnia.lending.errors import LendingError
from chytalnia.lending.models import Charge, ChargeKind, Loan
from chytalnia.people.access import needs

from .counter import LEND, Desk, desk_or_refused, shown


def urls() -> list[URLPattern]:
    return [path("money/<slug:act>/<int:pk>/", money, name="money")]


class SumForm(forms.Form):
    """A sum as people write it, with a comma or a point; a slip of the finger is told, not guessed."""

    amount = forms.DecimalField(
        min_value=Decimal("0.01"), max_digits=10, decimal_places=2, localize=True, required=False,
        error_messages={"invalid": gettext_lazy("A sum is a number, such as 150.00.")},
    )  # fmt: skip
    receipt = forms.CharField(max_length=60, required=False)
    note = forms.CharField(max_length=300, required=False)
    code = forms.CharField(max_length=200, required=False)
    kind = forms.ChoiceField(choices=[(k, k.label) for k in (ChargeKind.CARD, ChargeKind.SERVICE)], required=False)

    @property
    def minor(self) -> int | None:
        amount = self.cleaned_data.get("amount")
        return None if amount is None else int(amount * 100)


@require_POST
@needs(LEND)
def money(request: HttpRequest, act: str, pk: int) -> HttpResponse:
    """One press about one loan, one charge, one pledge or the open reader; the screen stays where it was."""
    desk, form = desk_or_refused(request), SumForm(request.POST)
    do = ACTS.get(act)
    if do is None:
        raise Http404(act)
    if not form.is_valid():
        return shown(desk, Answer("bad", _("Nothing was done"), _said(form), reader=desk.reader))
    try:
        answer = do(desk, form, pk)
    except LendingError as refused:
        answer = Answer("bad", _("Nothing was done"), [str(refused)])
    answer.reader = desk.reader
    return shown(desk, answer)


def _said(form: forms.Form) -> list[str]:
    return [str(message) for messages in form.errors.values() for message in messages]


def _loan(pk: int) -> Loan:
    return get_object_or_404(Loan.objects.open().select_related("unit", "item__record"), pk=pk)


def _charge(pk: int) -> Charge:
    return get_object_or_404(Charge.objects.select_related("loan__item__record"), pk=pk)


def _lost(desk: Desk, form: SumForm, pk: int) -> Answer:
    loan = _loan(pk)
    services.mark_lost(
        item=loan.item, unit=desk.unit, by=desk.request.user, key=key_of(desk.request), note=form.cleaned_data["note"]
    )
    answer = Answer("good", _("Lost: %(title)s") % {"title": loan.item.record.title})
    owed = loan.charges.owed().first()
    if owed is not None:
        answer.lines.append(_("To be paid: %(sum)s. An equal copy will do too.") % {"sum": owed.sum})
    else:
        answer.tone = "look"
        answer.lines.append(_("The copy has no price: write below what it costs, or take an equal copy."))
    return answer


def _claim(desk: Desk, form: SumForm, pk: int) -> Answer:
    loan = _loan(pk)
    services.claim(loan=loan, by=desk.request.user, key=key_of(desk.request))
    lines = [_("The reader says it is returned: look for it on the shelves.")]
    return Answer("good", loan.item.record.title, lines)


def _price(desk: Desk, form: SumForm, pk: int) -> Answer:
    loan = _loan(pk)
    services.price_loss(
        loan=loan, unit=desk.unit, amount_minor=form.minor or 0, by=desk.request.user, key=key_of(desk.request)
    )
    owed = loan.charges.owed().first()
    assert owed is not None
    return Answer("good", _("To be paid: %(sum)s") % {"sum": owed.sum}, [loan.item.record.title])


def _replace(desk: Desk, form: SumForm, pk: int) -> Answer:
    loan = _loan(pk)
    services.replace(loan=loan, by=desk.request.user, key=key_of(desk.request), note=form.cleaned_data["note"])
    lines = [_("Its number and the act are made in the list “In place of lost ones”.")]
    return Answer("good", _("Replaced: %(title)s") % {"title": loan.item.record.title}, lines)


def _forgive(desk: Desk, form: SumForm, pk: int) -> Answer:
    loan = _loan(pk)
    services.forgive(loan=loan, by=desk.request.user, key=key_of(desk.request), note=form.cleaned_data["note"])
    return Answer("good", _("Forgiven: %(title)s") % {"title": loan.item.record.title})


def _pay(desk: Desk, form: SumForm, pk: int) -> Answer:
    charge = _charge(pk)
    payment = services.pay(
        charge=charge, unit=desk.unit, amount_minor=form.minor, by=desk.request.user, key=key_of(desk.request),
        receipt=form.cleaned_data["receipt"],
    )  # fmt: skip
    answer = Answer("good", _("Paid: %(sum)s") % {"sum": f"{payment} {charge.currency}"}, [charge.get_kind_display()])
    charge.refresh_from_db()
    if charge.left_minor:
        left = f"{charge.left_minor / 100:.2f} {charge.currency}"
        answer.lines.append(_("Still to be paid: %(sum)s.") % {"sum": left})
    elif charge.loan is not None:
        answer.lines.append(charge.loan.item.record.title)
    return answer


def _waive(desk: Desk, form: SumForm, pk: int) -> Answer:
    charge = services.waive(
        charge=_charge(pk), unit=desk.unit, by=desk.request.user, key=key_of(desk.request),
        note=form.cleaned_data["note"],
    )  # fmt: skip
    return Answer("good", _("Not to be paid any more: %(what)s") % {"what": charge})


def _owe(desk: Desk, form: SumForm, pk: int) -> Answer:
    """A sum of the price list: a new card, a service."""
    if desk.reader is None:
        return Answer("bad", _("Open the reader first."))
    charge = services.charge(
        reader=desk.reader, unit=desk.unit, kind=form.cleaned_data["kind"] or ChargeKind.SERVICE,
        amount_minor=form.minor or 0, by=desk.request.user, key=key_of(desk.request), note=form.cleaned_data["note"],
    )  # fmt: skip
    return Answer("good", _("To be paid: %(sum)s") % {"sum": charge.sum}, [charge.get_kind_display()])


def _take_pledge(desk: Desk, form: SumForm, pk: int) -> Answer:
    """With a copy that waited for it, the copy is lent by the same press."""
    if desk.reader is None:
        return Answer("bad", _("Open the reader first."))
    pledge = services.take_pledge(
        reader=desk.reader, unit=desk.unit, amount_minor=form.minor or 0, by=desk.request.user,
        key=key_of(desk.request), receipt=form.cleaned_data["receipt"], note=form.cleaned_data["note"],
    )  # fmt: skip
    taken = _("Pledge taken: %(sum)s.") % {"sum": pledge.sum}
    if not form.cleaned_data["code"]:
        return Answer("good", taken)
    answer = counter.scanned(
        form.cleaned_data["code"], unit=desk.unit, by=desk.request.user, reader=desk.reader, mode=desk.way
    )
    answer.lines.insert(0, taken)
    return answer


def _give_back(desk: Desk, form: SumForm, pk: int) -> Answer:
    pledge = services.give_back_pledge(
        pledge=_charge(pk), unit=desk.unit, by=desk.request.user, key=key_of(desk.request)
    )  # fmt: skip
    return Answer("good", _("Pledge given back: %(sum)s") % {"sum": pledge.sum})


def _forfeit(desk: Desk, form: SumForm, pk: int) -> Answer:
    pledge = services.forfeit_pledge(
        pledge=_charge(pk), unit=desk.unit, by=desk.request.user, key=key_of(desk.request),
        note=form.cleaned_data["note"],
    )  # fmt: skip
    return Answer("good", _("Pledge kept by the rules: %(sum)s") % {"sum": pledge.sum})


ACTS: dict[str, Callable[[Desk, SumForm, int], Answer]] = {
    "lost": _lost,
    "claim": _claim,
    "price": _price,
    "replace": _replace,
    "forgive": _forgive,
    "pay": _pay,
    "waive": _waive,
    "owe": _owe,
    "take-pledge": _take_pledge,
    "give-back": _give_back,
    "forfeit": _forfeit,
}
