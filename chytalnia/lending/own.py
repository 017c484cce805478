"""The reader's own pages about lending: what is due, renewing, holds, history, what was asked for in vain."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from chytalnia.catalogue.models import Item, Record, Work
from chytalnia.core.keys import key_of
from chytalnia.core.words import day_in_words
from chytalnia.demand import queries as demand
from chytalnia.demand import services as demand_services
from chytalnia.demand.errors import DemandError
from chytalnia.network.models import Unit
from chytalnia.network.paths import under
from chytalnia.people.models import Reader
from chytalnia.people.readers import parents
from chytalnia.people.readers import queries as readers
from chytalnia.people.readers import services as reader_services
from chytalnia.people.readers.views.own import readers_own, refuse_others

from . import queries, services
from .errors import LendingError, Refused
from .models import Channel, Hold, HoldState, Loan
from .snapshot import snapshot

PER_PAGE = 50
#: Beyond this a hold on pause is rather a hold given up.
#: How long a hold that ran out stays in sight of its reader.
TOLD_FOR = timedelta(days=30)
LONGEST_PAUSE = timedelta(days=366)


def account(reader: Reader, request: HttpRequest) -> dict[str, Any]:
    """The panel of the account's first page: everybody's loans whom the reader looks after, and holds that wait."""
    today = timezone.localdate()
    people = [reader, *parents.looked_after(reader)]
    shelves = []
    for person in people:
        loans = list(queries.loans_of(person)[:100])
        for loan in loans:
            loan.in_words = day_in_words(loan.due_on, way="until")  # type: ignore[attr-defined]
            loan.late = loan.due_on < today  # type: ignore[attr-defined]
        shelves.append((person, loans))
        if person.pk != reader.pk and loans:
            reader_services.look(reader=person, by=request.user, request=request, what="loans")
    ready = [hold for person in people for hold in queries.holds_of(person) if hold.state == HoldState.ON_SHELF]
    foreign = list(queries.foreign_of(reader)[:50])
    first = min((loan for _person, loans in shelves for loan in loans), key=lambda loan: loan.due_on, default=None)
    return {
        "reader": reader, "shelves": shelves, "ready": ready, "today": today, "first": first,
        "several": len(shelves) > 1, "key": uuid.uuid4(), "foreign": foreign,
        "foreign_lent": [order for order in foreign if order.stage in ("lent", "lost") and order.lent_until],
    }  # fmt: skip


@readers_own
@require_POST
def renew(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """One tap keeps a book longer; if not, the page says why."""
    loan = get_object_or_404(Loan.objects.open().select_related("item__record", "reader"), pk=pk)
    assert loan.reader is not None
    refuse_others(reader, loan.reader)
    try:
        act = services.renew(loan=loan, by=request.user, channel=Channel.WEB, key=key_of(request))
    except LendingError as refused:
        messages.error(request, f"{loan.item.record.title}: {refused}")
    else:
        assert act.loan is not None
        day = day_in_words(act.loan.due_on, way="until")
        text = _("“%(title)s” is yours %(day)s.") % {"title": loan.item.record.title, "day": day}
        messages.success(request, text)
    return redirect("people:me")


@readers_own
@require_POST
def renew_all(request: HttpRequest, reader: Reader) -> HttpResponse:
    key, done = key_of(request), 0
    loans = list(queries.loans_of(reader))
    for loan in loans:
        try:
            one = uuid.uuid5(key, str(loan.pk)) if key else None
            services.renew(loan=loan, by=request.user, channel=Channel.WEB, key=one)
            done += 1
        except LendingError as refused:
            messages.warning(request, f"{loan.item.record.title}: {refused}")
    if done:
        text = ngettext("%(n)s book is renewed.", "%(n)s books are renewed.", done) % {"n": done}
        messages.success(request, text)
    return redirect("people:me")


@readers_own
def holds(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What the reader waits for, with the place in each queue."""
    found = list(queries.holds_of(reader)[:100])
    places = queries.positions(found)
    rows = [(hold, places.get(hold.pk)) for hold in found]
    today = timezone.localdate()
    ended = queries.holds_of(reader, live=False).filter(state=HoldState.EXPIRED)
    ended = ended.filter(ended_at__gte=timezone.now() - TOLD_FOR)
    return render(
        request, "lending/own/holds.html",
        {"rows": rows, "ended": list(ended.order_by("-ended_at")[:10]), "today": today,
         "ready": HoldState.ON_SHELF, "queued": HoldState.QUEUED, "month": today + timedelta(days=30)},
    )  # fmt: skip


@readers_own
@require_POST
def about_hold(request: HttpRequest, reader: Reader, pk: int, act: str) -> HttpResponse:
    """Give a hold up, put it on pause until a day, go on waiting."""
    hold = get_object_or_404(Hold.objects.live().filter(reader=reader), pk=pk)
    try:
        if act == "cancel":
            services.cancel_hold(hold=hold, by=request.user, channel=Channel.WEB)
            messages.success(request, _("The hold is given up."))
        elif act == "pause":
            form = _PauseForm(request.POST)
            if not form.is_valid():
                messages.error(request, _("Choose a day after today, within a year."))
                return redirect("lending:holds")
            until = form.cleaned_data["until"]
            services.suspend_hold(hold=hold, until=until, by=request.user, channel=Channel.WEB)
            messages.success(request, _("The queue goes on without you until then; your place stays."))
        elif act == "resume":
            services.resume_hold(hold=hold, by=request.user, channel=Channel.WEB)
            messages.success(request, _("You wait again, at your old place."))
    except LendingError as refused:
        messages.error(request, str(refused))
    return redirect("lending:holds")


class _PauseForm(forms.Form):
    until = forms.DateField()

    def clean_until(self) -> Any:
        until, today = self.cleaned_data["until"], timezone.localdate()
        if not today < until <= today + LONGEST_PAUSE:
            raise forms.ValidationError("")
        return until


class HoldForm(forms.Form):
    pickup: Any = forms.ModelChoiceField(label=gettext_lazy("Where to pick it up"), queryset=None)
    edition = forms.ChoiceField(label=gettext_lazy("Edition"), required=False)

    def __init__(self, *args: Any, reader: Reader, work: Work, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = snapshot()
        places = list(Unit.objects.places().filter(under([here.system_of(reader.home_unit)])))
        places.sort(key=lambda unit: (here.nearness(reader.home_unit_id, unit.pk), unit.path))
        field: Any = self.fields["pickup"]
        field.queryset = Unit.objects.filter(pk__in=[unit.pk for unit in places])
        field.choices = [(unit.pk, str(unit)) for unit in places]
        field.initial = places[0].pk if places else None
        records = Record.objects.active().filter(
            Exists(Item.objects.in_stock().filter(record=OuterRef("pk"))), work=work
        )
        editions = [
            (str(one.pk), f"{one.title}, {one.year}" if one.year else one.title) for one in records.light()[:50]
        ]
        self.fields["edition"].choices = [("", _("any edition")), *editions]  # type: ignore[attr-defined]
        self.work = work

    def target(self) -> Work | Record:
        edition = self.cleaned_data.get("edition")
        return Record.objects.get(pk=edition) if edition else self.work


@readers_own
def place(request: HttpRequest, reader: Reader, work: int) -> HttpResponse:
    """Order a book: where to pick it up, and which edition if it matters."""
    wanted = get_object_or_404(Work, pk=work, joined_into=None)
    form = HoldForm(request.POST or None, reader=reader, work=wanted)
    if form.is_valid():
        try:
            hold = services.place_hold(
                reader=reader, target=form.target(), pickup=form.cleaned_data["pickup"], by=request.user,
                channel=Channel.WEB, key=key_of(request),
            )  # fmt: skip
        except Refused as refused:
            for problem in refused.problems:
                form.add_error(None, problem.message)
        else:
            text = (
                _("A copy is set aside for you. You will be told when it waits at %(unit)s.")
                if hold.state != HoldState.QUEUED
                else _("You are in the queue. You will be told when it waits at %(unit)s.")
            )
            messages.success(request, text % {"unit": hold.pickup_unit})
            return redirect("lending:holds")
    return render(
        request, "lending/own/place.html",
        {"form": form, "work": wanted, "queue": queries.queue_length(wanted), "key": request.POST.get("key") or uuid.uuid4()},
    )  # fmt: skip


@readers_own
def history(request: HttpRequest, reader: Reader) -> HttpResponse:
    """What was read, for a reader who wants it kept; switched on, off and wiped here."""
    if request.method == "POST":
        keep = request.POST.get("keep") == "1"
        if keep != reader.keep_history:
            reader_services.change(reader=reader, by=request.user, keep_history=keep)
        if not keep:
            services.forget_history(reader=reader)
        messages.success(
            request, _("From now on your reading is kept for you.") if keep else _("The history is wiped.")
        )
        return redirect("lending:history")
    listed = None
    if reader.keep_history:
        listed = Paginator(queries.history_of(reader).order_by("-returned_at", "-pk"), PER_PAGE).get_page(
            request.GET.get("page")
        )
    return render(request, "lending/own/history.html", {"reader": reader, "listed": listed})


class AskForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("What should the library have?"), max_length=300,
        help_text=gettext_lazy("Author and title, or the ISBN from the back cover."),
    )  # fmt: skip


@readers_own
def asked(request: HttpRequest, reader: Reader) -> HttpResponse:
    """Wishes: what the library is asked to buy, and what became of it."""
    form = AskForm(request.POST or None)
    if form.is_valid():
        band = readers.age_band(reader, timezone.localdate())
        try:
            demand_services.wish(reader=reader, unit=reader.home_unit, text=form.cleaned_data["text"], audience=band)
        except DemandError as refused:
            form.add_error("text", str(refused))
        else:
            messages.success(request, _("Your wish is with the library."))
            return redirect("lending:asked")
    return render(request, "lending/own/asked.html", {"form": form, "wishes": list(demand.wishes_of(reader)[:100])})


def order(work: Work, request: HttpRequest) -> dict[str, Any] | None:
    """The panel of a work's page: order it, and how long the queue is."""
    if not Item.objects.in_stock().filter(record__work=work).exclude(status="electronic").exists():
        return None
    free = work.available_count
    due = None
    if not free:
        lent = Loan.objects.open().filter(item__record__work=work, state="out").order_by("due_on")
        due = lent.values_list("due_on", flat=True).first()
    return {
        "work": work, "free": free, "queue": queries.queue_length(work),
        "due": day_in_words(due, way="until") if due and due >= timezone.localdate() else "",
    }  # fmt: skip
