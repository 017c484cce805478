"""A participant's own pages: joining, the log, the card with badges, the diploma."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from chytalnia.campaigns import papers, queries, saying
from chytalnia.campaigns.errors import CampaignError
from chytalnia.campaigns.forms import JoinForm, LineForm, NickForm, WordForm
from chytalnia.campaigns.models import Kind, Line, Participant
from chytalnia.campaigns.services import diary, people
from chytalnia.catalogue.models import Work
from chytalnia.catalogue.queries import works
from chytalnia.core import limits
from chytalnia.core.views import pdf_response
from chytalnia.people.models import Reader
from chytalnia.people.readers import parents
from chytalnia.people.readers.views.own import readers_own
from chytalnia.search.queries import search

from .public import found

SHOWN = 6
#: Words typed while a book is looked for, from one address.
LOOKS = limits.Rate(120, 60)


def participant_for(reader: Reader, pk: int, *, to_act: bool = True) -> Participant:
    """The participant, if it is the reader, the reader's family, or a child the reader looks after; only to be seen, also an older
    child who shows it."""
    one = get_object_or_404(
        Participant.objects.select_related("campaign__programme__unit", "member__unit", "reader", "household"),
        pk=pk, left_at=None,
    )  # fmt: skip
    children = parents.looked_after(reader) if to_act else parents.shown_to(reader)
    own = one.reader_id in {reader.pk, *(child.pk for child in children)}
    family = one.kind == Kind.FAMILY and one.household_id is not None and one.household_id == reader.household_id
    if not (own or family):
        raise PermissionDenied
    return one


@readers_own
def mine(request: HttpRequest, reader: Reader) -> HttpResponse:
    taking = list(queries.of_reader([reader, *parents.shown_to(reader)]).order_by("-campaign__first_day", "pk"))
    own = {one.campaign_id for one in taking}
    return render(request, "campaigns/mine.html", {
        "taking": [(one, saying.amount(one.campaign, one.total)) for one in taking],
        "others": [one for one in queries.shown().filter(stage__in=("announced", "running"))[:20] if one.pk not in own],
    })  # fmt: skip


@readers_own
def join(request: HttpRequest, reader: Reader, slug: str) -> HttpResponse:
    campaign = found(slug)
    if not campaign.takes_readers:
        return redirect(campaign)
    children = parents.looked_after(reader)
    form = JoinForm(request.POST or None, campaign=campaign, reader=reader, children=children)
    if form.is_valid():
        asked = dict(form.cleaned_data)
        whose = asked.pop("whose")
        who = next((one for one in children if whose == f"child-{one.pk}"), reader)
        kind = Kind.FAMILY if whose == "family" else Kind.PERSON
        try:
            one = people.join(reader=who, kind=kind, **asked)
        except CampaignError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("You take part. Good reading."))
            return redirect("campaigns:own", one.pk)
    return render(
        request,
        "campaigns/join.html",
        {"campaign": campaign, "form": form, "any": campaign.members.filter(state="joined").exists()},
    )


def _book(form: LineForm, request: HttpRequest) -> diary.Book:
    work = work_numbered(str(form.cleaned_data.get("work") or ""))
    return diary.book_of(work=work, **form.told())


def work_numbered(number: str) -> Work | None:
    if not number.isascii() or not number.isdecimal() or len(number) > 15:
        return None
    return Work.objects.shown().filter(pk=int(number)).first()


@readers_own
def own(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """The card of a participant; sent, it writes a line. A phone that sends from its memory is answered in JSON."""
    one = participant_for(reader, pk, to_act=request.method == "POST")
    campaign = one.campaign
    is_mine = one.kind == Kind.FAMILY or parents.acts_for(reader, one.reader)
    is_open = campaign.stage == "running" and campaign.is_read and is_mine
    chosen = work_numbered(request.GET.get("work", ""))
    form = LineForm(
        request.POST or None, campaign=campaign, kind=one.kind,
        initial={"key": uuid.uuid4(), "work": chosen and chosen.pk, "book": chosen and chosen.title,
                 "author": chosen and chosen.author},
    )  # fmt: skip
    if request.method == "POST":
        refused = _written(request, one, form)
        if _wants_json(request):
            return JsonResponse(
                {"refused": refused} if refused else {"url": one_url(one)}, status=422 if refused else 200
            )
        if not refused:
            messages.success(request, _("Written down."))
            return redirect("campaigns:own", pk)
    card = queries.card(one)
    return render(request, "campaigns/own.html", {
        "campaign": campaign, "one": one, "card": card, "form": form, "is_open": is_open, "is_mine": is_mine,
        "when": saying.when(campaign, timezone.localdate()), "score": saying.amount(campaign, one.total),
        "goal": saying.amount(campaign, card.goal) if card.goal else "",
        "badges": [(saying.badge_name(badge), saying.ICONS[badge.code], badge.day) for badge in card.badges],
        "rows": [(line, saying.amount(campaign, line.amount)) for line in card.lines],
        "books": queries.recent_books(one.reader) if is_open and one.reader_id == reader.pk else [],
        "diplomas": one.diplomas.order_by("number") if campaign.is_over else [], "nick": NickForm(initial={"nick": one.nick}),
        "most": max((n for _day, n in card.days), default=0), "today": timezone.localdate(),
    })  # fmt: skip


def one_url(one: Participant) -> str:
    return reverse("campaigns:own", args=[one.pk])


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")


def _written(request: HttpRequest, one: Participant, form: LineForm) -> str:
    """Write the line of a form; returns why not."""
    if not form.is_valid():
        return " ".join(str(error) for errors in form.errors.values() for error in errors)
    told = form.cleaned_data
    try:
        diary.write(
            participant=one, day=told["day"], amount=told["amount"], key=told["key"], book=_book(form, request),
            books=int(bool(told.get("whole"))), review=told["review"], who=told.get("who", ""), by=request.user,
        )  # fmt: skip
    except CampaignError as refusal:
        form.add_error(None, str(refusal))
        return str(refusal)
    return ""


def _line(reader: Reader, pk: int) -> Line:
    line = get_object_or_404(Line.objects.live().select_related("participant__campaign", "work"), pk=pk)
    line.participant = participant_for(reader, line.participant_id)
    return line


@readers_own
def line(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """A line is corrected."""
    found_line = _line(reader, pk)
    one = found_line.participant
    if found_line.part_id or one.campaign.stage != "running":
        return redirect("campaigns:own", one.pk)
    form = LineForm(
        request.POST or None, campaign=one.campaign, kind=one.kind, line=found_line,
        initial={"day": found_line.day, "amount": found_line.amount, "book": found_line.title, "author": found_line.author,
                 "work": found_line.work_id, "whole": found_line.books > 0, "review": found_line.review, "who": found_line.who},
    )  # fmt: skip
    if form.is_valid():
        told = form.cleaned_data
        same = told["book"] == found_line.title and told["author"] == found_line.author
        try:
            diary.correct(
                line=found_line, day=told["day"], amount=told["amount"], book=None if same else _book(form, request),
                books=int(bool(told.get("whole"))), review=told["review"], by=request.user,
            )  # fmt: skip
        except CampaignError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The line is mended."))
            return redirect("campaigns:own", one.pk)
    return render(
        request, "campaigns/line.html", {"campaign": one.campaign, "one": one, "line": found_line, "form": form}
    )


@readers_own
@require_POST
def remove(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    found_line = get_object_or_404(Line.objects.select_related("participant"), pk=pk)
    one = participant_for(reader, found_line.participant_id)
    try:
        diary.remove(line=found_line, by=request.user)
    except CampaignError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The line is taken out."))
    return redirect("campaigns:own", one.pk)


@readers_own
@require_POST
def collect(request: HttpRequest, reader: Reader, pk: int, part: int) -> HttpResponse:
    one = participant_for(reader, pk)
    form = WordForm(request.POST)
    wanted = get_object_or_404(one.campaign.parts, pk=part)
    try:
        diary.collect(
            participant=one, part=wanted, word=form.cleaned_data["word"] if form.is_valid() else "", by=request.user
        )
    except CampaignError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The part is on your card."))
    return redirect("campaigns:own", pk)


@readers_own
@require_POST
def wish(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    """Switch the counting of loans, take another nick, or leave."""
    one = participant_for(reader, pk)
    try:
        match request.POST.get("what"):
            case "loans":
                people.count_loans(participant=one, counts=bool(request.POST.get("on")))
                messages.success(request, _("Saved."))
            case "nick":
                form = NickForm(request.POST)
                people.rename(
                    participant=one, nick=form.cleaned_data["nick"] if form.is_valid() else "", by=request.user
                )
                messages.success(request, _("Saved."))
            case "leave":
                people.leave(participant=one, by=request.user)
                messages.success(
                    request, _("You take part no more. What was read stays in the sum of the library, without you.")
                )
                return redirect("campaigns:mine")
    except CampaignError as refusal:
        messages.error(request, str(refusal))
    return redirect("campaigns:own", pk)


@readers_own
@require_safe
def diploma(request: HttpRequest, reader: Reader, pk: int) -> HttpResponse:
    one = participant_for(reader, pk, to_act=False)
    found_ones = list(
        one.diplomas.select_related(
            "campaign__programme__unit", "member__unit", "participant__reader", "participant__household"
        )
    )
    if not found_ones:
        raise Http404
    return pdf_response(papers.diplomas(found_ones), f"diploma-{one.campaign.slug}")


@never_cache
@require_safe
def books(request: HttpRequest) -> HttpResponse:
    """Books of the catalogue that the words typed so far find: a piece of the form."""
    text = request.GET.get("book", "").strip()[:200]
    if len(text) < 3 or limits.wait(request, "campaigns.books", LOOKS):
        return render(request, "campaigns/_books.html", {"books": []})
    hits = search(text, filters={"kind": ["work"]}, limit=SHOWN, facets=[]).hits
    pks = [int(hit.pk) for hit in hits]
    known = Work.objects.shown().in_bulk(pks)
    return render(request, "campaigns/_books.html", {"books": works.books([known[pk] for pk in pks if pk in known])})
